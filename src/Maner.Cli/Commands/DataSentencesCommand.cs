using System.CommandLine;
using System.Text;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Ner.Prediction;
using Maner.Text.Corpus;
using Maner.Text.Repairs;
using Maner.Text.Words;

namespace Maner.Cli.Commands;

/// <summary><c>maner data sentences RAW…</c>: splits raw text into sentences.</summary>
internal static class DataSentencesCommand
{
    private const string Advice = "It is split already: read it with data convert";
    private const string IsText = "say what its line ends are (--line-ends)";
    private static readonly string[] s_lineEnds = ["auto", "sentence", "space"];

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("RAW") { Description = "Files of raw text, plain or .gz; '-' for standard input.", Arity = ArgumentArity.OneOrMore };
        Option<string> lineEnds = new Option<string>("--line-ends")
        {
            Description = "sentence: a line ends a sentence; space: lines are broken where they are full, and a blank line ends a paragraph; auto: told from each file.",
            DefaultValueFactory = _ => s_lineEnds[0],
        }.AcceptOnlyFromAmong(s_lineEnds);
        var target = new Option<string?>("--out") { Description = "File to write instead of standard output." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --out names." };
        var list = new Option<bool>("--abbreviations") { Description = "List the abbreviations that were learned from the text, on standard error." };
        var command = new Command("sentences", "Splits raw text into sentences, a line each. Abbreviations are learned from the text.") { files, lineEnds, target, overwrite, list };
        command.SetAction(result =>
        {
            OutputFile.RefuseExisting(result.GetValue(target), result.GetValue(overwrite), "--out");
            return Run(context, result.GetRequiredValue(files), result.GetRequiredValue(lineEnds), result.GetValue(target), result.GetValue(list));
        });
        return command;
    }

    private static int Run(CliContext context, string[] files, string lineEnds, string? target, bool list)
    {
        List<string> paragraphs = [.. files.SelectMany(file => Read(context, file, lineEnds))];
        if (paragraphs.Count == 0)
        {
            throw new InvalidDataException($"{string.Join(", ", files)}: expected text, found none (only white space). Check that it is the right file.");
        }

        Abbreviations abbreviations = Abbreviations.Learn(paragraphs);
        long count = 0;
        if (target is null)
        {
            Write(context.Out);
        }
        else
        {
            AtomicFile.Write(target, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
                Write(writer);
            });
        }

        if (list)
        {
            foreach ((string word, int occurrences) in abbreviations.Learned)
            {
                context.Error.WriteLine($"{word}.\t{occurrences}");
            }
        }

        context.Error.WriteLine($"{Counted.Of(count, "sentence")} from {Counted.Of(paragraphs.Count, "paragraph")}; {Counted.Of(abbreviations.Learned.Count, "abbreviation")} learned{(list ? "" : " (--abbreviations lists them)")}.");
        return ExitCode.Success;

        void Write(TextWriter writer)
        {
            foreach (string paragraph in paragraphs)
            {
                foreach (TextRange sentence in SentenceSplitter.Split(paragraph, abbreviations))
                {
                    writer.WriteLine(sentence.Of(paragraph));
                    count++;
                }
            }
        }
    }

    private static IEnumerable<string> Read(CliContext context, string file, string lineEnds)
    {
        string name = file == "-" ? "standard input" : file;
        bool isGuarded = lineEnds == s_lineEnds[0];
        List<string> lines = file == "-"
            ? [.. InputLines.Read(isGuarded ? LabelledInputGuard.Check(context.Input, name, IsText, Advice) : context.Input, name).Select(line => line.Text)]
            : ReadLines(file, isGuarded);
        LineEnd end = lineEnds switch { "sentence" => LineEnd.Sentence, "space" => LineEnd.Space, _ => Paragraphs.Detect(lines) };
        if (lineEnds == s_lineEnds[0] && lines.Count > 1)
        {
            context.Error.WriteLine(end == LineEnd.Space
                ? $"Note: {name}: its lines are broken where they are full, so a line end is read as a space and a blank line ends a paragraph. If each line ends a sentence, say --line-ends sentence."
                : $"Note: {name}: a line end is read as the end of a sentence. If lines are broken where they are full, say --line-ends space.");
        }

        return Paragraphs.Of(lines, end).Select(paragraph => paragraph.Text);
    }

    private static List<string> ReadLines(string file, bool isGuarded)
    {
        if (Directory.Exists(file))
        {
            throw new InvalidDataException($"{file}: expected a file of raw text, found a folder. Name the files in it.");
        }

        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: expected a file of raw text, found no such file. Check the name.", file);
        }

        if (isGuarded)
        {
            LabelledInputGuard.Check(file, IsText, Advice);
        }

        var lines = new List<string>();
        using LineStream stream = LineStream.Open(file);
        while (stream.Next() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
