using System.CommandLine;
using Maner.Cli.Views;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Tags;

namespace Maner.Cli.Options;

/// <summary><c>--to</c> of every verb that writes labelled files: a format, a tag scheme, or both.</summary>
internal sealed class WritingFormat
{
    private static readonly string[] s_foreign =
    [
        ".spacy", ".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".xml", ".yaml", ".yml", ".parquet", ".arrow", ".feather", ".zip", ".tar", ".pkl", ".safetensors",
    ];

    private readonly Option<string[]> _to;

    /// <param name="target">What names the file, whose extension says the format: OUT or --out; null where conll is the default.</param>
    public WritingFormat(string? target) => _to = new Option<string[]>("--to")
    {
        Description = $"The format to write (default: {(target is null ? "" : $"what {target}'s extension says, else ")}conll), or the tag scheme (default: iob2), or both.",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = false,
    }.AcceptOnlyFromAmong([.. SentenceFormats.WrittenNames, .. TagSchemes.Names, .. TagSchemes.OtherNames]);

    public void AddTo(Command command) => command.Add(_to);

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="target">The file to be written; null for standard output, or for a folder.</param>
    /// <param name="context">Takes a note where the extension says no format.</param>
    /// <param name="alias">The format as another option names it; null without.</param>
    /// <exception cref="InvalidDataException">Two formats or schemes are named, or a scheme for a format without tags, or nothing tells the format.</exception>
    public WantedFormat Of(ParseResult result, string? target, CliContext context, string? alias = null)
    {
        string[] wanted = result.GetValue(_to) ?? [];
        string? scheme = One(wanted.Where(name => !SentenceFormats.WrittenNames.Contains(name)), "tag scheme");
        string? written = One([.. wanted.Where(SentenceFormats.WrittenNames.Contains), .. alias is null ? Array.Empty<string>() : [alias]], "format");
        ISentenceFormat format = written is not null ? SentenceFormats.Find(written) : target is null ? SentenceFormats.Conll : FormatOf(target, context);
        if (scheme is not null && !format.Writer!.UsesScheme)
        {
            throw new InvalidDataException($"--to: expected no tag scheme for {format.Name}, which has its own way to write entities, found '{scheme}'. Leave it out.");
        }

        return new WantedFormat(format, scheme is null ? TagScheme.Iob2 : TagSchemes.Parse(scheme));
    }

    private static string? One(IEnumerable<string> names, string what) => names.Distinct(StringComparer.Ordinal).ToArray() switch
    {
        [] => null,
        [var one] => one,
        [var one, var other, ..] => throw new InvalidDataException($"--to: expected one {what}, found '{one}' and '{other}'. Give one of the two."),
    };

    /// <summary>Refuses a name of a kind of file that no format here writes: whoever opens it later would find something else in it.</summary>
    /// <exception cref="InvalidDataException">It is one.</exception>
    public static void RefuseForeign(string target, string option)
    {
        string extension = FormatSource.ExtensionOf(target);
        if (s_foreign.Contains(extension) && !Path.EndsInDirectorySeparator(target) && !Directory.Exists(target))
        {
            throw new InvalidDataException($"{target}: expected a name of a format that can be written ({string.Join(", ", SentenceFormats.WrittenNames)}), found {extension}, which is another kind of file. " +
                $"{(extension == ".spacy" ? "Write .json for spaCy (its own command converts it)" : extension is ".xlsx" or ".xls" or ".ods" ? "Write .csv for a spreadsheet" : "Choose another name")}, or say the format with {option}.");
        }
    }

    private static ISentenceFormat FormatOf(string target, CliContext context)
    {
        RefuseForeign(target, "--to");
        if (FormatSource.ExtensionOf(target) is ".json")
        {
            throw new InvalidDataException($"{target}: expected a name that tells the format, found .json, which several formats have. Say which: --to jsonl, label-studio, cas-json, argilla or spacy.");
        }

        if (SentenceFormats.OfExtension(target) is { Writer: not null } format)
        {
            return format;
        }

        if (FormatSource.ExtensionOf(target) is { Length: > 1 } extension && !Path.EndsInDirectorySeparator(target) && !Directory.Exists(target))
        {
            context.Error.WriteLine($"Note: {target}: the extension {extension} names no format; {SentenceFormats.Conll.Name} is written. --to names another.");
        }

        return SentenceFormats.Conll;
    }
}
