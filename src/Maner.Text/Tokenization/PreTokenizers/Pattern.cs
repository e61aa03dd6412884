using System.Text;
using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.PreTokenizers;

/// <summary>Finds what matches in a text. Time is linear in the text. Immutable and thread-safe.</summary>
internal abstract class Pattern
{
    /// <summary>Adds pieces that cover the text from a place to its end, none empty, each a match or not.</summary>
    public abstract void Find(ReadOnlySpan<char> text, int start, List<Match> pieces);
}

/// <summary>Each letter of a class is a match.</summary>
/// <param name="isInClass">The class.</param>
/// <param name="isRun">Whether letters of the class next to each other are one match.</param>
internal sealed class LetterPattern(Func<Rune, bool> isInClass, bool isRun = false) : Pattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, int start, List<Match> pieces)
    {
        int begin = start;
        bool isMatch = false;
        for (int at = start; at < text.Length;)
        {
            bool isNextMatch = isInClass(Letters.At(text, at, out int length));
            if (at > begin && (isNextMatch != isMatch || (isMatch && !isRun)))
            {
                pieces.Add(new Match(begin, at, isMatch));
                begin = at;
            }

            isMatch = isNextMatch;
            at += length;
        }

        if (begin < text.Length)
        {
            pieces.Add(new Match(begin, text.Length, isMatch));
        }
    }
}

/// <summary>Each occurrence of a text is a match.</summary>
internal sealed class TextPattern(string content) : Pattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, int start, List<Match> pieces)
    {
        for (int at = start; at < text.Length;)
        {
            int found = text[at..].IndexOf(content);
            int end = found < 0 ? text.Length : at + found;
            if (end > at)
            {
                pieces.Add(new Match(at, end, IsMatch: false));
            }

            if (found >= 0)
            {
                pieces.Add(new Match(end, end + content.Length, IsMatch: true));
                end += content.Length;
            }

            at = end;
        }
    }
}

/// <summary><c>\w+|[^\w\s]+</c>: words, and what is between them; white space is no match.</summary>
internal sealed class WordPattern : Pattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, int start, List<Match> pieces)
    {
        int begin = start, kind = -1;
        for (int at = start; at < text.Length;)
        {
            Rune letter = Letters.At(text, at, out int length);
            int next = Letters.IsWord(letter) ? 1 : Letters.IsSpace(letter) ? 0 : 2;
            if (at > begin && next != kind)
            {
                pieces.Add(new Match(begin, at, kind > 0));
                begin = at;
            }

            kind = next;
            at += length;
        }

        if (begin < text.Length)
        {
            pieces.Add(new Match(begin, text.Length, kind > 0));
        }
    }
}
