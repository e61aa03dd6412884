using Maner.Text.Words;

namespace Maner.Text.Sentences;

/// <summary>
/// A sentence, for reading, training, tagging and annotation alike: its words; its entities where it is labelled; its running text and where each
/// word is in it, where the source had one; its line. It may have no words (an empty text in JSON Lines), so that output lines match input lines.
/// Immutable, and safe to share among threads.
/// </summary>
/// <param name="words">The words as they are in the source; a word may be empty (a repaired gap) but never null.</param>
/// <param name="entities">Entities in reading order, not overlapping; null when the sentence has no labels.</param>
/// <param name="line">1-based line of the first word in its source; 0 when there is none.</param>
/// <exception cref="ArgumentException">An entity is outside the words, overlaps the one before it or is not in reading order.</exception>
public sealed class Sentence(IReadOnlyList<string> words, IReadOnlyList<EntitySpan>? entities, int line = 0)
{
    private readonly TextRange[]? _offsets;

    /// <summary>A sentence of running text.</summary>
    /// <param name="words">The words.</param>
    /// <param name="text">The text that they were cut from.</param>
    /// <param name="offsets">Where each word is in the text, in UTF-16 code units; one range per word.</param>
    /// <param name="line">1-based line in the source; 0 when there is none.</param>
    /// <param name="entities">Entities in reading order; null when the sentence has no labels.</param>
    /// <exception cref="ArgumentException">The number of offsets is not the number of words.</exception>
    public Sentence(IReadOnlyList<string> words, string text, TextRange[] offsets, int line = 0, IReadOnlyList<EntitySpan>? entities = null)
        : this(words, entities, line)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(offsets);
        if (offsets.Length != words.Count)
        {
            throw new ArgumentException($"{offsets.Length} offsets for {words.Count} words.", nameof(offsets));
        }

        (Text, _offsets) = (text, offsets);
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    /// <summary>The entities in reading order, or null when the sentence has no labels.</summary>
    public IReadOnlyList<EntitySpan>? Entities { get; } = Checked(entities, words);

    /// <summary>The running text that the words were cut from; null when the source had words only.</summary>
    public string? Text { get; }

    /// <summary>Where each word is in <see cref="Text"/>, in UTF-16 code units; null exactly when the text is.</summary>
    public IReadOnlyList<TextRange>? Offsets => _offsets;

    /// <summary>1-based line of the first word in its source; 0 when there is none.</summary>
    public int Line { get; } = line;

    /// <summary>What tells the document that it is from apart from the file's others; null where the source does not say.</summary>
    public string? Document { get; init; }

    /// <summary>Where it was in the text of that document; null where the source had no such text.</summary>
    internal TextPlace? Place { get; init; }

    /// <summary>Members of the JSON object that it was read from that are not its own, to be handed on: name and value as JSON.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Members { get; init; } = [];
    /// <summary>The types that whoever labelled the sentence looked for, in ordinal order; null: all. Of another type a word without an entity may well be.</summary>
    internal IReadOnlyList<string>? MarkedTypes { get; private init; }

    /// <summary>Words joined by single spaces: a key for finding duplicates, and what error listings show.</summary>
    public string JoinedWords => string.Join(' ', Words);

    /// <summary>A sentence from running text, split by <see cref="WordSplitter"/>.</summary>
    public static Sentence FromText(string text, int line = 0) => FromText(text, WordCut.Default, line);

    /// <summary>The same, split as a model's training data is, with members to hand on.</summary>
    internal static Sentence FromText(string text, WordCut cut, int line = 0, IReadOnlyList<KeyValuePair<string, string>>? members = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextRange[] offsets = [.. cut.Split(text)];
        return new Sentence([.. offsets.Select(word => word.Of(text))], text, offsets, line) { Members = members ?? [] };
    }

    /// <summary>A sentence from words, without labels.</summary>
    public static Sentence FromWords(IReadOnlyList<string> words, int line = 0) => new(words, null, line);

    /// <summary>The same sentence as one of a document.</summary>
    internal Sentence OfDocument(string document) => Copy(Entities, document, MarkedTypes);

    /// <summary>The same sentence with other entities, or with none (null).</summary>
    public Sentence WithEntities(IReadOnlyList<EntitySpan>? others) => Copy(others, Document, MarkedTypes);

    /// <summary>The same sentence, labelled by someone who looked for these types alone.</summary>
    internal Sentence WithMarkedTypes(IReadOnlyList<string>? types) => Copy(Entities, Document, types);

    /// <summary>The text that outputs show, and where each word is in it: the source's own, or the words joined by single spaces.</summary>
    public (string Text, IReadOnlyList<TextRange> Offsets) Locate()
    {
        if (Text is not null)
        {
            return (Text, _offsets!);
        }

        var offsets = new TextRange[Words.Count];
        int begin = 0;
        for (int word = 0; word < offsets.Length; word++)
        {
            offsets[word] = new TextRange(begin, begin + Words[word].Length);
            begin = offsets[word].End + 1;
        }

        return (JoinedWords, offsets);
    }

    private Sentence Copy(IReadOnlyList<EntitySpan>? entities, string? document, IReadOnlyList<string>? types) => Text is null
        ? new Sentence(Words, entities, Line) { Document = document, MarkedTypes = types, Members = Members }
        : new Sentence(Words, Text, _offsets!, Line, entities) { Document = document, MarkedTypes = types, Place = Place, Members = Members };

    private static IReadOnlyList<EntitySpan>? Checked(IReadOnlyList<EntitySpan>? entities, IReadOnlyList<string> words)
    {
        int end = 0;
        foreach (EntitySpan entity in entities ?? [])
        {
            if (entity.Start < end || entity.End <= entity.Start || entity.End > words.Count)
            {
                throw new ArgumentException(
                    $"Expected entities in reading order, apart from each other and within the {words.Count} words, found {entity.Type} from word {entity.Start} up to {entity.End}.",
                    nameof(entities));
            }

            end = entity.End;
        }

        return entities;
    }
}
