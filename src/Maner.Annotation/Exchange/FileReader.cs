using System.Text;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Annotation.Exchange;

/// <summary>Reads running text and labelled files into documents with sentences.</summary>
internal static class FileReader
{
    /// <summary>The name of running text among the formats.</summary>
    public const string Text = "text";

    /// <exception cref="InvalidDataException">The content is not as its format says, or there is none.</exception>
    public static ReadFile Read(string name, ReadOnlyMemory<byte> bytes, ImportOptions options)
    {
        var source = new FormatSource(name, bytes);
        if (source.Extension != ".ann" && source.Bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new InvalidDataException($"{name}: expected text or labelled sentences, found {(source.Bytes.IsEmpty ? "an empty file" : "only white space")}. Check that it is the right file.");
        }

        ForeignContent.RefuseBinary(source);
        string? format = options.Format ?? FormatOf(source);
        return format is null or Text ? OfText(name, source, options, isTold: format is not null) : Labelled(name, bytes, source, options.Reading with { Format = format });
    }

    /// <summary>The format that a content is of; null for running text.</summary>
    private static string? FormatOf(FormatSource source)
    {
        ISentenceFormat? known = SentenceFormats.OfExtension(source.Path);
        if (source.Extension is ".ann")
        {
            return known?.Name;
        }

        return LabelledText.Find(source) switch
        {
            { } found => Specific(found, source).Name,
            null => known is null ? null : SentenceFormats.Detect(source).Name,
        };
    }

    // Texts in JSON without labels are what doccano reads; the reader of tokens would ask for tokens.
    private static ISentenceFormat Specific(ISentenceFormat found, FormatSource source) =>
        SentenceFormats.Recognised(source) ?? (found == SentenceFormats.JsonLines ? SentenceFormats.Find("doccano") : found);

    private static ReadFile OfText(string name, FormatSource source, ImportOptions options, bool isTold)
    {
        var losses = new List<string>();
        if (!isTold && InlineLabels.Find(source) is { } labels)
        {
            losses.Add($"{name}:{labels.Line.Number}: {labels.What} ({Visible.Quote(labels.Line.Text)}) was read as running text: labels in it are words now. If they are labels, import the file in a format that marks them.");
        }

        string raw = source.Text;
        string text = raw.Replace("\r\n", "\n", StringComparison.Ordinal);
        string[] lines = text.Split('\n');
        LineEnd end = options.LinesAreSentences switch { true => LineEnd.Sentence, false => LineEnd.Space, null => Paragraphs.Detect(lines) };
        if (end == LineEnd.Space && options.LinesAreSentences is null)
        {
            losses.Add($"{name}: lines are broken where they are full, so a line end was read as a space and a blank line as the end of a paragraph.");
        }

        // A paragraph is its lines with one character between them, as they are in the text: places in it are places in the text.
        int[] starts = new int[lines.Length];
        for (int line = 1; line < lines.Length; line++)
        {
            starts[line] = starts[line - 1] + lines[line - 1].Length + 1;
        }

        List<(string Text, int Line)> paragraphs = [.. Paragraphs.Of(lines, end)];
        Abbreviations abbreviations = Abbreviations.Learn(paragraphs.Select(paragraph => paragraph.Text));
        var sentences = new List<(int, Sentence)>();
        foreach ((string paragraph, int line) in paragraphs)
        {
            foreach (TextRange range in SentenceSplitter.Split(paragraph, abbreviations))
            {
                int start = starts[line - 1] + range.Begin;
                string sentence = text.Substring(start, range.End - range.Begin);
                TextRange[] words = [.. WordSplitter.Split(sentence)];
                if (words.Length > 0)
                {
                    sentences.Add((start, new Sentence([.. words.Select(word => word.Of(sentence))], sentence, words, line)));
                }
            }
        }

        return sentences.Count == 0
            ? throw new InvalidDataException($"{name}: expected text, found no word in it. Check that it is the right file.")
            : new ReadFile(Text, LineEndsOf(raw), [new ReadDocument(source.Stem, false, text, sentences)], losses);
    }

    private static ReadFile Labelled(string name, ReadOnlyMemory<byte> bytes, FormatSource source, LabelledDataOptions options)
    {
        DataSet set = LabelledData.Parse(bytes.Span, name, options);
        var documents = new List<ReadDocument>();
        var open = new List<Sentence>();
        foreach (Sentence sentence in set.Sentences)
        {
            if (open.Count > 0 && !AreOfOne(open[^1], sentence))
            {
                documents.Add(Join(open, source.Stem));
                open = [];
            }

            open.Add(sentence);
        }

        documents.Add(Join(open, source.Stem));
        return new ReadFile(set.Format!, LineEndsOf(Encoding.UTF8.GetString(source.Bytes.Span)), documents, [.. set.Assumptions.Select(assumption => $"{name}: {assumption}"), .. set.Repairs.Select(repair => repair.ToString())]);
    }

    private static bool AreOfOne(Sentence one, Sentence next) => one.Place is null || next.Place is null
        ? one.Document == next.Document
        : one.Place.Document == next.Place.Document && one.Place.Begin + one.Text!.Length <= next.Place.Begin;

    private static ReadDocument Join(List<Sentence> sentences, string stem)
    {
        string? name = sentences[0].Document;
        if (sentences.TrueForAll(sentence => sentence is { Place: not null, Text: not null }))
        {
            return new ReadDocument(name ?? stem, name is not null, sentences[0].Place!.Document.Text, [.. sentences.Select(sentence => (sentence.Place!.Begin, sentence))]);
        }

        var text = new StringBuilder();
        var placed = new List<(int, Sentence)>();
        foreach (Sentence sentence in sentences)
        {
            (string own, IReadOnlyList<TextRange> offsets) = sentence.Locate();
            placed.Add((text.Length, new Sentence(sentence.Words, own, [.. offsets], sentence.Line, sentence.Entities)));
            text.Append(own).Append('\n');
        }

        return new ReadDocument(name ?? stem, name is not null, text.ToString(), placed);
    }

    private static string LineEndsOf(string text)
    {
        int all = text.AsSpan().Count('\n'), pairs = text.AsSpan().Count("\r\n");
        return pairs == 0 ? "lf" : pairs == all ? "crlf" : "mixed";
    }
}
