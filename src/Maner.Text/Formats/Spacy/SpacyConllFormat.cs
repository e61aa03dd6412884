using System.Text;
using Maner.Text.Formats.Conll;
using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats.Spacy;

/// <summary>CoNLL as <c>spacy convert -c conll</c> takes it: documents begin with <c>-DOCSTART-</c>, a space between word and tag, IOB2. Read as every file of columns is.</summary>
internal sealed class SpacyConllFormat : ISentenceFormat, ISentenceWriter
{
    public string Name => "spacy-conll";

    public string Title => "CoNLL for spacy convert";

    public IReadOnlyList<string> Extensions { get; } = [];

    public ISentenceWriter Writer => this;

    public bool Recognises(FormatSource source) => false;

    public FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report) => ConllFormat.ReadColumns(source, options, report);

    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        foreach (Sentence sentence in written)
        {
            string? bad = sentence.Words.Concat(sentence.Entities?.Select(entity => entity.Type) ?? []).FirstOrDefault(text => text.Length == 0 || text.Any(char.IsWhiteSpace));
            if (bad is not null)
            {
                throw new InvalidDataException($"The word or type {Visible.Quote(bad)} of the sentence at line {sentence.Line} cannot be written with spaces between columns. Write spaCy's JSON instead (spacy).");
            }
        }

        return [new WrittenFile(null, ".conll", stream => WriteTo(stream, written))];
    }

    private static void WriteTo(Stream stream, List<Sentence> sentences)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        for (int number = 0; number < sentences.Count; number++)
        {
            Sentence sentence = sentences[number];
            if (number == 0 || sentence.Document != sentences[number - 1].Document)
            {
                writer.Write($"{SourceLine.DocumentStart} -X- O O\n\n");
            }

            string[]? tags = sentence.Entities is null ? null : TagSchemes.ToTags(sentence.Words.Count, sentence.Entities, TagScheme.Iob2);
            for (int word = 0; word < sentence.Words.Count; word++)
            {
                ConllWriter.RequireWritable(sentence.Words[word], tags is not null, sentence.Line);
                writer.Write(tags is null ? $"{sentence.Words[word]}\n" : $"{sentence.Words[word]} {tags[word]}\n");
            }

            writer.Write('\n');
        }
    }
}
