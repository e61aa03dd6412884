using System.CommandLine;
using Maner.Cli.Views;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>A model has one name for all commands, and one message where there is none of that name.</summary>
public sealed class ModelNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Every command that takes the name of a model, and what it says when the model is found: an error that comes after the look-up, or nothing.</summary>
    public static TheoryData<string, string> Commands { get; } = new()
    {
        { "train --encoder NAME --data no/such --out OUT", "no/such: expected a folder with train.conll" },
        { "serve --model NAME --certificate no/such --port 0", "no/such: expected the file of a certificate" },
        { "annotate no/such/x.db --model NAME --no-browser", "no/such/x.db: expected a folder for the project" },
        { "compare --encoder NAME --data no/such", "no/such: expected a folder with train.conll" },
        { "pretrain --encoder NAME --text TEXT --tokens 1k --max-tokens 60000 --out OUT", "expected positions for rows of 60000 tokens" },
        { "predict --model NAME --threads 1 EMPTY", "expected sentences, found none" },
        { "evaluate --model NAME --threads 1 TEST", "" },
        { "tokenize --encoder NAME EMPTY", "" },
        { "experiment submit EXPERIMENT --engine slurm --dry-run --out OUT --data-root ROOT", "" },
    };

    /// <summary>The commands alone.</summary>
    public static TheoryData<string> Lines { get; } = [.. Commands.Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_command_refuses_an_unknown_name_alike(string line)
    {
        (int code, string output, string error) = Run(line, "no/such/model");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(
            "Model 'no/such/model': expected a folder with config.json, weights and a tokenizer, or the name of a bundled model (mini, mini-ner), or OWNER/NAME of a model of the Hugging Face hub, or the short name of one (maner models list), found none. Check the name.\n",
            error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_finds_a_bundled_model(string line, string later)
    {
        string error = Run(line, "mini-ner").Error;
        Assert.DoesNotContain("Model '", error, StringComparison.Ordinal);
        Assert.Contains(later, error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_is_found_where_a_tagger_is_asked_for_and_refused_for_what_it_is() =>
        Assert.Contains("expected a tagger with its labels in 'id2label', found none", Run("evaluate --model NAME TEST", "mini").Error, StringComparison.Ordinal);

    [Fact]
    public void A_folder_that_is_not_there_is_said_not_to_be_and_the_model_is_named_once()
    {
        (int code, _, string error) = Run("tokenize --encoder NAME EMPTY", "models/xlm-roberta-base");
        Assert.Equal(ExitCode.No, code);
        Assert.StartsWith("Model 'models/xlm-roberta-base': no folder of this name is here; as a model of the hub: expected it in the cache", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Split("Model '").Length);
        Assert.Contains("as 'FacebookAI/xlm-roberta-base' of the hub: expected", Run("tokenize --encoder NAME EMPTY", "xlm-roberta-base").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void These_are_all_the_commands_that_take_a_model()
    {
        string[] found = [.. Walk(CliApp.CreateRoot(new CliContext(TextWriter.Null, TextWriter.Null, TextReader.Null, isTerminal: false, isInputTerminal: false, CancellationToken.None)), "").Where(command => command.Takes).Select(command => command.Path)];
        Assert.NotEmpty(found);
        Assert.All(found, path => Assert.Contains(Commands, row => row.Data.Item1.StartsWith(path + " ", StringComparison.Ordinal)));

        static IEnumerable<(string Path, bool Takes)> Walk(Command command, string path) => command.Subcommands
            .SelectMany(child => Walk(child, $"{path} {child.Name}".Trim()))
            .Prepend((path, command.Options.Any(option => option.Name is "--encoder" or "--model")));
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Error) Run(string line, string name)
    {
        File.WriteAllText(_folder.File("swa.txt"), "Halima anaishi Dodoma .\n");
        File.WriteAllText(_folder.File("empty"), "");
        File.WriteAllLines(_folder.File("test.conll"), File.ReadLines(Samples.File("test.conll")).TakeWhile(row => row.Length > 0).Append(""));
        string data = Directory.CreateDirectory(_folder.File("root/wikiann/yo")).FullName;
        Array.ForEach(["train.conll", "test.conll"], file => File.Copy(_folder.File("test.conll"), Path.Combine(data, file), overwrite: true));
        File.WriteAllText(_folder.File("experiment.yaml"), $"title: t\nencoders: [{name}]\nmethods: [maner]\nsizes: [1]\nseeds: 1\nblocks:\n  a: {{report: methods, data: [wikiann/yo]}}\n");
        return Cli.Run([.. line.Split(' ').Select(word => word switch
        {
            "NAME" => name,
            "OUT" => _folder.File("out"),
            "TEXT" => _folder.File("swa.txt"),
            "TEST" => _folder.File("test.conll"),
            "EMPTY" => _folder.File("empty"),
            "ROOT" => _folder.File("root"),
            "EXPERIMENT" => _folder.File("experiment.yaml"),
            _ => word,
        })]);
    }
}
