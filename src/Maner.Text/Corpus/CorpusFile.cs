using Maner.Text.Data;

namespace Maner.Text.Corpus;

/// <summary>A file of text in one language: raw text, plain or gzip, one sentence per line; or labelled sentences, whose words are the text.</summary>
/// <param name="Language">The file's name without its extensions: how the language is called in reports.</param>
/// <param name="Path">The file.</param>
/// <param name="IsLabelled">Whether it holds labelled sentences.</param>
internal sealed record CorpusFile(string Language, string Path, bool IsLabelled)
{
    private const string Compressed = ".gz";
    private const string Plain = ".txt";

    /// <summary>The files of raw text that paths name: a file itself, a folder for its <c>*.txt</c> and <c>*.txt.gz</c>; then labelled files.</summary>
    /// <exception cref="IOException">A path does not exist.</exception>
    /// <exception cref="InvalidDataException">A folder holds no text, or two files name one language.</exception>
    public static IReadOnlyList<CorpusFile> Find(IReadOnlyList<string> text, IReadOnlyList<string> labelled)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(labelled);
        CorpusFile[] files =
        [
            .. text.SelectMany(Expand).Select(path => new CorpusFile(NameOf(path), path, IsLabelled: false)),
            .. labelled.Select(path => new CorpusFile(NameOf(Existing(path)), path, IsLabelled: true)),
        ];
        if (files.GroupBy(file => file.Language, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException(
                $"{twice.ElementAt(1).Path}: expected one file per language, found '{twice.Key}' in {twice.First().Path} too. Rename or join the files.");
        }

        return [.. files.OrderBy(file => file.Language, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The sentences in order, each as the texts that are tokenized one after another: a line as one text, a labelled sentence word by word,
    /// as a tagger tokenizes it. Empty lines are left out.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not UTF-8, its compression is damaged, or its labels cannot be read.</exception>
    public IEnumerable<IReadOnlyList<string>> Sentences() => IsLabelled ? Labelled() : Lines();

    private IEnumerable<IReadOnlyList<string>> Lines()
    {
        using var lines = LineStream.Open(Path);
        while (lines.Next() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return [line];
            }
        }
    }

    private IEnumerable<IReadOnlyList<string>> Labelled() => LabelledData.Read(Path).Sentences.Select(sentence => sentence.Words);

    private static string[] Expand(string path)
    {
        if (!Directory.Exists(path))
        {
            return [Existing(path)];
        }

        string[] files = [.. Directory.EnumerateFiles(path)
            .Where(file => file.EndsWith(Plain, StringComparison.Ordinal) || file.EndsWith(Plain + Compressed, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new InvalidDataException($"{path}: expected files of text named LANGUAGE.txt or LANGUAGE.txt.gz, found none. Name the files or another folder.");
    }

    private static string Existing(string path) => File.Exists(path)
        ? path
        : throw new FileNotFoundException($"{path}: expected a file of text or a folder of such files, found neither. Check the name.", path);

    private static string NameOf(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        name = name.EndsWith(Compressed, StringComparison.Ordinal) ? name[..^Compressed.Length] : name;
        string stem = System.IO.Path.GetFileNameWithoutExtension(name);
        return stem.Length > 0 ? stem : name;
    }
}
