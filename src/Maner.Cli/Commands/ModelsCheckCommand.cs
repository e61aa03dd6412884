using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Ner.Encoders;
using Maner.Tensors;

namespace Maner.Cli.Commands;

/// <summary><c>maner models check NAME</c>: whether an encoder knows a language, before anybody annotates a hundred sentences.</summary>
internal static class ModelsCheckCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "Folder of an encoder, a bundled one, or " + ModelsCommand.NameDescription };
        var shown = new Option<int>("--show") { Description = "Masked words that are shown.", DefaultValueFactory = _ => 3 };
        var json = new Option<bool>("--json") { Description = "Write the figures as JSON." };
        var text = new EncoderText();
        var threads = new ThreadsOption();
        var command = new Command("check", "Tries an encoder on text in your language: how it is cut into pieces, and what the encoder puts in the place of masked words. Exit code 1 when the script is not known.")
        {
            name, shown, json,
        };
        text.AddTo(command);
        threads.AddTo(command);
        command.SetAction(result =>
        {
            int examples = result.GetValue(shown) is >= 0 and int given ? given : throw new InvalidDataException($"--show: expected a number from 0 on, found {result.GetValue(shown)}.");
            using Workers workers = threads.Start(result);
            EncoderCheck check = EncoderCheck.Run(context.Models.Find(result.GetRequiredValue(name)), text.Of(result), examples, workers);
            if (result.GetValue(json))
            {
                EncoderCheckView.WriteJson(context, check);
            }
            else
            {
                EncoderCheckView.Write(context, check);
            }

            return check.Fit.Script == ScriptKnowledge.Unknown ? ExitCode.No : ExitCode.Success;
        });
        return command;
    }
}
