using Maner.Text.Formats;
using Maner.Text.Formats.Brat;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Data;

/// <summary>
/// Reads labelled sentences from files of any format that is known here: columns in any tag scheme, and what tools for annotation export. The format is told from the
/// content; files may be packed with gzip.
/// </summary>
public static class LabelledData
{
    /// <summary>Reads a file, or all files of a folder whose formats are known, in the order of their names.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not UTF-8, has no sentences, has no tags where they are required, or (when strict) needs fixing.
    /// </exception>
    public static DataSet Read(string path, LabelledDataOptions? options = null)
    {
        if (Directory.Exists(path))
        {
            return DataFiles.ReadFolder(path, options);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: expected a file of sentences, found no such file. Check the name.", path);
        }

        // A text with brat's annotations beside it is brat's, by whichever of the two it is named.
        string annotations = Path.ChangeExtension(path, BratFormat.Annotations);
        path = Path.GetExtension(path) == BratFormat.TextExtension && options?.Format is null or "brat" && File.Exists(annotations) ? annotations : path;
        return Parse(new FormatSource(path, BytesOf(path)), options ?? new LabelledDataOptions());
    }

    /// <summary>Reads the content of a file that is already in memory, or that came from standard input.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">The name for messages; its extension is a hint.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">As <see cref="Read"/>.</exception>
    public static DataSet Parse(ReadOnlySpan<byte> content, string path, LabelledDataOptions? options = null) =>
        Parse(new FormatSource(path, content.ToArray()), options ?? new LabelledDataOptions());

    private static byte[] BytesOf(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException error) when (new FileInfo(path).LinkTarget is { } target)
        {
            throw new IOException($"{path}: expected a file of sentences, found a link to '{target}' that cannot be followed. Correct the link, or name the file itself.", error);
        }
    }

    private static DataSet Parse(FormatSource source, LabelledDataOptions options)
    {
        ISentenceFormat format = FormatOf(source, options);
        var report = new ReadingReport(source.Path);
        FormatContent content = format.Read(source, options, report);
        IReadOnlyList<Sentence> sentences = content.Sentences;
        if (sentences.Count == 0)
        {
            string found = report.Log.Repairs is [var first, ..] ? $"none that can be used (line {first.Line}: {first.Found}; {first.Made})" : "none (only blank or comment lines)";
            throw new InvalidDataException($"{source.Path}: expected sentences, found {found}. Check that it is the right file.");
        }

        RequireNames(sentences, source.Path);
        Plausibility.Check(sentences, report.Log);
        Duplicates.Log(sentences, report.Log);
        if (options.Strict)
        {
            report.Log.RefuseAll();
        }

        return new DataSet
        {
            Path = source.Path,
            Sentences = sentences,
            Format = format.Name,
            Scheme = content.Scheme,
            Repairs = report.Log.Repairs,
            Assumptions = report.Assumptions,
            Sha256 = source.Sha256,
        };
    }

    private static void RequireNames(IReadOnlyList<Sentence> sentences, string path)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (Sentence sentence in sentences)
        {
            foreach (EntitySpan entity in sentence.Entities ?? [])
            {
                if (known.Add(entity.Type) && TypeNames.FaultOf(entity.Type) is { } fault)
                {
                    throw new InvalidDataException($"{path}:{sentence.Line}: expected names of entity types that can be written and read, found {Visible.Quote(entity.Type)}, which {fault}. Name the type in another way.");
                }
            }
        }
    }

    private static ISentenceFormat FormatOf(FormatSource source, LabelledDataOptions options)
    {
        if (source.Extension != BratFormat.Annotations && source.Bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            string found = source.Bytes.IsEmpty ? "an empty file" : "only white space";
            throw new InvalidDataException($"{source.Path}: expected sentences, found {found}. Check that it is the right file.");
        }

        if (options.Format is null)
        {
            return SentenceFormats.Detect(source);
        }

        try
        {
            return SentenceFormats.Find(options.Format);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Format)}: {error.Message.Split(" (Parameter", 2)[0]}", error);
        }
    }
}
