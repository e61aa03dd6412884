using System.Buffers;
using Maner.Text.Repairs;
using Maner.Text.Unicode;

namespace Maner.Text.Formats;

/// <summary>Logs words that are probably accidents. They are kept as they are: every word gets a label later.</summary>
internal static class WordCheck
{
    // Whatever is a control, white space or not seen, so that the many plain words are told at a glance.
    private static readonly SearchValues<char> s_odd = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
        .Where(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || InvisibleCharacters.All.Contains(letter))]);

    public static void Check(IEnumerable<RawSentence> sentences, RepairLog log)
    {
        if (sentences is ICountedTags counted && !counted.DistinctTexts.Any(text => text.Length == 0 || text.AsSpan().ContainsAny(s_odd)))
        {
            return; // each word was looked at once, wherever it stands
        }

        foreach (RawSentence sentence in sentences)
        {
            IReadOnlyList<RawWord> words = sentence.Words;
            for (int word = 0; word < words.Count; word++)
            {
                Check(words[word], log);
            }
        }
    }

    private static void Check(RawWord word, RepairLog log)
    {
        if (word.Text.Length == 0)
        {
            log.Add(RepairKind.EmptyToken, word.Line, "a word of no characters", "it keeps its place");
            return;
        }

        if (!word.Text.AsSpan().ContainsAny(s_odd))
        {
            return;
        }

        // Some controls (a lone CR, U+0085) are white space by Unicode; they are named as controls alone.
        bool hasControl = false, hasSpace = false;
        foreach (char letter in word.Text)
        {
            bool isControl = char.IsControl(letter);
            hasControl |= isControl;
            hasSpace |= !isControl && char.IsWhiteSpace(letter);
        }

        if (hasControl)
        {
            log.Add(RepairKind.ControlCharacter, word.Line, $"a control character in the word {Visible.Quote(word.Text)}", "kept as it is");
        }

        if (word.Text.AsSpan().ContainsAny(InvisibleCharacters.All))
        {
            log.Add(RepairKind.InvisibleCharacter, word.Line, $"a character that is not seen in the word {Visible.Quote(word.Text)}", "kept as it is");
        }

        if (hasSpace)
        {
            log.Add(RepairKind.WhitespaceInToken, word.Line, $"white space in the word {Visible.Quote(word.Text)}", "kept as one word");
        }
    }
}
