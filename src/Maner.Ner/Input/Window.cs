using Maner.Ner.Methods;

namespace Maner.Ner.Input;

/// <summary>
/// A run of words that fits the encoder, and the part of them whose labels are read there: a word near a window's edge is read in the
/// neighbouring window, where it has context on both sides.
/// </summary>
/// <param name="First">First word that goes in.</param>
/// <param name="End">Word after the last that goes in.</param>
/// <param name="FirstRead">First word whose label is read.</param>
/// <param name="EndRead">Word after the last whose label is read.</param>
internal readonly record struct Window(int First, int End, int FirstRead, int EndRead)
{
    // <s> and </s>.
    private const int SpecialPositions = 2;

    /// <summary>
    /// Windows that read every word once. A sentence that fits is one window. Otherwise neighbours share up to a quarter of their
    /// positions, and the border between what they read runs through the middle of what they share.
    /// </summary>
    /// <param name="pieces">The sentence.</param>
    /// <param name="method">Says how many positions a word takes.</param>
    /// <param name="maxTokens">The encoder's window in tokens.</param>
    public static List<Window> Plan(WordPieces pieces, Method method, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentNullException.ThrowIfNull(method);
        int room = maxTokens - SpecialPositions;
        var windows = new List<Window>();
        int first = 0, firstRead = 0;
        while (firstRead < pieces.WordCount)
        {
            int end = first, used = 0;
            while (end < pieces.WordCount && (end == first || used + Positions(pieces, method, end, room) <= room))
            {
                used += Positions(pieces, method, end++, room);
            }

            if (end == pieces.WordCount)
            {
                windows.Add(new Window(first, end, firstRead, end));
                break;
            }

            // The next word must fit beside what is shared, or the next window would read nothing new.
            int nextFirst = end, shared = 0, most = Math.Min(room / 4, room - Positions(pieces, method, end, room));
            while (nextFirst - 1 > first && shared + Positions(pieces, method, nextFirst - 1, room) <= most)
            {
                shared += Positions(pieces, method, --nextFirst, room);
            }

            int border = nextFirst + ((end - nextFirst + 1) / 2);
            windows.Add(new Window(first, end, firstRead, border));
            (first, firstRead) = (nextFirst, border);
        }

        return windows;
    }

    /// <summary>The pieces of a word that go in: all, unless the word alone overflows the encoder's window, then as many as fit.</summary>
    /// <param name="word">The word's pieces.</param>
    /// <param name="maxTokens">The encoder's window in tokens.</param>
    internal static ReadOnlySpan<int> Fitting(ReadOnlySpan<int> word, int maxTokens)
    {
        int room = maxTokens - SpecialPositions - 1; // one position for a marker
        return word.Length <= room ? word : word[..room];
    }

    private static int Positions(WordPieces pieces, Method method, int word, int room) => Math.Min(room, method.MostPositions(pieces[word].Length));
}
