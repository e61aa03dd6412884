using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Training;

/// <summary>
/// Reads sentences without labels for training: running text, one sentence per line, or any format of sentences, with labels or without. The labels of a
/// file that has some are left behind, so that nothing can learn from them.
/// </summary>
internal static class UnlabelledText
{
    /// <summary>Reads a file, packed with gzip or not, or all files of a folder whose formats are known.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cut">How running text is cut into words.</param>
    /// <param name="options">How files of sentences are read; a <see cref="LabelledDataOptions.Format"/> is not looked at: the content says it.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The content is not UTF-8, or has no sentence.</exception>
    public static DataSet Read(string path, WordCut cut, LabelledDataOptions? options = null)
    {
        options = (options ?? new LabelledDataOptions()) with { Format = null, RequireTags = false };
        if (Directory.Exists(path))
        {
            return WithoutLabels(LabelledData.Read(path, options));
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: expected a file of text or of sentences, found no such file. Check the name.", path);
        }

        var source = new FormatSource(path, File.ReadAllBytes(path));
        if (!source.Bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            ForeignContent.RefuseBinary(source);
            if (LabelledText.Find(source) is not null)
            {
                return WithoutLabels(LabelledData.Read(path, options));
            }
        }

        // Lines without a word are between paragraphs.
        Sentence[] sentences = [.. source.Lines.Where(line => !line.IsBlank).Select(line => Sentence.FromText(line.Text, cut, line.Number)).Where(sentence => sentence.Words.Count > 0)];
        return sentences.Length > 0
            ? new DataSet { Path = path, Sentences = sentences, Sha256 = source.Sha256 }
            : throw new InvalidDataException($"{path}: expected sentences, found none. Check that it is the right file.");
    }

    private static DataSet WithoutLabels(DataSet set) => set with
    {
        Sentences = [.. set.Sentences.Where(sentence => sentence.Words.Count > 0).Select(sentence => sentence.WithEntities(null))],
        Scheme = null,
    };
}
