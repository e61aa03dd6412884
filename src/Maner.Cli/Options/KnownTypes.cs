using Maner.Cli.Views;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Cli.Options;

/// <summary>Gold entities of a type that a model has no tag for cannot be found, so scores over them would be wrong in silence.</summary>
internal static class KnownTypes
{
    /// <summary>The file, or with <paramref name="ignore"/> the file without the entities of unknown types.</summary>
    /// <exception cref="InvalidDataException">A type is unknown and not to be ignored.</exception>
    public static DataSet Check(DataSet set, TagSet tags, bool ignore, CliContext context)
    {
        (Sentence Sentence, EntitySpan Entity)[] unknown =
        [
            .. set.Sentences.SelectMany(sentence => sentence.Entities!, (sentence, entity) => (Sentence: sentence, Entity: entity))
                .Where(found => !IsKnown(found.Entity)),
        ];
        if (unknown.Length == 0)
        {
            return set;
        }

        string types = string.Join(", ", unknown.Select(found => found.Entity.Type).Distinct().Order(StringComparer.Ordinal));
        (Sentence first, EntitySpan entity) = unknown[0];
        if (!ignore)
        {
            throw new InvalidDataException(
                $"{set.Path}:{first.Line}: expected entity types that the model knows ({string.Join(", ", tags.Types)}), found {entity.Type} " +
                $"('{string.Join(' ', first.Words.Skip(entity.Start).Take(entity.End - entity.Start))}'); unknown in the file: {types} ({unknown.Length} entities). " +
                "Train a model on data that has the type, map it to a known one in the file, or leave it out with --ignore-unknown-types.");
        }

        context.Error.WriteLine($"Note: {set.Path}: {unknown.Length} entities of types that the model does not know ({types}) are left out of the scores.");
        return set with
        {
            Sentences = [.. set.Sentences.Select(sentence => sentence.WithEntities([.. sentence.Entities!.Where(IsKnown)]))],
        };

        bool IsKnown(EntitySpan entity) => tags.TryGetId("B-" + entity.Type, out _) || tags.TryGetId("I-" + entity.Type, out _);
    }
}
