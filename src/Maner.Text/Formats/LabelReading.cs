using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>A file's raw sentences with the way to understand their tags; the step between the readers and the sentences.</summary>
/// <param name="sentences">What the reader found.</param>
/// <param name="syntax">How tags are spelt; null when there are none.</param>
/// <param name="scheme">What prefixes mean; null when there are no tags.</param>
/// <param name="mayLackTags">Whether a sentence without any tag is an unlabelled one; otherwise its tags are missing.</param>
internal sealed class LabelReading(IReadOnlyList<RawSentence> sentences, TagSyntax? syntax, TagScheme? scheme, bool mayLackTags)
{
    public IReadOnlyList<RawSentence> Sentences => sentences;

    public TagScheme? Scheme => scheme;

    public static LabelReading OfJsonLines(List<RawSentence> sentences, LabelledDataOptions options, RepairLog log)
    {
        if (options.RequireTags && sentences.Find(sentence => !HasTag(sentence)) is RawSentence untagged)
        {
            throw new InvalidDataException($"{log.Path}:{untagged.Words[0].Line}: expected a list 'ner_tags' or 'tags' with a tag for every word, " +
                "found none. Label the sentence, or take it out of the file.");
        }

        TagSyntax? syntax = FindSyntax(sentences, options, out string reason);
        return syntax is not null ? new LabelReading(sentences, syntax, FindScheme(sentences, syntax, options), mayLackTags: true)
            : reason.Length == 0 ? new LabelReading(sentences, null, null, mayLackTags: true)
            : throw NoTags(log.Path, reason);
    }

    public static LabelReading OfConll(IReadOnlyList<SourceLine> lines, LabelledDataOptions options, RepairLog log, List<string> assumptions)
    {
        lines = NumberedRows.Strip(lines, assumptions);
        ConllLayout layout = ConllLayout.Of(lines);
        List<RawSentence> sentences = new ConllReader(layout, withTags: true, log).Read(lines);
        TagSyntax? syntax = FindSyntax(sentences, options, out string reason);
        if (syntax is null)
        {
            if (options.RequireTags && sentences.Count > 0)
            {
                throw NoTags(log.Path, reason.Length == 0 ? "every line holds a word and nothing else" : reason);
            }

            if (!layout.IsRegular)
            {
                throw new InvalidDataException($"{log.Path}: expected one word a line, found lines of different numbers of columns and no tags. " +
                    "Is it running text? Then read it as text.");
            }

            if (layout.Columns > 1)
            {
                assumptions.Add("The last column holds no tags; only the first column was read.");
            }

            log.Clear();
            sentences = new ConllReader(layout, withTags: false, log).Read(lines);
        }

        if (WikiannPrefix.Find(sentences) is string prefix)
        {
            sentences = WikiannPrefix.Remove(sentences, prefix);
            assumptions.Add($"Every word began with '{prefix}' (WikiANN's raw form); it was taken off.");
        }

        return new LabelReading(sentences, syntax, syntax is null ? null : FindScheme(sentences, syntax, options), mayLackTags: false);
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

        var reader = new SpanReader(syntax, scheme.Value, log);
        Sentence[] read = [.. sentences.Select(sentence => ToSentence(sentence, mayLackTags && !HasTag(sentence) ? null : reader.Read(sentence)))];
        if (Array.TrueForAll(read, sentence => sentence.Entities is null or []))
        {
            assumptions.Add("No word is part of an entity.");
        }

        return read;
    }

    private static bool HasTag(RawSentence sentence) => sentence.Words.Any(word => word.Tag is not null);

    private static Sentence ToSentence(RawSentence sentence, EntitySpan[]? entities) =>
        new([.. sentence.Words.Select(word => word.Text)], entities, sentence.Words[0].Line);

    private static TagSyntax? FindSyntax(List<RawSentence> sentences, LabelledDataOptions options, out string reason)
    {
        Dictionary<string, int> counts = sentences.SelectMany(sentence => sentence.Words)
            .Where(word => word.Tag is not null).CountBy(word => word.Tag!).ToDictionary();
        reason = "";
        return counts.Count == 0 ? null : TagSyntax.Of(counts, options, out reason);
    }

    private static TagScheme FindScheme(List<RawSentence> sentences, TagSyntax syntax, LabelledDataOptions options) =>
        options.Scheme ?? SchemeDetector.Detect(
            [.. sentences.Select(sentence => sentence.Words.Select(word => word.Tag is null ? default : syntax.Parse(word.Tag)).ToArray())]);

    private static InvalidDataException NoTags(string path, string reason) => new(
        $"{path}: expected a tag for every word (O, B-PER, I-PER, …), but {reason}. " +
        $"If words outside entities have another tag than O, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Outside)}); if the file is not labelled, it can only be predicted on.");
}
