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

    private PredictInput(string? file, string format, bool isTold, bool isGuarded, CliContext context) =>
        (_file, Format, _isTold, _isGuarded, _context) = (file, format, isTold, isGuarded, context);

    public static IReadOnlyList<string> Formats { get; } = [Text, Words, .. SentenceFormats.Names];

    public string Format { get; }

    /// <summary>How running text is cut into words; the model says.</summary>
    public WordCut Cut { get; set; } = WordCut.Default;

    /// <summary>Whether a person types the sentences.</summary>
    public bool IsTyped => _file is null && _context.IsInputTerminal;

    /// <summary>Whether it is a folder of labelled files.</summary>
    private bool IsFolder { get; init; }

    private string Name => TextInput.NameOf(_file);

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
            throw new InvalidDataException($"{file}: expected a file of text for --input {format}, found a folder. Name the file in it; of folders only labelled files are tagged.");
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

    /// <summary>Reads the sentences as they come; formats that are told from the whole file at once.</summary>
    /// <exception cref="InvalidDataException">The content is not of the format.</exception>
    public IEnumerable<Sentence> Read()
    {
        if (IsFolder || (Format is not Text and not Words && Format != s_jsonLines))
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

    private IEnumerable<Sentence> ReadFormat()
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
        using StreamReader? opened = _file is null ? null : TextInput.Open(_file);
        TextReader reader = opened ?? (_isGuarded && !IsTyped ? LabelledInputGuard.Check(_context.Input, TextInput.StandardInput) : _context.Input);
        IEnumerable<Sentence> sentences = Format == Words ? InputReader.ReadWords(reader, Name)
            : Format == s_jsonLines ? InputReader.ReadJsonLines(reader, Name, Cut)
            : InputReader.ReadText(reader, Name, Cut);
        foreach (Sentence sentence in sentences)
        {
            yield return sentence;
        }
    }

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
