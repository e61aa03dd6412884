
namespace Maner.Text.Formats.Spacy;

/// <summary>spaCy's <c>.iob</c>: one sentence per line, <c>Asha|B-PER anaishi|O</c>, with a part of speech between the two or without. It is only read.</summary>
internal sealed class SpacyIobFormat : ISentenceFormat
{
    private const char Bar = '|';

    public string Name => "spacy-iob";

    public string Title => "spaCy IOB, one sentence per line";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter? Writer => null;

    public bool Recognises(FormatSource source)
    {
        const int Looked = 200;
        string[][] lines = [.. source.Lines.Where(line => !line.IsBlank).Take(Looked).Select(line => Fields(line.Text))];
        return lines.Any(fields => fields.Length > 1) && lines.SelectMany(fields => fields).Any(field => TagSyntax.HasStandardPrefix(field[(field.LastIndexOf(Bar) + 1)..]))
            && lines.All(fields => fields.All(field => field.Contains(Bar, StringComparison.Ordinal) && TagSyntax.IsStandard(field[(field.LastIndexOf(Bar) + 1)..])));
    }

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report)
    {
        List<RawSentence> sentences = [.. source.Lines.Where(line => !line.IsBlank)
            .Select(line => new RawSentence([.. Fields(line.Text).Select(field => new RawWord(WordOf(field), TagOf(field), line.Number))]))];
        LabelReading reading = LabelReading.OfJsonLines(sentences, options, report.Log);
        WordCheck.Check(reading.Sentences, report.Log);
        return new FormatContent(reading.ToSentences(report.Log, report.Assumptions), reading.Scheme);
    }

    private static string[] Fields(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string? TagOf(string field) => field.LastIndexOf(Bar) is >= 0 and var at ? field[(at + 1)..] : null;

    // word|tag or word|part of speech|tag; a word may have a bar in it, in front of the last two.
    private static string WordOf(string field) => field.Split(Bar) switch
    {
        [var word] => word,
        [var word, _] => word,
        [.., _, _] parts => string.Join(Bar, parts[..^2]) is { Length: > 0 } word ? word : Bar.ToString(),
        _ => field,
    };
}
