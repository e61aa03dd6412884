using System.CommandLine;
using Maner.Annotation;
using Maner.Annotation.Exchange;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Formats;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate export PROJECT OUT</c>: writes what is labelled, ready to train on.</summary>
internal static class AnnotateExportCommand
{
    public static Command Create(CliContext context)
    {
        var project = new Argument<string>("PROJECT") { Description = AnnotateCommand.ProjectDescription };
        var target = new Argument<string>("OUT") { Description = "The file or folder to write, or '-' for standard output." };
        var to = new WritingFormat("OUT");
        var all = new Option<bool>("--all") { Description = "Write the sentences that are not confirmed too, without labels." };
        var user = new Option<string?>("--annotator") { Description = "Write what this user has labelled, instead of what is gold." };
        var dev = new Option<string?>("--dev-out") { Description = "Write a part of the sentences to this file instead, to be dev data: only such as were chosen at random." };
        Option<double> share = StrictNumber.New("--dev-share", "The share of sentences for --dev-out.", 0.2);
        Option<int> seed = StrictNumber.New("--seed", "Which sentences those are.", 1);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that exist." };
        var command = new Command("export", "Writes what is labelled in a project, in any format, ready to train on. What the format cannot hold is told on standard error.") { project, target, all, user, dev, share, seed, overwrite };
        to.AddTo(command);
        command.SetAction(result =>
        {
            string name = result.GetRequiredValue(target);
            WantedFormat wanted = to.Of(result, name == "-" ? null : name, context);
            OutputFile.RefuseExisting(result.GetValue(dev), result.GetValue(overwrite), "--dev-out");
            return Run(context, result.GetRequiredValue(project), name, result.GetValue(dev), result.GetValue(user), wanted, result.GetValue(overwrite), new ExportOptions
            {
                Format = wanted.Format.Name,
                Scheme = wanted.Scheme,
                Labels = result.GetValue(all) ? ExportedLabels.All : ExportedLabels.Gold,
                DevShare = result.GetValue(dev) is null ? 0 : result.GetValue(share),
                Seed = result.GetValue(seed),
            });
        });
        return command;
    }

    private static int Run(CliContext context, string path, string target, string? dev, string? user, WantedFormat wanted, bool overwrite, ExportOptions options)
    {
        using AnnotationProject project = ProjectFile.Read(path);
        ExportResult result = project.Export(user is null ? options : options with { User = ProjectFile.User(project, user, "--annotator").Id });
        foreach (Repair loss in result.Losses)
        {
            context.Error.WriteLine(loss);
        }

        Write(context, target, result.Train, result.Sentences, wanted, overwrite);
        if (dev is not null)
        {
            Write(context, dev, result.Dev!, result.DevSentences, wanted, overwrite);
        }

        return ExitCode.Success;
    }

    private static void Write(CliContext context, string target, IReadOnlyList<WrittenFile> files, int sentences, WantedFormat wanted, bool overwrite)
    {
        if (target == "-")
        {
            LabelledOutput.Print(files, wanted, context);
        }
        else
        {
            WrittenFiles.Save(files, wanted.Format.Name, target, overwrite);
        }

        (target == "-" ? context.Error : context.Out).WriteLine($"{target}: {Counted.Of(sentences, "sentence")} ({wanted.Name})");
    }
}
