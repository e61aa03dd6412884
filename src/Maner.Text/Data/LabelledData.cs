using System.Security.Cryptography;
using Maner.Text.Formats;
using Maner.Text.Formats.Recognition;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Data;

/// <summary>Reads files of sentences: CoNLL columns, WikiANN's raw form, JSON Lines; any tag scheme, told from the content.</summary>
public static class LabelledData
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not UTF-8, has no sentences, has no tags where they are required, or (when strict) needs fixing.
    /// </exception>
    public static DataSet Read(string path, LabelledDataOptions? options = null)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path}: expected a file of sentences, found a folder. Name the file in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: expected a file of sentences, found no such file. Check the name.", path);
        }

        return Parse(File.ReadAllBytes(path), path, options);
    }

    /// <summary>Reads the content of a file that is already in memory, or that came from standard input.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">The name for messages; its extension is a hint.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">As <see cref="Read"/>.</exception>
    public static DataSet Parse(ReadOnlySpan<byte> content, string path, LabelledDataOptions? options = null)
    {
        options ??= new LabelledDataOptions();
        SourceLines lines = LineReader.Read(content, path);
        RefuseUnreadable(content, lines, path);

        var log = new RepairLog(path);
        var assumptions = new List<string>();
        DataFormat format = options.Format ?? DataFormats.Detect(lines, path);
        LabelReading read = format == DataFormat.JsonLines
            ? LabelReading.OfJsonLines(lines, options, log)
            : ColumnFile.Read(lines, options, log, assumptions);
        if (read.Sentences.Count == 0)
        {
            throw new InvalidDataException($"{path}: expected sentences, found none (only blank or comment lines). Check that it is the right file.");
        }

        WordCheck.Check(read.Sentences, log);
        IReadOnlyList<Sentence> sentences = read.ToSentences(log, assumptions);
        Plausibility.Check(sentences, log);
        Duplicates.Log(sentences, log);
        if (options.Strict)
        {
            log.RefuseAll();
        }

        return new DataSet
        {
            Path = path,
            Sentences = sentences,
            Format = format,
            Scheme = read.Scheme,
            Repairs = log.Repairs,
            Assumptions = assumptions,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        };
    }

    private static void RefuseUnreadable(ReadOnlySpan<byte> content, SourceLines lines, string path)
    {
        if (lines.TrueForAll(line => line.IsBlank))
        {
            string found = content.IsEmpty ? "an empty file" : "only white space";
            throw new InvalidDataException($"{path}: expected sentences, found {found}. Check that it is the right file.");
        }

        // A CR is no line end, so such a file would be one endless word; better to say so than to read it.
        if (lines.Count == 1 && content.Count((byte)'\r') > 1)
        {
            throw new InvalidDataException($"{path}: expected lines that end in LF or CRLF, found lines that end in CR alone. Save the file with LF.");
        }
    }
}
