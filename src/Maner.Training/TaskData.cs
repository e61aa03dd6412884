using System.Security.Cryptography;
using System.Text;
using Maner.Ner.Lexical;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Maner.Text.Words;

namespace Maner.Training;

/// <summary>The labelled files of one task.</summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Dev">What chooses the checkpoint; null without.</param>
/// <param name="Test">What is scored at the end and never chooses anything; null without.</param>
public sealed record TaskData(DataSet Train, DataSet? Dev, DataSet? Test)
{
    /// <summary>What drew the training sentences from the files; null when they were not drawn (<see cref="Subset.OfTrain"/>).</summary>
    public ulong? SampleSeed { get; init; }

    /// <summary>Sentences whose labels are not known or not looked at, to learn the language from (<see cref="WithUnlabelled"/>); null without.</summary>
    public DataSet? Unlabelled { get; init; }

    /// <summary>Text that tells before and after training what the encoder knows of the language (<see cref="WithHeldOutText"/>), and that nothing learns from; null without.</summary>
    public DataSet? HeldOutText { get; init; }

    /// <summary>Lists of names for the lexical CRF; null for those of the model to start from, empty for none.</summary>
    internal Gazetteer? Gazetteer { get; init; }

    /// <summary>The labelled files that there are, with their roles.</summary>
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

    /// <summary>SHA-256 of each role's data, and where several files were joined for one, of each of them: <c>train</c>, <c>train 1</c>, <c>train 2</c>; and of lists of names: <c>gazetteer</c>.</summary>
    public IReadOnlyDictionary<string, string> Hashes => AllParts.SelectMany(part => part.Set.FileSha256
            .Select((hash, index) => (Role: $"{part.Role} {index + 1}", Hash: hash)).Where(_ => part.Set.FileSha256.Count > 1)
            .Prepend((part.Role, Hash: part.Set.Sha256)))
        .Concat(Gazetteer is null ? [] : [(Role: "gazetteer", Hash: Gazetteer.Sha256)])
        .ToDictionary(file => file.Role, file => file.Hash);

    /// <summary>SHA-256 of the words and entities of all sentences, as they were understood.</summary>
    public string EntitiesSha256
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (Sentence sentence in AllParts.SelectMany(part => part.Set.Sentences))
            {
                IEnumerable<string> entities = (sentence.Entities ?? []).Select(entity => $"{entity.Type} {entity.Start} {entity.End}");
                string marked = sentence.MarkedTypes is { } types ? $"of {string.Join(' ', types)}\n" : "";
                hash.AppendData(Encoding.UTF8.GetBytes($"{sentence.JoinedWords}\t{string.Join('\t', entities)}\n{marked}"));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    private IEnumerable<(string Role, DataSet Set)> AllParts
    {
        get
        {
            IEnumerable<(string Role, DataSet? Set)> texts = [("unlabelled", Unlabelled), ("held-out text", HeldOutText)];
            return [.. Parts, .. texts.Where(text => text.Set is not null).Select(text => (text.Role, text.Set!))];
        }
    }

    /// <summary>The tags of the training sentences. Types that only dev or test have are missed there; a class for them would be trained by nothing, and the test file would have changed the model.</summary>
    internal TagSet Tags => TagSet.Of(Train.Sentences);

    /// <summary>Types that dev or test have and training lacks: no model can learn them.</summary>
    public IReadOnlyList<string> TypesNotInTrain => [.. TagSet.Of(Parts.SelectMany(part => part.Set.Sentences)).Types.Except(Tags.Types)];

    /// <summary>Types that lists of names have and training lacks: the CRF reads them, but no entity is tagged so.</summary>
    internal IReadOnlyList<string> ListedTypesNotInTrain => [.. (Gazetteer?.Types ?? []).Except(Tags.Types)];

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

    /// <summary>The same task with sentences to learn the language from. Their labels, where the file has some, are left behind.</summary>
    /// <param name="path">
    /// A file of running text, one sentence per line, whose words are cut as the training sentences' are; or a file or folder of sentences in any format,
    /// which is told from the content. Packed with gzip or not.
    /// </param>
    /// <param name="options">How files of sentences are read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The content is not UTF-8, or has no sentence.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public TaskData WithUnlabelled(string path, LabelledDataOptions? options = null) =>
        this with { Unlabelled = ReadText(path, options) };

    /// <summary>The same task with text that tells what the encoder knows of the language: read as <see cref="WithUnlabelled"/> reads it.</summary>
    /// <param name="path">A file of running text, or a file or folder of sentences.</param>
    /// <param name="options">How files of sentences are read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The content is not UTF-8, or has no sentence.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public TaskData WithHeldOutText(string path, LabelledDataOptions? options = null) => this with { HeldOutText = ReadText(path, options) };

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

    private DataSet ReadText(string path, LabelledDataOptions? options) =>
        UnlabelledText.Read(path, WordCutLearner.Learn([.. Train.Sentences.Select(sentence => sentence.Words)]), options);
}
