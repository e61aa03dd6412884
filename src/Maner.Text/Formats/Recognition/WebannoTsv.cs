namespace Maner.Text.Formats.Recognition;

/// <summary>WebAnno's own format, whose rows look like columns but have layers, links and stacked values in them.</summary>
internal static class WebannoTsv
{
    /// <exception cref="InvalidDataException">The file is one.</exception>
    public static void Refuse(SourceLines lines, string path)
    {
        if (Is(lines))
        {
            throw new InvalidDataException($"{path}: expected columns of words and tags, found WebAnno TSV (rows of '1-1', offsets, a word and its layers). Export CoNLL 2002 from WebAnno or INCEpTION.");
        }
    }

    /// <summary>Whether a file says so, or its first rows are numbers of sentence and word, then offsets.</summary>
    public static bool Is(SourceLines lines)
    {
        int rows = 0, like = 0;
        foreach (SourceLine line in lines)
        {
            if (line.Text.StartsWith("#FORMAT=WebAnno TSV", StringComparison.Ordinal))
            {
                return true;
            }

            if (line.IsBlank || line.Text.StartsWith('#'))
            {
                continue;
            }

            rows++;
            like += line.Text.Split('\t') is [var number, var offsets, _, ..] && IsPair(number) && IsPair(offsets) ? 1 : 0;
            if (rows == 20)
            {
                break;
            }
        }

        return like > 0 && like * 2 > rows;
    }

    // '1-1' and '0-5'; '0.00' and '0.09' are times.
    private static bool IsPair(string value) => Count.IsOther(value) && value.Contains('-', StringComparison.Ordinal);
}
