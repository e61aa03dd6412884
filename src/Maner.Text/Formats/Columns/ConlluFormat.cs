using System.Text;
using Maner.Text.Formats.Conll;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats.Columns;

/// <summary>CoNLL-U: ten columns, names in the last as <c>name=B-PER</c>. Read as every file of columns is.</summary>
internal sealed class ConlluFormat : ISentenceFormat, ISentenceWriter
{
    public string Name => "conllu";

    public string Title => "CoNLL-U with names in MISC";

    public IReadOnlyList<string> Extensions { get; } = [".conllu"];

    public ISentenceWriter Writer => this;

    public bool UsesScheme => true;

    public bool Recognises(FormatSource source) => false;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) => ConllFormat.ReadColumns(source, options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        foreach (string type in written.SelectMany(sentence => sentence.Entities ?? []).Select(entity => entity.Type).Distinct(StringComparer.Ordinal))
        {
            if (type.AsSpan().ContainsAny('|', '=') || type.Any(char.IsWhiteSpace))
            {
                throw new InvalidDataException($"The type {Visible.Quote(type)} cannot be written in CoNLL-U: it has white space, '|' or '=' in it. Write JSON Lines instead (jsonl), or rename the type.");
            }
        }

        return [new WrittenFile(null, ".conllu", stream => WriteTo(stream, written, options.Scheme))];
    }

    private static void WriteTo(Stream stream, List<Sentence> sentences, TagScheme scheme)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        for (int number = 0; number < sentences.Count; number++)
        {
            Sentence sentence = sentences[number];
            if (DocumentMarks.Begins(number == 0 ? null : sentences[number - 1], sentence))
            {
                writer.Write($"{DocumentMarks.Conllu(sentence.Document)}\n");
            }

            writer.Write(FormattableString.Invariant($"# sent_id = {number + 1}\n"));
            writer.Write($"# text = {OneLine(sentence.Locate().Text)}\n");
            WriteWords(writer, sentence, scheme);
            writer.Write('\n');
        }
    }

    private static void WriteWords(StreamWriter writer, Sentence sentence, TagScheme scheme)
    {
        string[]? tags = sentence.Entities is null ? null : TagSchemes.ToTags(sentence.Words.Count, sentence.Entities, scheme);
        (string text, var offsets) = sentence.Locate();
        for (int word = 0; word < sentence.Words.Count; word++)
        {
            ConllWriter.RequireWritable(sentence.Words[word], hasTag: false, sentence.Line);
            bool hasSpace = word + 1 == sentence.Words.Count || (offsets[word].End < text.Length && offsets[word + 1].Begin > offsets[word].End);
            string misc = string.Join('|', (string[])[.. hasSpace ? (string[])[] : ["SpaceAfter=No"], .. tags is null ? (string[])[] : [$"name={tags[word]}"]]);
            writer.Write(FormattableString.Invariant($"{word + 1}\t{sentence.Words[word]}\t_\t_\t_\t_\t_\t_\t_\t{(misc.Length == 0 ? "_" : misc)}\n"));
        }
    }

    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ');
}
