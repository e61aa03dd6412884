using System.Collections;

namespace Maner.Text.Formats;

/// <summary>
/// The lines of a file, each distinct text kept once: a labelled file says the same few hundred thousand lines (<c>na⇥O</c>) over and over,
/// so that twenty million of them take four bytes each, and what is learned about a line is learned once. Immutable.
/// </summary>
internal sealed class SourceLines(int[] ids, IReadOnlyList<string> distinct) : IReadOnlyList<SourceLine>
{
    public int Count => ids.Length;

    /// <summary>The texts, in the order of their first lines.</summary>
    public IReadOnlyList<string> Distinct => distinct;

    public SourceLine this[int index] => new(index + 1, distinct[ids[index]]);

    /// <summary>The text's place in <see cref="Distinct"/>.</summary>
    public int IdOf(int index) => ids[index];

    public bool TrueForAll(Predicate<SourceLine> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        for (int id = 0; id < distinct.Count; id++)
        {
            if (!holds(new SourceLine(0, distinct[id])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lines that are kept in another way.</summary>
    public static SourceLines Of(IReadOnlyList<SourceLine> lines)
    {
        if (lines is SourceLines already)
        {
            return already;
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<string>();
        var ids = new int[lines.Count];
        for (int line = 0; line < ids.Length; line++)
        {
            string text = lines[line].Text;
            if (!known.TryGetValue(text, out ids[line]))
            {
                ids[line] = known[text] = distinct.Count;
                distinct.Add(text);
            }
        }

        return new SourceLines(ids, distinct);
    }

    public IEnumerator<SourceLine> GetEnumerator()
    {
        for (int line = 0; line < ids.Length; line++)
        {
            yield return this[line];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
