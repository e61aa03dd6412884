using Maner.Cli.Views;
using Maner.Ner.Prediction;
using Maner.Text.Formats;
using Spectre.Console;

namespace Maner.Cli.Options;

/// <summary>The form in which <c>maner predict</c> writes tagged sentences.</summary>
internal sealed class PredictOutput
{
    private const string Color = "color";
    private const string JsonLines = "jsonl";
    private readonly string _form;
    private readonly bool _probabilities;
    private readonly CliContext _context;

    private PredictOutput(string form, bool probabilities, CliContext context) => (_form, _probabilities, _context) = (form, probabilities, context);

    public static IReadOnlyList<string> Forms { get; } = ["conll", JsonLines, Color];

    /// <param name="form">One of <see cref="Forms"/>; null for what suits the others.</param>
    /// <param name="target">The file to write; null for standard output.</param>
    /// <param name="inputForm">The input's form.</param>
    /// <param name="probabilities">Whether every class's probability is written.</param>
    /// <param name="context">Where standard output goes.</param>
    /// <exception cref="InvalidDataException">The form has no place for probabilities.</exception>
    public static PredictOutput Of(string? form, string? target, string inputForm, bool probabilities, CliContext context)
    {
        if (form == Color && probabilities)
        {
            throw new InvalidDataException("--probabilities: expected --output conll or jsonl, found color, which has no place for them. Choose one of the two.");
        }

        DataFormat? ofTarget = target is null ? null : DataFormats.OfExtension(target);
        string suitable = ofTarget is not null ? DataFormats.NameOf(ofTarget.Value)
            : target is null && context.IsTerminal && !probabilities ? Color
            : inputForm == JsonLines ? JsonLines : "conll";
        return new PredictOutput(form ?? suitable, probabilities, context);
    }

    public ITaggedWriter ToStandardOutput() => _form == Color ? new MarkupWriter(_context.Console) : To(_context.Out);

    public ITaggedWriter To(TextWriter writer) => _form switch
    {
        JsonLines => new Maner.Ner.Prediction.JsonLinesWriter(writer, _probabilities),
        Color => new MarkupWriter(CliContext.PlainConsole(writer)),
        _ => new Maner.Ner.Prediction.ConllWriter(writer, _probabilities),
    };

    private sealed class MarkupWriter(IAnsiConsole console) : ITaggedWriter
    {
        public void Write(TaggedSentence sentence) => EntityMarkup.Write(console, sentence);
    }
}
