using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>A file's raw sentences with the way to understand their tags; the step between the readers and the sentences.</summary>
/// <param name="sentences">What the reader found.</param>
/// <param name="syntax">How tags are spelt; null when there are none.</param>
/// <param name="tags">What all tags say together; null when there are none.</param>
/// <param name="options">The scheme that the caller names, and whether types that seem to be slips are kept.</param>
/// <param name="mayLackTags">Whether a sentence without any tag is an unlabelled one; otherwise its tags are missing.</param>
internal sealed class LabelReading(IReadOnlyList<RawSentence> sentences, TagSyntax? syntax, TagSurvey? tags, LabelledDataOptions options, bool mayLackTags)
{
    public IReadOnlyList<RawSentence> Sentences => sentences;

    public TagScheme? Scheme { get; } = tags is null ? null : options.Scheme ?? (syntax is { IsBare: true } && tags.Entities.Count > 0 ? TagScheme.Io : tags.Scheme);

    public static LabelReading OfJsonLines(List<RawSentence> sentences, LabelledDataOptions options, RepairLog log)
    {
        if (options.RequireTags && sentences.Find(sentence => !HasTag(sentence)) is RawSentence untagged)
        {
            throw new InvalidDataException($"{log.Path}:{untagged.Words[0].Line}: expected a list 'ner_tags' or 'tags' with a tag for every word, " +
                "found none. Label the sentence, or take it out of the file.");
        }

        TagSyntax? syntax = FindSyntax(sentences, options, out NoTags? reason);
        return syntax is not null ? new LabelReading(sentences, syntax, Survey(sentences, syntax), options, mayLackTags: true)
            : reason is null ? new LabelReading(sentences, null, null, options, mayLackTags: true)
            : throw reason.Refusal(log.Path);
    }

    /// <summary>Understands the tags of sentences; null where these are evidently no tags.</summary>
    /// <param name="sentences">What a reader found.</param>
    /// <param name="options">What the caller says about tags.</param>
    /// <param name="reason">Why they are none; null where no word has any.</param>
    public static LabelReading? OfTagged(IReadOnlyList<RawSentence> sentences, LabelledDataOptions options, out NoTags? reason) =>
        FindSyntax(sentences, options, out reason) is { } syntax ? new LabelReading(sentences, syntax, Survey(sentences, syntax), options, mayLackTags: false) : null;

    /// <summary>Sentences without tags.</summary>
    public static LabelReading OfWords(IReadOnlyList<RawSentence> sentences, LabelledDataOptions options) => new(sentences, null, null, options, mayLackTags: false);

    /// <summary>The sentences with their entities.</summary>
    public IReadOnlyList<Sentence> ToSentences(RepairLog log, List<string> assumptions)
    {
        if (syntax is null || Scheme is not { } scheme)
        {
            return [.. sentences.Select(sentence => ToSentence(sentence, null))];
        }

        if (syntax.Outside != Iob2.Outside)
        {
            assumptions.Add($"The tag '{syntax.Outside}' was taken for words outside every entity.");
        }

        if (syntax.IsBare && scheme == TagScheme.Io)
        {
            assumptions.Add("The tags are types without prefixes; neighbouring words of one type were taken for one entity.");
        }

        if (syntax.IsGlued)
        {
            assumptions.Add("The tags have no hyphen behind their prefix: what is behind B and I was taken for the type.");
        }

        if (syntax.Habit is { } habit && TagSyntax.Malformed(habit) is (char letter, string type))
        {
            assumptions.Add($"The tags are written as '{habit}' throughout, read as '{letter}-{type}'.");
        }

        if (!options.KeepRareTypes)
        {
            syntax.LeaveOut(StrayTypes.Find(tags!.Entities));
        }

        var reader = new SpanReader(syntax, scheme, log);
        Sentence[] read = [.. sentences.Select(sentence => ToSentence(sentence, mayLackTags && !HasTag(sentence) ? null : reader.Read(sentence)))];
        if (Array.TrueForAll(read, sentence => sentence.Entities is null or []))
        {
            assumptions.Add("No word is part of an entity.");
        }

        return read;
    }

    private static bool HasTag(RawSentence sentence) => sentence.Words.Any(word => word.Tag is not null);

    private static Sentence ToSentence(RawSentence sentence, EntitySpan[]? entities)
    {
        IReadOnlyList<RawWord> raw = sentence.Words;
        var words = new string[raw.Count];
        for (int word = 0; word < words.Length; word++)
        {
            words[word] = raw[word].Text;
        }

        return new Sentence(words, entities, raw[0].Line);
    }

    private static TagSyntax? FindSyntax(IReadOnlyList<RawSentence> sentences, LabelledDataOptions options, out NoTags? reason)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (sentences is ICountedTags counted)
        {
            foreach ((string? tag, int words) in counted.CountTags())
            {
                Count(tag, words);
            }
        }
        else
        {
            foreach (RawWord word in sentences.SelectMany(sentence => sentence.Words))
            {
                Count(word.Tag, 1);
            }
        }

        reason = null;
        return counts.Count == 0 ? null : TagSyntax.Of(counts, options, out reason);

        void Count(string? tag, int times)
        {
            if (tag is not null)
            {
                counts[tag] = counts.GetValueOrDefault(tag) + times;
            }
        }
    }

    private static TagSurvey? Survey(IReadOnlyList<RawSentence> sentences, TagSyntax? syntax) => syntax is null ? null : TagSurvey.Of(Parsed(sentences, syntax));

    private static IEnumerable<List<ParsedTag>> Parsed(IReadOnlyList<RawSentence> sentences, TagSyntax syntax)
    {
        var buffer = new List<ParsedTag>();
        foreach (RawSentence sentence in sentences)
        {
            buffer.Clear();
            IReadOnlyList<RawWord> words = sentence.Words;
            for (int word = 0; word < words.Count; word++)
            {
                buffer.Add(words[word].Tag is { } tag ? syntax.Parse(tag) : default);
            }

            yield return buffer;
        }
    }
}
