using System.Text;

namespace Maner.Text.Data;

/// <summary>Writes a word and its tag a line, separated by a tab, with LF and a blank line after each sentence. UTF-8 without a mark.</summary>
public static class ConllWriter
{
    /// <summary>Writes sentences; those without entities (null) as words alone.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="sentences">What.</param>
    /// <param name="scheme">How entities become tags.</param>
    /// <exception cref="InvalidDataException">A word or type holds what the form cannot: a tab, a line end, or nothing at all.</exception>
    public static void Write(Stream stream, IEnumerable<Sentence> sentences, TagScheme scheme = TagScheme.Iob2)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        bool isFirst = true;
        foreach (Sentence sentence in sentences)
        {
            // A reader takes one mark at the start of a file away; a first word that begins with U+FEFF needs a second.
            if (isFirst && sentence.Words is [['\uFEFF', ..], ..])
            {
                writer.Write('\uFEFF');
            }

            isFirst = false;
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

    private static void Check(Sentence sentence, string word, string? tag)
    {
        bool unwritable = word.AsSpan().ContainsAny('\t', '\n') || ConllLayout.IsDocumentStart(word)
            || (tag is null && (string.IsNullOrWhiteSpace(word) || word.EndsWith('\r')));
        if (unwritable)
        {
            throw new InvalidDataException(
                $"The word {Visible.Quote(word)} of the sentence at line {sentence.Line} cannot be written in CoNLL form. Write JSON Lines instead (jsonl).");
        }

        if (tag is not null && (tag.Any(char.IsWhiteSpace) || tag.EndsWith('-')))
        {
            throw new InvalidDataException(
                $"The tag {Visible.Quote(tag)} of the sentence at line {sentence.Line} cannot be written in CoNLL form: a type needs letters and no white space.");
        }
    }
}
