using System.Globalization;
using System.Text;

namespace Maner.Text.Words;

/// <summary>Parts a word where a script without spaces begins or ends in it.</summary>
internal static class UnspacedRuns
{
    /// <summary>The parts with their groups; <see cref="UnspacedScripts.None"/> for what a lexicon has no words of.</summary>
    public static IEnumerable<(TextRange Part, int Group)> Of(string text, TextRange word, UnspacedLexicon lexicon)
    {
        int begin = word.Begin, open = GroupAt(text, word.Begin, lexicon);
        for (int index = word.Begin; index < word.End;)
        {
            int group = GroupAt(text, index, lexicon);
            if (group != open)
            {
                yield return (new TextRange(begin, index), open);
                (begin, open) = (index, group);
            }

            index += Math.Min(word.End - index, StringInfo.GetNextTextElementLength(text.AsSpan(index)));
        }

        yield return (new TextRange(begin, word.End), open);
    }

    /// <summary>The group that all letters of a word are of; <see cref="UnspacedScripts.None"/> where there is none.</summary>
    public static int GroupOf(string word)
    {
        int common = UnspacedScripts.None;
        foreach (Rune rune in word.EnumerateRunes())
        {
            int group = UnspacedScripts.GroupOf(rune.Value);
            if (group == UnspacedScripts.None || (common != UnspacedScripts.None && group != common))
            {
                return UnspacedScripts.None;
            }

            common = group;
        }

        return common;
    }

    /// <summary>The group that most letters of a text are of, if they are so many; <see cref="UnspacedScripts.None"/> without.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fewest">How many letters there are at least.</param>
    public static int Main(string text, int fewest)
    {
        Span<int> counts = stackalloc int[UnspacedScripts.Names.Count];
        int main = UnspacedScripts.None;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int group = UnspacedScripts.GroupOf(rune.Value);
            if (group != UnspacedScripts.None && ++counts[group] >= fewest && (main == UnspacedScripts.None || counts[group] > counts[main]))
            {
                main = group;
            }
        }

        return main;
    }

    private static int GroupAt(string text, int index, UnspacedLexicon lexicon)
    {
        Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out _);
        int group = UnspacedScripts.GroupOf(rune.Value);
        return lexicon.Knows(group) ? group : UnspacedScripts.None;
    }
}
