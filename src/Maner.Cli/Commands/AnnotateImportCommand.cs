using System.CommandLine;
using Maner.Annotation;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Formats;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate import PROJECT FILE…</c>: puts text and labelled files into a project.</summary>
internal static class AnnotateImportCommand
{
    private static readonly string[] s_labels = ["done", "suggestions"];
    private static readonly string[] s_lineEnds = ["auto", "sentence", "space"];

    public static Command Create(CliContext context)
    {
        var project = new Argument<string>("PROJECT") { Description = "The project's file; made when there is none." };
        var files = new Argument<string[]>("FILE") { Description = "Files of text or labelled sentences, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string> labels = new Option<string>("--labels")
        {
            Description = "What labels in the files become: done (confirmed labels), or suggestions (to be confirmed one by one).",
            DefaultValueFactory = _ => s_labels[0],
        }.AcceptOnlyFromAmong(s_labels);
        Option<string> lineEnds = new Option<string>("--line-ends")
        {
            Description = "Text: a line ends a sentence (sentence), lines are broken where they are full (space), or that is told from each file (auto).",
            DefaultValueFactory = _ => s_lineEnds[0],
        }.AcceptOnlyFromAmong(s_lineEnds);
        var text = new Option<bool>("--text") { Description = "Read the files as running text, whatever they look like." };
        var again = new Option<bool>("--again") { Description = "Import files although the project has them already." };
        var user = new Option<string?>("--user") { Description = "Who imports, and has labelled what is labelled (default: the first curator)." };
        var types = new Option<string?>("--types") { Description = "The types of a new project, separated by commas (default: PER,LOC,ORG,DATE)." };
        var reading = new ReadingOptions();
        var command = new Command("import", "Puts text and labelled files into a project. What a project cannot hold is told on standard error, and kept with the project.") { project, files, labels, lineEnds, text, again, user, types };
        reading.AddTo(command);
        command.SetAction(result =>
        {
            LabelledDataOptions read = reading.Of(result, requireTags: false);
            var options = new ImportOptions
            {
                Format = result.GetValue(text) ? FileReader.Text : read.Format,
                Labels = result.GetValue(labels) == s_labels[1] ? ImportedLabels.Suggestions : ImportedLabels.Done,
                LinesAreSentences = result.GetValue(lineEnds) switch { "sentence" => true, "space" => false, _ => null },
                Again = result.GetValue(again),
                Reading = read,
            };
            return Run(context, result.GetRequiredValue(project), [.. result.GetRequiredValue(files).SelectMany(ImportFiles.Of)], options, result.GetValue(user), result.GetValue(types)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        });
        return command;
    }

    private static int Run(CliContext context, string path, string[] files, ImportOptions options, string? name, IReadOnlyList<string>? types)
    {
        // Files are read before a project is made, so that a slip makes none.
        (string File, byte[] Bytes)[] read = [.. files.Select(file => (file, File.ReadAllBytes(file)))];
        var settings = new ProjectOptions();
        using AnnotationProject project = File.Exists(path) ? AnnotationProject.Open(path) : AnnotationProject.Create(path, types is null ? settings : settings with { Types = types });
        ProjectUser user = ProjectFile.User(project, name, "--user");
        foreach ((string file, byte[] bytes) in read)
        {
            ImportResult result = project.Import(user.Id, file, bytes, options);
            foreach (string loss in result.Losses)
            {
                context.Error.WriteLine(Flags.InText(loss));
            }

            context.Out.WriteLine(result.SameAs is { } same
                ? $"{file}: left out, the project has the same content as {same}; --again imports it all the same"
                : $"{file}: {Counted.Of(result.Sentences, "sentence")} ({result.Format}){(result.Labelled == 0 ? "" : $", {result.Labelled} with labels")}{(result.NewTypes.Count == 0 ? "" : $", new types {string.Join(", ", result.NewTypes)}")}");
        }

        return ExitCode.Success;
    }
}
