using System.Text;
using Maner.Cli.Views;
using Maner.Ner.Prediction;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Spectre.Console;

namespace Maner.Cli.Options;

/// <summary>The format in which <c>maner predict</c> writes tagged sentences: as they come in those of its own, all at the end in the others.</summary>
internal sealed class PredictOutput
{
    private const string Color = "color";
    private static readonly string s_jsonLines = SentenceFormats.JsonLines.Name, s_conll = SentenceFormats.Conll.Name;
    private readonly string _format;
    private readonly bool _probabilities;
    private readonly CliContext _context;
    private readonly List<Sentence> _collected = [];

    private PredictOutput(string format, bool probabilities, CliContext context) => (_format, _probabilities, _context) = (format, probabilities, context);

    public static IReadOnlyList<string> Formats { get; } = [Color, .. SentenceFormats.WrittenNames];

    /// <summary>Whether the format is written at the end, because files hold documents, or lists that have to be closed.</summary>
    public bool IsWrittenAtEnd => _format != Color && _format != s_jsonLines && _format != s_conll;

    /// <summary>Whether a line of the output is a line of the input, so that blank ones can stay.</summary>
    public bool HasLineForEach => _format == Color;

    /// <summary>The format's name.</summary>
    public string Name => _format;

    /// <summary>The extension of files of the format.</summary>
    public string Extension => _format == Color ? ".txt" : _format == s_jsonLines ? ".jsonl" : SentenceFormats.Find(_format).Extensions is [var own, ..] ? own : ".json";

    /// <param name="format">One of <see cref="Formats"/>; null for what suits the others.</param>
    /// <param name="target">The file to write; null for standard output.</param>
    /// <param name="inputFormat">The input's format.</param>
    /// <param name="probabilities">Whether every class's probability is written.</param>
    /// <param name="context">Where standard output goes.</param>
    /// <exception cref="InvalidDataException">The format has no place for probabilities.</exception>
    public static PredictOutput Of(string? format, string? target, string inputFormat, bool probabilities, CliContext context)
    {
        if (target is not null && format is null)
        {
            WritingFormat.RefuseForeign(target, "--output");
        }

        string? ofTarget = target is null ? null : SentenceFormats.OfExtension(target) is { Writer: not null } found ? found.Name : null;
        string suitable = ofTarget ?? (target is null && context.IsTerminal && !probabilities ? Color
            : inputFormat == s_jsonLines ? s_jsonLines : s_conll);
        string chosen = format ?? suitable;
        return probabilities && chosen != s_jsonLines && chosen != s_conll
            ? throw new InvalidDataException($"--probabilities: expected --output conll or jsonl, found {chosen}, which has no place for them. Choose one of the two.")
            : new PredictOutput(chosen, probabilities, context);
    }

    public ITaggedWriter ToStandardOutput() => _format == Color ? new MarkupWriter(_context.Console) : To(_context.Out);

    public ITaggedWriter To(TextWriter writer)
    {
        if (IsWrittenAtEnd)
        {
            return new CollectingWriter(_collected);
        }

        return _format == s_jsonLines ? new JsonLinesWriter(writer, _probabilities)
            : _format == s_conll ? new Maner.Ner.Prediction.ConllWriter(writer, _probabilities)
            : new MarkupWriter(CliContext.PlainConsole(writer));
    }

    /// <summary>Writes what was collected, and tells what the format could not hold.</summary>
    /// <param name="target">The file or folder; null for standard output.</param>
    /// <param name="overwrite">Whether files are replaced.</param>
    public void WriteCollected(string? target, bool overwrite)
    {
        var losses = new RepairLog("input");
        IReadOnlyList<WrittenFile> files = SentenceFormats.Find(_format).Writer!.Write(_collected, new WritingOptions { ArePredicted = true }, losses);
        if (target is not null)
        {
            WrittenFiles.Save(files, _format, target, overwrite);
        }
        else if (files.Count == 1)
        {
            using var content = new MemoryStream();
            files[0].Write(content);
            _context.Out.Write(Encoding.UTF8.GetString(content.ToArray()));
        }
        else if (files.Count > 1)
        {
            throw new InvalidDataException($"--output {_format}: expected a place for {files.Count} files, found standard output. Name a folder with --out FOLDER/.");
        }

        Notices.Write(losses.Repairs, "input", _context);
    }

    private sealed class MarkupWriter(IAnsiConsole console) : ITaggedWriter
    {
        public void Write(TaggedSentence sentence) => EntityMarkup.Write(console, sentence);
    }

    private sealed class CollectingWriter(List<Sentence> collected) : ITaggedWriter
    {
        public void Write(TaggedSentence sentence) => collected.Add(sentence.Input.WithEntities([.. sentence.Entities.Select(entity => entity.Span)]));
    }
}
