using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner.Evaluation;

/// <summary>What becomes of gold entities whose type a model has no tag for: it cannot find them, so scores over them would be wrong in silence.</summary>
public enum UnknownTypes
{
    /// <summary>The sentences are refused.</summary>
    Refuse,

    /// <summary>These entities are left out of the scores, and the caller is told how many.</summary>
    LeaveOut,

    /// <summary>They count as missed: right where the model was trained for the task, and its training data lacks a type that dev or test have.</summary>
    Miss,
}

/// <summary>Gold entities of types that a model has no tag for.</summary>
/// <param name="Count">Number of entities.</param>
/// <param name="Types">Their types, in ordinal order.</param>
internal sealed record UnknownEntities(int Count, IReadOnlyList<string> Types);

/// <summary>The guard of <see cref="UnknownTypes"/>.</summary>
internal static class KnownTypes
{
    /// <summary>The set as it can be scored, and the entities of unknown types that it has; null for none.</summary>
    /// <param name="set">Labelled sentences.</param>
    /// <param name="tags">The classes of the model.</param>
    /// <param name="unknownTypes">What becomes of entities of other types.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels, or a type is unknown and to be refused.</exception>
    public static (DataSet Set, UnknownEntities? Unknown) Check(DataSet set, TagSet tags, UnknownTypes unknownTypes)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(tags);
        (Sentence Sentence, EntitySpan Entity)[] unknown =
        [
            .. set.Sentences.SelectMany(sentence => Labels(set, sentence), (sentence, entity) => (Sentence: sentence, Entity: entity))
                .Where(found => !IsKnown(found.Entity)),
        ];
        if (unknown.Length == 0)
        {
            return (set, null);
        }

        string[] types = [.. unknown.Select(found => found.Entity.Type).Distinct().Order(StringComparer.Ordinal)];
        if (unknownTypes == UnknownTypes.Refuse)
        {
            (Sentence first, EntitySpan entity) = unknown[0];
            throw new InvalidDataException(
                $"{set.Path}:{first.Line}: expected entity types that the model knows ({string.Join(", ", tags.Types)}), found {entity.Type} " +
                $"('{string.Join(' ', first.Words.Skip(entity.Start).Take(entity.End - entity.Start))}'); unknown in the file: {string.Join(", ", types)} ({Counted.Of(unknown.Length, "entity")}). " +
                $"Train a model on data that has the type, map it to a known one in the file, or leave it out ({nameof(UnknownTypes)}.{nameof(UnknownTypes.LeaveOut)}).");
        }

        return (unknownTypes == UnknownTypes.Miss ? set : Without(set), new UnknownEntities(unknown.Length, types));

        DataSet Without(DataSet set) => set with
        {
            Sentences = [.. set.Sentences.Select(sentence => sentence.WithEntities([.. sentence.Entities!.Where(IsKnown)]))],
        };

        bool IsKnown(EntitySpan entity) => tags.TryGetId("B-" + entity.Type, out _) || tags.TryGetId("I-" + entity.Type, out _);
    }

    private static IReadOnlyList<EntitySpan> Labels(DataSet set, Sentence sentence) => sentence.Entities ?? throw new InvalidDataException(
        $"{set.Path}:{sentence.Line}: expected a labelled sentence, found one without tags. Scores need gold labels; unlabelled text can only be tagged.");
}
