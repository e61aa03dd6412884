using System.Text;

namespace Maner.Text.Unicode;

/// <summary>
/// Unicode's normal forms with the way from each letter to the letters before, for texts whose pieces must be found in the original
/// (decomposition, order of marks and composition of Standard Annex 15, sections 3 and 11). Time is n log n in the longest run of marks.
/// </summary>
internal static class NormalForms
{
    private const int ShortRun = 16;

    /// <summary>True when the text is certainly in this form already.</summary>
    public static bool Holds(ReadOnlySpan<char> text, NormalForm form) => !text.ContainsAnyInRange(
        form switch
        {
            NormalForm.Nfc => '\u0300',
            NormalForm.Nfd => '\u00C0',
            _ => CompatibleForm.FirstThatMayChange,
        },
        char.MaxValue);

    /// <summary>Appends the letters of the text's normal form. A lone surrogate is read as U+FFFD.</summary>
    public static void Append(ReadOnlySpan<char> text, NormalForm form, List<LetterChange> letters)
    {
        int first = letters.Count;
        var parts = new List<int>(4);
        foreach (Rune rune in text.EnumerateRunes())
        {
            parts.Clear();
            if (form is NormalForm.Nfkd or NormalForm.Nfkc)
            {
                CompatibleForm.Decompose(rune.Value, parts);
            }
            else
            {
                CanonicalForm.Decompose(rune.Value, parts);
            }

            for (int index = 0; index < parts.Count; index++)
            {
                letters.Add(new LetterChange(parts[index], index == 0 ? 0 : 1));
            }
        }

        OrderMarks(letters, first);
        if (form is NormalForm.Nfc or NormalForm.Nfkc)
        {
            Compose(letters, first);
        }
    }

    /// <summary>Marks of one letter by their class, those of one class in the order of the text.</summary>
    private static void OrderMarks(List<LetterChange> letters, int first)
    {
        for (int start = first; start < letters.Count; start++)
        {
            int end = start;
            while (end < letters.Count && CanonicalForm.ClassOf(letters[end].Letter) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                Sort(letters, start, end);
            }

            start = end;
        }
    }

    private static void Sort(List<LetterChange> letters, int start, int end)
    {
        if (end - start > ShortRun)
        {
            LetterChange[] sorted = [.. letters[start..end].OrderBy(letter => CanonicalForm.ClassOf(letter.Letter))]; // stable
            for (int index = 0; index < sorted.Length; index++)
            {
                letters[start + index] = sorted[index];
            }

            return;
        }

        for (int index = start + 1; index < end; index++)
        {
            LetterChange mark = letters[index];
            byte rank = CanonicalForm.ClassOf(mark.Letter);
            int place = index;
            for (; place > start && CanonicalForm.ClassOf(letters[place - 1].Letter) > rank; place--)
            {
                letters[place] = letters[place - 1];
            }

            letters[place] = mark;
        }
    }

    private static void Compose(List<LetterChange> letters, int first)
    {
        int kept = first, starter = -1;
        byte last = 0; // class of the last letter that was kept after the starter
        for (int index = first; index < letters.Count; index++)
        {
            LetterChange letter = letters[index];
            byte rank = CanonicalForm.ClassOf(letter.Letter);
            bool isBlocked = starter < 0 || (kept > starter + 1 && last >= rank);
            if (!isBlocked && CanonicalForm.Pair(letters[starter].Letter, letter.Letter) is { } whole)
            {
                // One letter fewer: the whole takes the place of both.
                letters[starter] = new LetterChange(whole, letters[starter].Change + letter.Change - 1);
                continue;
            }

            (starter, last) = rank == 0 ? (kept, (byte)0) : (starter, rank);
            letters[kept++] = letter;
        }

        letters.RemoveRange(kept, letters.Count - kept);
    }
}
