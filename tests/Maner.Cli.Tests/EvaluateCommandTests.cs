using System.Text.Json.Nodes;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class EvaluateCommandTests(CliModel model) : IClassFixture<CliModel>
{
    [Fact]
    public void The_report_is_the_one_that_training_ended_with()
    {
        JsonNode json = Json(CliModel.TestFile, "--train", model.TrainFile);
        JsonNode metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(model.Folder, "metrics.json")))!;

        Assert.True(JsonNode.DeepEquals(metrics["test"], json["files"]![0]!["report"]));
        Assert.Equal("maner", (string?)json["method"]);
    }

    [Fact]
    public void Tables_show_both_rules_and_the_types()
    {
        (int code, string output, string error) = Evaluate(CliModel.TestFile, model.TrainFile);

        Assert.Equal(0, code);
        Assert.Contains($"{CliModel.TestFile}: 50 sentences", output, StringComparison.Ordinal);
        Assert.Contains($"{model.TrainFile}: 18 sentences", output, StringComparison.Ordinal);
        Assert.Contains("F1 conlleval", output, StringComparison.Ordinal);
        Assert.Contains("gold \\ predicted  LOC", output, StringComparison.Ordinal);
        Assert.Contains("(nothing)", output, StringComparison.Ordinal);
        Assert.Equal($"Note: {model.TrainFile} is the model's own train data: its scores say little about other text.\n", error);
    }

    [Fact]
    public void Of_each_kind_of_repair_some_are_told_and_the_others_counted()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("many.conll");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("Amina\tB-PER\n\n", 6)) + "wa\tO\nTanga\tI-LOC\n\n");

        string error = Evaluate(path).Error;

        Assert.Equal(3, error.Split('\n').Count(line => line.Contains("is also in line 1", StringComparison.Ordinal)));
        Assert.Contains($"Note: {path}: 2 more of the kind; see them all with: maner data check {path}\n", error, StringComparison.Ordinal);
        Assert.Contains($"Note: {path}:14: ", error, StringComparison.Ordinal); // the tag, which five repeated sentences stand before
    }

    [Fact]
    public void Training_sentences_are_told_apart_on_request()
    {
        JsonNode overlap = Json(model.TrainFile, "--train", model.TrainFile)["files"]![0]!["report"]!["without_train_overlap"]!;
        Assert.Equal((0, 18), ((int)overlap["sentences"]!, (int)overlap["left_out"]!));
    }

    [Fact]
    public void Every_error_is_listed_where_it_stands()
    {
        using var folder = new TemporaryFolder();
        string target = folder.File("errors.jsonl");
        JsonNode json = Json(CliModel.TestFile, "--errors", "2", "--errors-out", target);

        JsonNode[] errors = [.. File.ReadAllLines(target).Select(line => JsonNode.Parse(line)!)];
        JsonNode counts = json["files"]![0]!["report"]!["errors"]!;
        foreach (string kind in (string[])["missed", "spurious", "wrong_type", "wrong_boundary", "wrong_type_and_boundary"])
        {
            Assert.Equal((int)counts[kind]!, errors.Count(error => (string?)error["kind"] == kind));
        }

        Assert.True(errors.Length > 2, "the sample's dev sentences are too hard for a model of eighteen sentences");
        string[] lines = File.ReadAllLines(CliModel.TestFile);
        Assert.All(errors, error => Assert.StartsWith(lines[(int)error["line"]! - 1].Split('\t')[0] + " ", (string)error["text"]!, StringComparison.Ordinal));
        Assert.All(errors.Where(error => error["gold"] is not null), error => Assert.Contains((string)error["gold"]!["text"]!, (string)error["text"]!, StringComparison.Ordinal));
        Assert.Equal(errors.Take(2).Select(error => error.ToJsonString()), json["files"]![0]!["error_list"]!.AsArray().Select(error => error!.ToJsonString()));

        string listing = Evaluate(CliModel.TestFile, "--errors", "1").Output;
        Assert.Contains($"{CliModel.TestFile}:{errors[0]["line"]}", listing, StringComparison.Ordinal);
        Assert.Contains($"{errors.Length - 1} more; list them with --errors {errors.Length}", listing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_the_model_does_not_know_is_refused_or_on_request_left_out()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("dates.conll");
        File.WriteAllText(file, "Juma\tB-PER\nalifika\tO\n\nJumatatu\tB-DATE\nasubuhi\tI-DATE\n\n");

        (int code, string output, string error) = Evaluate(file);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            $"{file}:4: expected entity types that the model knows (LOC, ORG, PER), found DATE ('Jumatatu asubuhi'); unknown in the file: DATE (1 entity). " +
            "Train a model on data that has the type, map it to a known one in the file, or leave it out (--ignore-unknown-types).\n",
            error);

        JsonNode report = Json(file, "--ignore-unknown-types")["files"]![0]!["report"]!;
        Assert.Equal(1, (int)report["strict"]!["micro"]!["support"]!);
        Assert.Contains("1 entity of types that the model does not know (DATE) left out", Evaluate(file, "--ignore-unknown-types").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_are_not_asked_for_are_left_out_of_gold_and_predictions()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("no-dates.conll");
        File.WriteAllText(file, "Angela\tB-PER\nMerkel\tI-PER\nbesuchte\tO\nam\tO\n12.\tO\nMärz\tO\n2021\tO\nMünchen\tB-LOC\n.\tO\n\n");
        string[] command = ["evaluate", "--model", "mini-ner", "--threads", "1", file];
        (int code, string output, string error) = Cli.Run(command);
        Assert.Equal(0, code);
        Assert.Contains($"Note: {file} has no gold entity of DATE, so what is found of it counts as spurious (1 entity). If it was not labelled for that, leave it out: --types LOC,PER\n", error, StringComparison.Ordinal);
        Assert.Contains("1 spurious", output, StringComparison.Ordinal);

        (code, output, error) = Cli.Run([.. command, "--types", "LOC,PER"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("0 spurious", output, StringComparison.Ordinal);
        Assert.DoesNotContain("DATE", output, StringComparison.Ordinal);

        (code, output, error) = Cli.Run([.. command, "--types", "PER", "--json"]);
        Assert.Contains("1 gold entity of other types (LOC) left out of the scores (--types)", error, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal((1, 1), ((int)json["files"]![0]!["report"]!["strict"]!["micro"]!["support"]!, json["types"]!.AsArray().Count));

        Assert.Equal(2, Cli.Run([.. command, "--types", "PER,GPE"]).Code);
    }

    private (int Code, string Output, string Error) Evaluate(params string[] options) =>
        Cli.Run(["evaluate", "--model", model.Folder, "--threads", "1", .. options]);

    private JsonNode Json(params string[] options)
    {
        (int code, string output, string error) = Evaluate(["--json", .. options]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }
}
