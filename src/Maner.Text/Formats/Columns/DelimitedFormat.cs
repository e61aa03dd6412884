using System.Text;
using Maner.Text.Formats.Conll;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats.Columns;

/// <summary>A table with a header, <c>sentence,word,tag</c>, in which every word is a row. Read as every file of columns is.</summary>
/// <param name="name">The format's name; with a point in front its extension, unless another format has that.</param>
/// <param name="separator">What separates columns.</param>
internal sealed class DelimitedFormat(string name, char separator) : ISentenceFormat, ISentenceWriter
{
    public string Name => name;

    public string Title => separator == ',' ? "comma-separated table with a header" : "tab-separated table with a header";

    public IReadOnlyList<string> Extensions { get; } = separator == ',' ? [".csv"] : [];

    public ISentenceWriter Writer => this;

    public bool UsesScheme => true;

    public bool Recognises(FormatSource source) => false;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) => ConllFormat.ReadColumns(source, options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        WritingLosses.LogDocuments(written, losses);
        return [new WrittenFile(null, "." + name, stream => WriteTo(stream, written, options.Scheme))];
    }

    private void WriteTo(Stream stream, List<Sentence> sentences, TagScheme scheme)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.Write($"sentence{separator}word{separator}tag\n");
        for (int number = 0; number < sentences.Count; number++)
        {
            Sentence sentence = sentences[number];
            string[]? tags = sentence.Entities is null ? null : TagSchemes.ToTags(sentence.Words.Count, sentence.Entities, scheme);
            for (int word = 0; word < sentence.Words.Count; word++)
            {
                writer.Write(FormattableString.Invariant($"{number + 1}{separator}{Field(sentence.Words[word], sentence.Line)}{separator}{Field(tags?[word] ?? "", sentence.Line)}\n"));
            }
        }
    }

    // RFC 4180: quotes around what has a separator, a quote or a line end in it, and quotes doubled. Tabs have no such rule.
    private string Field(string text, int line)
    {
        if (text.AsSpan().ContainsAny('\n', '\t') && separator == '\t')
        {
            throw new InvalidDataException($"The word {Visible.Quote(text)} of the sentence at line {line} cannot be written with tabs between columns. Write JSON Lines instead (jsonl).");
        }

        return text.AsSpan().ContainsAny(",\"\n\r") && separator == ',' ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
