using System.Security.Cryptography;
using System.Text;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Training;

/// <summary>The labelled files of one task.</summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Dev">What chooses the checkpoint; null without.</param>
/// <param name="Test">What is scored at the end and never chooses anything; null without.</param>
public sealed record TaskData(DataSet Train, DataSet? Dev, DataSet? Test)
{
    /// <summary>What drew the training sentences from the files; null when they were not drawn (<see cref="Subset.OfTrain"/>).</summary>
    public ulong? SampleSeed { get; init; }

    /// <summary>The files that there are, with their roles.</summary>
    public IEnumerable<(string Role, DataSet Set)> Parts
    {
        get
        {
            yield return ("train", Train);
            if (Dev is not null)
            {
                yield return ("dev", Dev);
            }

            if (Test is not null)
            {
                yield return ("test", Test);
            }
        }
    }

    /// <summary>SHA-256 of each role's data, and where several files were joined for one, of each of them: <c>train</c>, <c>train 1</c>, <c>train 2</c>.</summary>
    public IReadOnlyDictionary<string, string> Hashes => Parts.SelectMany(part => part.Set.FileSha256
            .Select((hash, index) => (Role: $"{part.Role} {index + 1}", Hash: hash)).Where(_ => part.Set.FileSha256.Count > 1)
            .Prepend((part.Role, Hash: part.Set.Sha256)))
        .ToDictionary(file => file.Role, file => file.Hash);

    /// <summary>SHA-256 of the words and entities of all sentences, as they were understood.</summary>
    public string EntitiesSha256
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (Sentence sentence in Parts.SelectMany(part => part.Set.Sentences))
            {
                IEnumerable<string> entities = (sentence.Entities ?? []).Select(entity => $"{entity.Type} {entity.Start} {entity.End}");
                string marked = sentence.MarkedTypes is { } types ? $"of {string.Join(' ', types)}\n" : "";
                hash.AppendData(Encoding.UTF8.GetBytes($"{sentence.JoinedWords}\t{string.Join('\t', entities)}\n{marked}"));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>The tags of the training sentences. Types that only dev or test have are missed there; a class for them would be trained by nothing, and the test file would have changed the model.</summary>
    internal TagSet Tags => TagSet.Of(Train.Sentences);

    /// <summary>Types that dev or test have and training lacks: no model can learn them.</summary>
    public IReadOnlyList<string> TypesNotInTrain => [.. TagSet.Of(Parts.SelectMany(part => part.Set.Sentences)).Types.Except(Tags.Types)];

    /// <summary>The texts of the training sentences, for scores without those that training has seen.</summary>
    public IReadOnlySet<string> TrainTexts => Train.Sentences.Select(sentence => sentence.JoinedWords).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the files.</summary>
    /// <exception cref="InvalidDataException">A file has no usable content.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static TaskData Read(string train, string? dev, string? test, LabelledDataOptions? options = null)
    {
        return new TaskData(
            LabelledData.Read(train, options),
            dev is null ? null : LabelledData.Read(dev, options),
            test is null ? null : LabelledData.Read(test, options)).Validated();
    }

    /// <summary>Checks that there is something to learn.</summary>
    /// <exception cref="InvalidDataException">A sentence has no labels, or the training sentences name no entity.</exception>
    public TaskData Validated()
    {
        foreach ((string role, DataSet set) in Parts)
        {
            if (set.Sentences.FirstOrDefault(sentence => sentence.Entities is null) is { } unlabelled)
            {
                throw new InvalidDataException($"{set.Path}: expected labelled sentences for {role}, found one without labels ('{unlabelled.JoinedWords}'). Give it its entities, or an empty list.");
            }
        }

        if (Tags.Count > TypeNames.MostTags)
        {
            throw new InvalidDataException($"{Train.Path}: expected at most {TypeNames.MostTypes} entity types, found {Tags.Types.Count()}: {TypeNames.WhyMost} Are the types right? If so, join some.");
        }

        return Train.Sentences.Any(sentence => sentence.Entities!.Count > 0) ? this : throw new InvalidDataException(
            $"{Train.Path}: expected named entities to learn from, found {Train.Sentences.Count} sentences in which every word is outside. Label some first.");
    }
}
