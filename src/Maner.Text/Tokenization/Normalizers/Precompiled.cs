using System.Globalization;
using System.Text;
using Maner.Text.Tokenization.Aligned;
using Maner.Text.Unicode;

namespace Maner.Text.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's character map as the Rust library applies it: by grapheme clusters of less than six bytes, where the shortest rule that begins the
/// cluster replaces all of it, and by single letters elsewhere. SentencePiece itself takes the longest rule at each place (<see cref="CharacterNormalizer"/>).
/// </summary>
/// <exception cref="InvalidDataException">The map is damaged.</exception>
internal sealed class Precompiled(ReadOnlySpan<byte> map) : Normalizer
{
    private const int ClusterBytes = 6;
    private readonly CharacterMap _map = new(map);

    /// <inheritdoc/>
    protected override void Rewrite(Workspace work, Part part)
    {
        ReadOnlySpan<char> text = work.Text.Chars.Slice(part.Start, part.Length);
        List<LetterChange> changes = work.Changes;
        changes.Clear();
        bool isChanged = false;
        while (text.Length > 0)
        {
            ReadOnlySpan<char> cluster = text[..(IsPlain(text[0]) && (text.Length == 1 || IsPlain(text[1])) ? 1 : StringInfo.GetNextTextElementLength(text))];
            text = text[cluster.Length..];
            if (System.Text.Encoding.UTF8.GetByteCount(cluster) < ClusterBytes && _map.ShortestRule(cluster, out ReadOnlySpan<char> written))
            {
                Replace(changes, cluster, written);
                isChanged = true;
                continue;
            }

            for (int length; cluster.Length > 0; cluster = cluster[length..])
            {
                Rune rune = Letters.At(cluster, 0, out length);
                if (_map.ShortestRule(cluster[..length], out written))
                {
                    Replace(changes, cluster[..length], written);
                    isChanged = true;
                }
                else
                {
                    changes.Add(new LetterChange(rune.Value, 0));
                }
            }
        }

        if (isChanged)
        {
            work.NextText.Append(work.Text, part, changes);
        }
        else
        {
            work.NextText.Append(work.Text, part.Start, part.Length);
        }
    }

    /// <summary>ASCII that nothing joins.</summary>
    private static bool IsPlain(char unit) => unit is >= ' ' and < '\u007F';

    /// <summary>
    /// Letters more than before are added; letters fewer are dropped after the last one written, which may be one of an earlier cluster. Where nothing was
    /// written yet, the reference forgets them, and offsets are those of the letters before.
    /// </summary>
    private static void Replace(List<LetterChange> changes, ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        int kept = Count(before);
        int difference = Count(after) - kept;
        foreach (Rune rune in after.EnumerateRunes())
        {
            changes.Add(new LetterChange(rune.Value, kept-- > 0 ? 0 : 1));
        }

        if (difference < 0 && changes.Count > 0)
        {
            changes[^1] = new LetterChange(changes[^1].Letter, changes[^1].Change + difference);
        }
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
