using System.Text;
using Maner.Cli.Views;
using Maner.Ner.Prediction;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Cli.Options;

/// <summary>The sentences that <c>maner predict</c> tags: where they are and in what format.</summary>
internal sealed class PredictInput
{
    private const string Text = "text";
    private const string Words = "words";
    private static readonly string s_jsonLines = SentenceFormats.JsonLines.Name;
    private readonly string? _file;
    private readonly bool _isTold;
    private readonly bool _isGuarded;
    private readonly CliContext _context;
    private Func<long> _place = () => 0;
    private long? _size;

    private PredictInput(string? file, string format, bool isTold, bool isGuarded, CliContext context) =>
        (_file, Format, _isTold, _isGuarded, _context) = (file, format, isTold, isGuarded, context);

    public static IReadOnlyList<string> Formats { get; } = [Text, Words, .. SentenceFormats.Names];

    public string Format { get; }

    /// <summary>How running text is cut into words; the model says.</summary>
    public WordCut Cut { get; set; } = WordCut.Default;

    /// <summary>The part to tag, by lines, or by sentences where a format has several lines for one; null for all.</summary>
    public UnitRange? Range { get; set; }

    /// <summary>Whether lines without a word are kept, for outputs that have a line for each.</summary>
    public bool KeepsBlank { get; set; }

    /// <summary>The file or folder; null for standard input.</summary>
    public string? File => _file;

    /// <summary>How much of it is read, from 0 to 1; null where nobody knows how much there is.</summary>
    public double? Fraction => _size is { } size ? Math.Clamp(_place() / (double)Math.Max(size, 1), 0, 1) : null;

    /// <summary>Number of its units: lines, or sentences of formats that are read whole.</summary>
    /// <exception cref="InvalidDataException">It is standard input, which can be read only once.</exception>
    public long Units => _file is null ? throw new InvalidDataException("--shard: expected files, found standard input, whose length nobody knows before it ends. Name the files.")
        : IsReadWhole ? Whole.Count : TextInput.CountLines(_file);

    /// <summary>Whether a person types the sentences.</summary>
    public bool IsTyped => _file is null && _context.IsInputTerminal;

    /// <summary>Whether it is a folder of labelled files.</summary>
    private bool IsFolder { get; init; }

    public string Name => TextInput.NameOf(_file);

    /// <param name="file">The file, or a folder of labelled ones; null or '-' for standard input.</param>
    /// <param name="format">One of <see cref="Formats"/>; null for what the file's extension says.</param>
    /// <param name="context">Standard input and messages.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    public static PredictInput Of(string? file, string? format, CliContext context)
    {
        file = file == "-" ? null : file;
        bool isFolder = file is not null && Directory.Exists(file);
        if (isFolder && format is Text or Words)
        {
            throw new InvalidDataException($"{file}: expected files of text for --input {format} in the folder, found none. Name the files.");
        }

        if (isFolder)
        {
            return new PredictInput(file, format ?? SentenceFormats.Conll.Name, isTold: format is not null, isGuarded: false, context) { IsFolder = true };
        }

        TextInput.Require(file);
        string? told = format ?? (file is null ? null : FormatOf(file));
        if (told is null && file is not null)
        {
            LabelledInputGuard.Check(file);
        }

        return new PredictInput(file, told ?? Text, isTold: format is not null, isGuarded: told is null, context);
    }

    /// <summary>What a file's extension says. Of JSON the content says which format it is; .csv may be anything.</summary>
    private static string? FormatOf(string file)
    {
        ISentenceFormat? format = SentenceFormats.OfExtension(file);
        if (format != SentenceFormats.JsonLines)
        {
            return format?.Name is "csv" ? null : format?.Name;
        }

        return LabelledText.FormatOfJson(LabelledInputGuard.Start(file)).Name;
    }

    /// <summary>Reads what is read whole, before a file for the result is begun: it may be in the same folder.</summary>
    /// <exception cref="InvalidDataException">The content is not of the format.</exception>
    public void Load() => _ = IsReadWhole ? Whole.Count : 0;

    /// <summary>Reads the sentences as they come; formats that are told from the whole file at once.</summary>
    /// <exception cref="InvalidDataException">The content is not of the format.</exception>
    public IEnumerable<Sentence> Read()
    {
        if (IsReadWhole)
        {
            return ReadFormat();
        }

        if (IsTyped)
        {
            _context.Error.WriteLine("Type one sentence per line; Ctrl+D ends.");
        }

        return ReadLines();
    }

    /// <summary>A file without a word is the wrong file; an empty stream is what a filter that found nothing hands on.</summary>
    public void RefuseEmpty()
    {
        string found = $"{Name}: expected sentences, found none.";
        if (_file is not null)
        {
            throw new InvalidDataException($"{found} Check that it is the right file.");
        }

        _context.Error.WriteLine($"Note: {found}");
    }

