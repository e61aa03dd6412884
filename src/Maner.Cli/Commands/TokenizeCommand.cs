using System.CommandLine;
using System.Text;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;

namespace Maner.Cli.Commands;

/// <summary><c>maner tokenize</c>: shows how an encoder's tokenizer cuts texts into pieces.</summary>
internal static class TokenizeCommand
{
    // Half-read text must not pass in silence: bytes that are not UTF-8 end the command.
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
        command.Validators.Add(result =>
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
        string name = file is null or "-" ? "standard input" : file;
        if (file is not (null or "-") && !File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: expected a file of text, found {(Directory.Exists(file) ? "a folder. Name the file in it." : "no such file. Check the name.")}", file);
        }

        using StreamReader? opened = file is null or "-" ? null : new StreamReader(file, s_strictUtf8);
        try
        {
            if (asPieces)
            {
                WritePieces(tokenizer, opened ?? context.Input, context.Out);
            }
            else
            {
                TokenizeJsonLines.Run(tokenizer, opened ?? context.Input, name, context.Out);
            }
        }
        catch (DecoderFallbackException problem)
        {
            throw new InvalidDataException($"{name}: expected UTF-8, found bytes that are not. Save the file as UTF-8.", problem);
        }
    }

    private static void WritePieces(Tokenizer tokenizer, TextReader input, TextWriter output)
    {
        while (input.ReadLine() is string line)
        {
            output.Write(string.Join(' ', tokenizer.Encode(line).Pieces) + "\n");
        }
    }
}
