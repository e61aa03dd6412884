using Maner.Text.Repairs;
using Maner.Text.Unicode;

namespace Maner.Text.Formats;

/// <summary>Logs words that are probably accidents. They are kept as they are: every word gets a label later.</summary>
internal static class WordCheck
{
    public static void Check(IEnumerable<RawSentence> sentences, RepairLog log)
    {
        foreach (RawWord word in sentences.SelectMany(sentence => sentence.Words))
        {
            if (word.Text.Length == 0)
            {
                log.Add(RepairKind.EmptyToken, word.Line, "a word of no characters", "it keeps its place");
                continue;
            }

            if (word.Text.Any(char.IsControl))
            {
                log.Add(RepairKind.ControlCharacter, word.Line, $"a control character in the word {Visible.Quote(word.Text)}", "kept as it is");
            }

            if (word.Text.AsSpan().ContainsAny(InvisibleCharacters.All))
            {
                log.Add(RepairKind.InvisibleCharacter, word.Line, $"a character that is not seen in the word {Visible.Quote(word.Text)}", "kept as it is");
            }

            // Some controls (a lone CR, U+0085) are white space by Unicode; they are named above already.
            if (word.Text.Any(letter => char.IsWhiteSpace(letter) && !char.IsControl(letter)))
            {
                log.Add(RepairKind.WhitespaceInToken, word.Line, $"white space in the word {Visible.Quote(word.Text)}", "kept as one word");
            }
        }
    }
}
