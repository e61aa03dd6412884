using Maner.Text.Sentences;

namespace Maner.Text.Tags;

/// <summary>
/// IOB2 (also called BIO): every entity starts with <c>B-</c>, continues with <c>I-</c>; all else is <c>O</c>.
/// It is the scheme of WikiANN and MasakhaNER and the only one the models predict.
/// </summary>
internal static class Iob2
{
    /// <summary>The tag of a word outside every entity.</summary>
    public const string Outside = "O";

    /// <summary>Writes spans as one tag per word.</summary>
    /// <param name="wordCount">Number of words of the sentence.</param>
    /// <param name="entities">Spans inside the sentence that do not overlap, in any order.</param>
    /// <exception cref="ArgumentException">A span leaves the sentence, is empty, or overlaps another.</exception>
    public static string[] ToTags(int wordCount, IEnumerable<EntitySpan> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var tags = new string[wordCount];
        Array.Fill(tags, Outside);
        foreach (EntitySpan entity in entities)
        {
            if (entity.Start < 0 || entity.End > wordCount || entity.Start >= entity.End)
            {
                throw new ArgumentException($"Entity {entity} does not fit a sentence of {wordCount} words.", nameof(entities));
            }

            for (int word = entity.Start; word < entity.End; word++)
            {
                if (tags[word] != Outside)
                {
                    throw new ArgumentException($"Entity {entity} overlaps another at word {word}.", nameof(entities));
                }

                tags[word] = (word == entity.Start ? "B-" : "I-") + entity.Type;
            }
        }

        return tags;
    }

    /// <summary>
    /// Reads spans by strict IOB2: an entity is a <c>B-X</c> and the <c>I-X</c> that follow it.
    /// An <c>I-</c> that continues nothing is no entity (seqeval's <c>mode="strict", scheme=IOB2</c>).
    /// </summary>
    public static List<EntitySpan> ToSpansStrict(IReadOnlyList<string> tags) => ToSpans(tags, lenient: false);

    /// <summary>
    /// Reads spans by the rule of conlleval and of seqeval's default mode: an <c>I-X</c> that continues nothing,
    /// or follows another type, starts an entity as <c>B-X</c> would.
    /// </summary>
    public static List<EntitySpan> ToSpansLenient(IReadOnlyList<string> tags) => ToSpans(tags, lenient: true);

    private static List<EntitySpan> ToSpans(IReadOnlyList<string> tags, bool lenient)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var spans = new List<EntitySpan>();
        int start = -1;
        string type = "";
        for (int word = 0; word <= tags.Count; word++)
        {
            string tag = word < tags.Count ? tags[word] : Outside;
            bool inside = tag.StartsWith("I-", StringComparison.Ordinal);
            if (start >= 0 && !(inside && tag.AsSpan(2).SequenceEqual(type)))
            {
                spans.Add(new EntitySpan(start, word, type));
                start = -1;
            }

            if (start < 0 && (tag.StartsWith("B-", StringComparison.Ordinal) || (lenient && inside)))
            {
                start = word;
                type = tag[2..];
            }
        }

        return spans;
    }
}
