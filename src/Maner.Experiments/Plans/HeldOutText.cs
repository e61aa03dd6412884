using Maner.Text.Data;
using Maner.Text.Words;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>The text that measures what encoders know of a language: read alike by who plans a run and by who makes it.</summary>
internal static class HeldOutText
{
    /// <summary>Reads the last lines of a file. Its hash is that of their words, so that a file that grows at its beginning stays the same text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lines">How many; null for all.</param>
    /// <exception cref="InvalidDataException">It is no text.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static DataSet Read(string path, int? lines)
    {
        DataSet all = UnlabelledText.Read(path, WordCut.Default);
        return DataSet.Of([.. all.Sentences.Skip(lines is { } last ? Math.Max(0, all.Sentences.Count - last) : 0)], path);
    }
}
