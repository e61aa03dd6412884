using System.Text;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>Writes one word and its tag per line, separated by a tab, with LF and a blank line after each sentence, and documents' names in lines of <c>-DOCSTART-</c>. UTF-8 without a mark.</summary>
internal static class ConllWriter
{
    /// <summary>Writes sentences; those without entities (null) as words alone.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="sentences">What.</param>
    /// <param name="scheme">How entities become tags.</param>
    /// <exception cref="InvalidDataException">A word or type holds what the format cannot: a tab, a line end, or nothing at all.</exception>
    public static void Write(Stream stream, IEnumerable<Sentence> sentences, TagScheme scheme = TagScheme.Iob2)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        Sentence? before = null;
        foreach (Sentence sentence in sentences)
        {
            if (DocumentMarks.Begins(before, sentence))
            {
                writer.Write($"{DocumentMarks.Conll(sentence.Document)}\n\n");
            }

            // A reader takes one mark at the start of a file away; a first word that begins with U+FEFF needs a second.
            else if (before is null && sentence.Words is [['\uFEFF', ..], ..])
            {
                writer.Write('\uFEFF');
            }

            before = sentence;
            WriteSentence(writer, sentence, scheme);
        }
    }

    private static void WriteSentence(StreamWriter writer, Sentence sentence, TagScheme scheme)
    {
        string[]? tags = sentence.Entities is null ? null : TagSchemes.ToTags(sentence.Words.Count, sentence.Entities, scheme);
        for (int word = 0; word < sentence.Words.Count; word++)
        {
            Check(sentence, sentence.Words[word], tags?[word]);
            writer.Write(sentence.Words[word]);
            if (tags is not null)
            {
                writer.Write('\t');
                writer.Write(tags[word]);
            }

            writer.Write('\n');
        }

        writer.Write('\n');
    }

    /// <summary>Refuses a word that a reader of the format would take for something else.</summary>
    /// <param name="word">The word.</param>
    /// <param name="hasTag">Whether a tag follows it.</param>
    /// <param name="line">The line that its sentence is from.</param>
    /// <exception cref="InvalidDataException">The word holds a tab or a line end, marks a document's start, or is nothing and has no tag.</exception>
    public static void RequireWritable(string word, bool hasTag, int line)
    {
        ArgumentNullException.ThrowIfNull(word);
        bool unwritable = word.AsSpan().ContainsAny('\t', '\n') || SourceLine.IsDocumentStart(word)
            || (!hasTag && (string.IsNullOrWhiteSpace(word) || word.EndsWith('\r')));
        if (unwritable)
        {
            throw new InvalidDataException(
                $"The word {Visible.Quote(word)} of the sentence at line {line} cannot be written in the CoNLL format. Write JSON Lines instead (jsonl).");
        }
    }

    private static void Check(Sentence sentence, string word, string? tag)
    {
        RequireWritable(word, tag is not null, sentence.Line);

        if (tag is not null && (tag.AsSpan().ContainsAny('\t', '\n') || tag.Trim().Length < tag.Length || tag.EndsWith('-') || (tag.Length > 2 && tag[2] == ' ')))
        {
            throw new InvalidDataException(
                $"The tag {Visible.Quote(tag)} of the sentence at line {sentence.Line} cannot be written in the CoNLL format: a type needs letters, and spaces only between them.");
        }
    }
}
