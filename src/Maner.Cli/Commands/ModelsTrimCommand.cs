using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Hub.Downloads;
using Maner.Ner.Encoders;

namespace Maner.Cli.Commands;

/// <summary><c>maner models trim NAME</c>: an encoder with the pieces of some languages only.</summary>
internal static class ModelsTrimCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "Folder of an encoder, a bundled one, or " + ModelsCommand.NameDescription };
        var output = new Option<string>("--out") { Description = "Folder for the smaller encoder; must be new or empty.", Required = true };
        var json = new Option<bool>("--json") { Description = "Write the figures as JSON." };
        var text = new EncoderText();
        var command = new Command("trim", "Makes an encoder smaller: keeps the pieces that a text needs and all single characters. Text of its words has the same pieces and the same hidden states, bit for bit.")
        {
            name, output, json,
        };
        text.AddTo(command);
        command.SetAction(result =>
        {
            string folder = result.GetRequiredValue(output);
            TrimmedEncoder trimmed = EncoderTrimmer.Run(context.Models.Find(result.GetRequiredValue(name)), text.Of(result), folder);
            if (result.GetValue(json))
            {
                WriteJson(context, folder, trimmed);
            }
            else
            {
                Write(context, folder, trimmed);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(CliContext context, string folder, TrimmedEncoder trimmed)
    {
        var table = new OutputTable("", "before#", "after#");
        table.Add("pieces", Number(trimmed.Rows), Number(trimmed.KeptRows));
        table.Add("weights and tokenizer", Sizes.Text(trimmed.Bytes), Sizes.Text(trimmed.KeptBytes));
        table.Write(context);
        context.Out.WriteLine($"The same pieces before and after in all {trimmed.Lines} lines and {trimmed.Words} different words.");
        if (trimmed.LeftOut.Count > 0)
        {
            context.Error.WriteLine($"Note: left out, since no encoder here reads them: {string.Join(", ", trimmed.LeftOut)}.");
        }

        context.Out.WriteLine($"Encoder saved in {folder}. Other text is cut into smaller pieces: see how much with maner models check {folder} --text FILE");
    }

    private static void WriteJson(CliContext context, string folder, TrimmedEncoder trimmed) => JsonOutput.Write(context.Out, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("folder", folder);
        writer.WriteNumber("pieces_before", trimmed.Rows);
        writer.WriteNumber("pieces", trimmed.KeptRows);
        writer.WriteNumber("bytes_before", trimmed.Bytes);
        writer.WriteNumber("bytes", trimmed.KeptBytes);
        writer.WriteNumber("lines_compared", trimmed.Lines);
        writer.WriteNumber("words_compared", trimmed.Words);
        writer.WriteStartArray("left_out");
        foreach (string tensor in trimmed.LeftOut)
        {
            writer.WriteStringValue(tensor);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