    private bool IsReadWhole => IsFolder || (Format is not Text and not Words && Format != s_jsonLines);

    private IReadOnlyList<Sentence> Whole => field ??= [.. LoadFormat()];

    private IEnumerable<Sentence> ReadFormat()
    {
        UnitRange range = Range ?? new UnitRange(0, Whole.Count);
        long place = range.First;
        (_size, _place) = (range.End - range.First, () => place - range.First);
        for (; place < range.End; place++)
        {
            yield return Whole[(int)place];
        }
    }

    private IEnumerable<Sentence> LoadFormat()
    {
        // An extension is a hint: the content may be of a format with a mark of its own.
        var options = new LabelledDataOptions { Format = _isTold || FormatSource.ExtensionOf(Name) == ".json" ? Format : null, RequireTags = false };
        if (_file is not null)
        {
            return Sentences(LabelledData.Read(_file, options));
        }

        string text = ReadAll(_context.Input);
        return text.Length == 0 ? [] : Sentences(LabelledData.Parse(Encoding.UTF8.GetBytes(text), TextInput.StandardInput, options));
    }

    private IEnumerable<Sentence> Sentences(DataSet set)
    {
        Notices.Write(set, _context);
        return set.Sentences;
    }

    private IEnumerable<Sentence> ReadLines()
    {
        using FileStream? stream = _file is null ? null : System.IO.File.OpenRead(_file);
        using StreamReader? opened = stream is null ? null : InputReader.Utf8(TextInput.OpenBytes(stream, _file!));
        if (stream is { CanSeek: true } && Range is null)
        {
            (_size, _place) = (stream.Length, () => stream.CanSeek ? stream.Position : _size!.Value);
        }
        TextReader reader = opened ?? (_isGuarded && !IsTyped ? LabelledInputGuard.Check(_context.Input, TextInput.StandardInput) : _context.Input);
        IEnumerable<Sentence> sentences = Format == Words ? InputReader.ReadWords(reader, Name, Range, KeepsBlank)
            : Format == s_jsonLines ? InputReader.ReadJsonLines(reader, Name, Cut, Range)
            : InputReader.ReadText(reader, Name, Cut, Range, KeepsBlank);
        foreach (Sentence sentence in sentences)
        {
            if (Range is { } range)
            {
                (_size, _place) = (range.End - range.First, () => sentence.Line - range.First);
            }

            yield return sentence;
        }
    }

    /// <summary>The files of a folder that hold running text, words or JSON Lines, by their names; empty where it has none. Labelled files are read as one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="format">What the files hold, where that is told.</param>
    private static string[] TextsOf(string folder, string? format)
    {
        string[] texts = [".txt", ".text"], lines = [".jsonl", ".ndjson"];
        string[] extensions = format is null ? [.. texts, .. lines] : format is Text or Words ? [.. texts, ""] : format == s_jsonLines ? lines : [];
        return [.. Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file)[0] != '.' && extensions.Contains(FormatSource.ExtensionOf(file))).Order(StringComparer.Ordinal)];
    }

    /// <summary>All inputs that a command line names: files, and what is in folders.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static IReadOnlyList<PredictInput> AllOf(IReadOnlyList<string> files, string? format, CliContext context)
    {
        if (files.Count == 0)
        {
            return [Of(null, format, context)];
        }

        if (files.Count(file => file == "-") > 1 || (files.Contains("-") && files.Count > 1))
        {
            throw new InvalidDataException("FILE: expected files, or '-' alone for standard input, found '-' among others. Name files, or join them: cat A B | maner predict …");
        }

        return
        [
            .. files.SelectMany(file => file != "-" && Directory.Exists(file) && TextsOf(file, format) is { Length: > 0 } texts && (format is not null || !IsLabelled(file, texts)) ? texts : [file])
                .Select(file => Of(file, format, context)),
        ];
    }

    // A folder with a labelled file is one of labelled files; so is one with brat's annotations beside its texts.
    private static bool IsLabelled(string folder, string[] texts) =>
        Directory.EnumerateFiles(folder).Except(texts).Any(file => Path.GetExtension(file) == ".ann" || SentenceFormats.OfExtension(file) is not null) || texts.Any(file => FormatOf(file) is { } own && own != s_jsonLines);

    /// <summary>All of standard input.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8.</exception>
    public static string ReadAll(TextReader reader)
    {
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException problem)
        {
            throw new InvalidDataException($"{TextInput.StandardInput}: expected UTF-8, found bytes that are not. Convert the text to UTF-8.", problem);
        }
    }
}
