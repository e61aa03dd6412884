using Maner.Text.Formats.Columns;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>A file's raw sentences with the way to understand their tags; the step between the readers and the sentences.</summary>
/// <param name="sentences">What the reader found.</param>
/// <param name="syntax">How tags are spelt; null when there are none.</param>
/// <param name="scheme">What prefixes mean; null when there are no tags.</param>
/// <param name="mayLackTags">Whether a sentence without any tag is an unlabelled one; otherwise its tags are missing.</param>
/// <param name="keepRareTypes">Whether types that seem to be slips are kept.</param>
internal sealed class LabelReading(IReadOnlyList<RawSentence> sentences, TagSyntax? syntax, TagScheme? scheme, bool mayLackTags, bool keepRareTypes)
{
    public IReadOnlyList<RawSentence> Sentences => sentences;

    public TagScheme? Scheme => scheme;

    public static LabelReading OfJsonLines(IReadOnlyList<SourceLine> lines, LabelledDataOptions options, RepairLog log)
    {
        List<RawSentence> sentences = new JsonLinesReader(options, log).Read(lines);
        if (options.RequireTags && sentences.Find(sentence => !HasTag(sentence)) is RawSentence untagged)
        {
            throw new InvalidDataException($"{log.Path}:{untagged.Words[0].Line}: expected a list 'ner_tags' or 'tags' with a tag for every word, " +
                "found none. Label the sentence, or take it out of the file.");
        }

        TagSyntax? syntax = FindSyntax(sentences, options, out NoTags? reason);
        return syntax is not null ? new LabelReading(sentences, syntax, FindScheme(sentences, syntax, options), mayLackTags: true, options.KeepRareTypes)
            : reason is null ? new LabelReading(sentences, null, null, mayLackTags: true, options.KeepRareTypes)
            : throw reason.Refusal(log.Path);
    }

    public static LabelReading OfConll(IReadOnlyList<SourceLine> lines, LabelledDataOptions options, RepairLog log, List<string> assumptions)
    {
        SourceLines all = SourceLines.Of(lines);
        WebannoTsv.Refuse(all, log.Path);
        ColumnChoice choice = ColumnRecognizer.Recognize(all, options, log.Path);
        RowSentences? sentences = choice.Tag is null ? null : new ColumnReader(choice, withTags: true, log).Read();
        NoTags? reason = null;
        TagSyntax? syntax = sentences is null ? null : FindSyntax(sentences, options, out reason);
        if (sentences is null || syntax is null)
        {
            if (options.RequireTags && !all.TrueForAll(line => ColumnTable.IsEnd(line.Text)))
            {
                throw (reason ?? NoColumn.Of(choice)).Refusal(log.Path);
            }

            if (!choice.Table.IsRegular)
            {
                throw new InvalidDataException($"{log.Path}: expected one word a line, found lines of different numbers of columns and no tags. " +
                    "Is it running text? Then read it as text.");
            }

            log.Clear();
            choice = ColumnRecognizer.WithoutTags(choice.Table, options, log.Path);
            sentences = new ColumnReader(choice, withTags: false, log).Read();
        }

        assumptions.AddRange(choice.Notes);
        WikiannPrefix.Remove(sentences, log, assumptions);
        return new LabelReading(sentences, syntax, syntax is null ? null : FindScheme(sentences, syntax, options), mayLackTags: false, options.KeepRareTypes);
    }

    /// <summary>The sentences with their entities.</summary>
    public IReadOnlyList<Sentence> ToSentences(RepairLog log, List<string> assumptions)
    {
        if (syntax is null || scheme is null)
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

        if (!keepRareTypes)
        {
            syntax.LeaveOut(StrayTypes.Find(CountEntities(sentences, syntax)));
        }

        var reader = new SpanReader(syntax, scheme.Value, log);
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
        if (sentences is RowSentences rows)
        {
            foreach ((RowReading reading, int lines) in rows.Distinct())
            {
                Count(reading.Tag, lines);
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

    private static TagScheme FindScheme(IReadOnlyList<RawSentence> sentences, TagSyntax syntax, LabelledDataOptions options) =>
        options.Scheme ?? SchemeDetector.Detect(Parsed(sentences, syntax));

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

    private static Dictionary<string, int> CountEntities(IReadOnlyList<RawSentence> sentences, TagSyntax syntax)
    {
        var entities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (List<ParsedTag> tags in Parsed(sentences, syntax))
        {
            ParsedTag before = default;
            foreach (ParsedTag tag in tags)
            {
                bool starts = tag.Role is TagRole.Begin or TagRole.Single || before.Role == TagRole.Outside || before.Type != tag.Type;
                if (tag.Role != TagRole.Outside && starts)
                {
                    entities[tag.Type] = entities.GetValueOrDefault(tag.Type) + 1;
                }

                before = tag;
            }
        }

        return entities;
    }
}
