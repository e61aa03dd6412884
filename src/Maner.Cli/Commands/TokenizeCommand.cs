using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Ner.Prediction;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;

namespace Maner.Cli.Commands;

/// <summary><c>maner tokenize</c>: shows how an encoder's tokenizer cuts texts into pieces.</summary>
internal static class TokenizeCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "JSON Lines with a field \"text\"; standard input when absent or '-'.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> encoder = ModelOptions.EncoderOfTokenizer(ModelOptions.LanguageModel);
        var tokenizer = new Option<string?>("--tokenizer") { Description = "SentencePiece model to use instead of an encoder's." };
        var pieces = new Option<bool>("--pieces") { Description = "Plain text in, one line of pieces separated by spaces out: what fastText and word2vec read." };
        var command = new Command("tokenize", "Cut texts into pieces: JSON Lines with \"text\" in; \"ids\", \"pieces\", \"begin\", \"end\" (code points) added out.")
        {
            file, encoder, tokenizer, pieces,
        };
        command.AddRule(result =>
        {
            if (result.GetResult(encoder) is { Implicit: false } && result.GetResult(tokenizer) is not null)
            {
                result.AddError("Give --encoder or --tokenizer, not both.");
            }
        });
        command.SetAction(parsed =>
        {
            Tokenizer opened = parsed.GetValue(tokenizer) is { } model
                ? UnigramTokenizer.Load(model)
                : TokenizerFolder.Open(context.Models.Find(parsed.GetRequiredValue(encoder)));
            Run(opened, parsed.GetValue(file), parsed.GetValue(pieces), context);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Run(Tokenizer tokenizer, string? file, bool asPieces, CliContext context)
    {
        file = file == "-" ? null : file;
        TextInput.Require(file);
        using StreamReader? opened = file is null ? null : TextInput.Open(file);
        string name = TextInput.NameOf(file);
        IEnumerable<InputLine> lines = InputLines.Read(opened ?? context.Input, name);
        if (asPieces)
        {
            WritePieces(tokenizer, lines, context.Out);
        }
        else
        {
            TokenizeJsonLines.Run(tokenizer, lines.Select(line => (line.Number, line.Text)), name, context.Out);
        }
    }

    private static void WritePieces(Tokenizer tokenizer, IEnumerable<InputLine> lines, TextWriter output)
    {
        foreach (InputLine line in lines)
        {
            output.Write(string.Join(' ', tokenizer.Encode(line.Text).Pieces) + "\n");
        }
    }
}
