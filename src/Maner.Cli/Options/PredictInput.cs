using System.Text;
using Maner.Cli.Views;
using Maner.Ner.Prediction;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Formats.Recognition;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Cli.Options;

/// <summary>The sentences that <c>maner predict</c> tags: where they are and in what form.</summary>
internal sealed class PredictInput
{
    private const string StandardInput = "standard input";
    private readonly string? _file;
    private readonly CliContext _context;

    private PredictInput(string? file, string form, CliContext context) => (_file, Form, _context) = (file, form, context);

    public static IReadOnlyList<string> Forms { get; } = ["text", "words", "conll", "jsonl"];

    public string Form { get; }

    /// <summary>How running text is cut into words; the model says.</summary>
    public WordCut Cut { get; set; } = WordCut.Default;

    /// <summary>Whether a person types the sentences.</summary>
    public bool IsTyped => _file is null && _context.IsInputTerminal;

    private string Name => _file ?? StandardInput;

    /// <param name="file">The file; null or '-' for standard input.</param>
    /// <param name="form">One of <see cref="Forms"/>; null for what the file's extension says.</param>
    /// <param name="context">Standard input and messages.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    public static PredictInput Of(string? file, string? form, CliContext context)
    {
        file = file == "-" ? null : file;
        if (file is not null && Directory.Exists(file))
        {
            throw new InvalidDataException($"{file}: expected a file of text, found a folder. Name the file in it.");
        }

        if (file is not null && !File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: expected a file of text, found no such file. Check the name.", file);
        }

        if (file is not null && form is null && DataFormats.OfExtension(file) is null && LabelledLines.Are(FirstLines(file)))
        {
            throw new InvalidDataException(
                $"{file}:1: expected running text, one sentence per line, found a word and its tag a line. Tag its words with --input conll; if it is text all the same, say --input text.");
        }

        DataFormat? format = file is null ? null : DataFormats.OfExtension(file);
        return new PredictInput(file, form ?? (format is null ? "text" : DataFormats.NameOf(format.Value)), context);
    }

    private static IEnumerable<string> FirstLines(string file)
    {
        using StreamReader reader = InputReader.Utf8(File.OpenRead(file));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Reads the sentences as they come; CoNLL, whose columns are told from the whole file, at once.</summary>
    /// <exception cref="InvalidDataException">The content is not of the form.</exception>
    public IEnumerable<Sentence> Read()
    {
        if (Form == "conll")
        {
            return ReadConll();
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

    private IEnumerable<Sentence> ReadConll()
    {
        var options = new LabelledDataOptions { Format = DataFormat.Conll, RequireTags = false };
        if (_file is not null)
        {
            return Sentences(LabelledData.Read(_file, options));
        }

        string text = ReadAll(_context.Input);
        return text.Length == 0 ? [] : Sentences(LabelledData.Parse(Encoding.UTF8.GetBytes(text), StandardInput, options));
    }

    private IEnumerable<Sentence> Sentences(DataSet set)
    {
        Notices.Write(set, _context);
        return set.Sentences;
    }

    private IEnumerable<Sentence> ReadLines()
    {
        using StreamReader? opened = _file is null ? null : InputReader.Utf8(File.OpenRead(_file));
        TextReader reader = opened ?? _context.Input;
        IEnumerable<Sentence> sentences = Form switch
        {
            "words" => InputReader.ReadWords(reader, Name),
            "jsonl" => InputReader.ReadJsonLines(reader, Name, Cut),
            _ => InputReader.ReadText(reader, Name, Cut),
        };
        foreach (Sentence sentence in sentences)
        {
            yield return sentence;
        }
    }

    private static string ReadAll(TextReader reader)
    {
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException problem)
        {
            throw new InvalidDataException($"{StandardInput}: expected UTF-8, found bytes that are not. Convert the text to UTF-8.", problem);
        }
    }
}
