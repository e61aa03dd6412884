using System.CommandLine;
using System.Text;
using Maner.Annotation;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate history PROJECT</c>: every action, as JSON Lines.</summary>
internal static class AnnotateHistoryCommand
{
    public static Command Create(CliContext context)
    {
        var project = new Argument<string>("PROJECT") { Description = AnnotateCommand.ProjectDescription };
        var target = new Option<string?>("--out") { Description = "File to write instead of standard output." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --out names." };
        var command = new Command("history", "Writes every action of a project with its time and person, as JSON Lines.") { project, target, overwrite };
        command.SetAction(result =>
        {
            OutputFile.RefuseExisting(result.GetValue(target), result.GetValue(overwrite), "--out");
            using AnnotationProject opened = ProjectFile.Read(result.GetRequiredValue(project));
            if (result.GetValue(target) is { } file)
            {
                AtomicFile.Write(file, opened.ExportHistory);
            }
            else
            {
                using var stream = new MemoryStream();
                opened.ExportHistory(stream);
                context.Out.Write(Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
