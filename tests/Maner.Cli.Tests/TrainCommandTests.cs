using System.Text.Json.Nodes;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Model.Storage;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Training;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class TrainCommandTests(CliModel model) : IClassFixture<CliModel>
{
    [Fact]
    public void A_report_ends_the_run_and_progress_goes_elsewhere()
    {
        Assert.StartsWith("Trained 150 epochs (750 updates)", model.TrainOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("sentences/s  ", model.TrainOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_what_the_folder_holds_and_a_complete_run_is_not_resumed()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", "--train", model.TrainFile, "--encoder", model.Encoder, .. CliModel.Quick, "--out", folder.File("model")];

        (int code, string output, string error) = Cli.Run([.. line, "--json"]);

        Assert.Equal(0, code);
        Assert.Contains("Note: there are no dev and no test sentences, so no score can be known.", error, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(folder.File("model/metrics.json"))), JsonNode.Parse(output)));
        Assert.Contains("found one that is complete", Cli.Run([.. line, "--resume"]).Error, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(line).Code);
        Assert.Equal(0, Cli.Run([.. line, "--overwrite"]).Code);
    }

    [Theory]
    [InlineData("token", true, "")]
    [InlineData("maner", true, "token")]
    [InlineData("random-mask", true, "token")]
    [InlineData("maner", false, "")]
    [InlineData("token", false, "maner")]
    public void A_head_that_the_method_does_not_keep_is_said(string method, bool isForeign, string methodOfHead)
    {
        using var folder = new TemporaryFolder();
        string start = Directory.CreateDirectory(folder.File("start")).FullName;
        foreach (string file in Directory.GetFiles(model.Folder).Where(file => !isForeign || Path.GetFileName(file) is "config.json" or "model.safetensors" or "sentencepiece.bpe.model"))
        {
            File.Copy(file, Path.Combine(start, Path.GetFileName(file)));
        }

        string[] line = ["train", "--train", model.TrainFile, "--encoder", start, "--method", method, "--epochs", "1", "--min-updates", "0"];
        string note = $"Note: {start} is a tagger of the method {methodOfHead}, of which --method {method} keeps the encoder alone: what its head knows of the tags is lost. To continue from the head, use --method {methodOfHead};";

        string error = Cli.Run([.. line, "--out", folder.File("model")]).Error;
        Assert.Equal(methodOfHead.Length > 0, error.Contains(note, StringComparison.Ordinal));
        Assert.Equal(methodOfHead.Length > 0, error.Contains("is a tagger of the method", StringComparison.Ordinal));
        Assert.DoesNotContain("is a tagger of the method", Cli.Run([.. line, "--out", folder.File("new"), "--new-head"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_with_weights_of_torch_gives_the_same_model_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        string encoder = folder.File("encoder");
        Directory.CreateDirectory(encoder);
        foreach (string file in Directory.GetFiles(model.Encoder))
        {
            if (Path.GetFileName(file) == "model.safetensors")
            {
                using var weights = SafeTensorsFile.Open(file);
                File.WriteAllBytes(Path.Combine(encoder, "pytorch_model.bin"), TorchBytes.Of(weights));
            }
            else
            {
                File.Copy(file, Path.Combine(encoder, Path.GetFileName(file)));
            }
        }

        string[] line = ["train", "--train", model.TrainFile, .. CliModel.Quick];
        (int code, _, string error) = Cli.Run([.. line, "--encoder", encoder, "--out", folder.File("a")]);
        Assert.True(code == 0, error);
        Assert.Equal(0, Cli.Run([.. line, "--encoder", model.Encoder, "--out", folder.File("b")]).Code);

        Assert.Equal(File.ReadAllBytes(folder.File("b/model.safetensors")), File.ReadAllBytes(folder.File("a/model.safetensors")));
        Assert.Equal(
            EncoderIdentity.Of("a", encoder).Config, EncoderIdentity.Of("b", model.Encoder).Config);
        Assert.NotEqual(
            EncoderIdentity.Of("a", encoder).Sha256, EncoderIdentity.Of("b", model.Encoder).Sha256);
    }

    [Fact]
    public void Several_files_are_joined_and_the_limit_is_that_of_each()
    {
        using var folder = new TemporaryFolder();
        string dev = Samples.File("dev.conll");

        (int code, string output, string error) = Cli.Run(
            ["train", "--train", model.TrainFile, dev, "--test", dev, CliModel.TestFile, "--train-limit", "4", "--encoder", model.Encoder, .. CliModel.Quick, "--out", folder.File("model")]);

        Assert.True(code == 0, error);
        Assert.DoesNotContain("no score can be known", error, StringComparison.Ordinal); // there is test
        Assert.Equal(8, (int)JsonNode.Parse(File.ReadAllText(folder.File("model/options.json")))!["train_sentences"]!);
        Assert.Contains("test: 100 sentences", output, StringComparison.Ordinal);
        Assert.Contains(
            $"Note: {dev} is the model's own train data", Cli.Run(["evaluate", "--model", folder.File("model"), dev]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_is_drawn_from_all_files_and_is_what_experiments_draw()
    {
        using var folder = new TemporaryFolder();
        string dev = Samples.File("dev.conll");
        string[] line = ["train", "--train", model.TrainFile, dev, "--encoder", model.Encoder, .. CliModel.Quick, "--out"];

        JsonNode first = Options("a", "--train-sample", "6"), again = Options("b", "--train-sample", "6", "--seed", "2"), other = Options("c", "--train-sample", "6", "--sample-seed", "2");

        Assert.Equal((6, 1), ((int)first["train_sentences"]!, (int)first["sample_seed"]!));
        Assert.Equal((string)first["entities_sha256"]!, (string)again["entities_sha256"]!); // training's seed leaves the draw as it is
        Assert.NotEqual((string)first["entities_sha256"]!, (string)other["entities_sha256"]!);
        var both = new TaskData(DataSet.Join([LabelledData.Read(model.TrainFile), LabelledData.Read(dev)]), null, null);
        Assert.Equal(Subset.OfTrain(both, 6, seed: 1).EntitiesSha256, (string)first["entities_sha256"]!);

        JsonNode Options(string name, params string[] more)
        {
            (int code, _, string error) = Cli.Run([.. line, folder.File(name), .. more]);
            Assert.True(code == 0, error);
            return JsonNode.Parse(File.ReadAllText(folder.File($"{name}/options.json")))!;
        }
    }

    [Fact]
    public void A_sample_of_more_sentences_than_there_are_is_all_of_them_with_a_note()
    {
        using var folder = new TemporaryFolder();

        (int code, _, string error) = Cli.Run(["train", "--train", model.TrainFile, "--train-sample", "9999", "--encoder", model.Encoder, .. CliModel.Quick, "--out", folder.File("model")]);

        Assert.Equal(0, code);
        int count = LabelledData.Read(model.TrainFile).Sentences.Count;
        Assert.Contains($"Note: --train-sample 9999: there are only {count} training sentences; all are used.", error, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(File.ReadAllText(folder.File("model/options.json")))!["sample_seed"]);
    }

    [Fact]
    public void An_old_name_of_an_option_is_taken_with_a_note_and_no_help_shows_it()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", "--train", model.TrainFile, "--encoder", model.Encoder, .. CliModel.Quick, "--train-limit", "4", "--out"];

        (int code, _, string error) = Cli.Run([.. line, folder.File("old"), "--surface-weight", "2"]);

        Assert.Equal(0, code);
        Assert.Contains("Note: --surface-weight is now called --crf-weight. This version still takes the old name; the next one will not.\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("--crf-weight", Cli.Run([.. line, folder.File("new"), "--crf-weight", "2"]).Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(folder.File("new/options.json")), File.ReadAllText(folder.File("old/options.json")));
        string help = Cli.Run(["train", "--help"]).Output;
        Assert.Contains("--crf-weight", help, StringComparison.Ordinal);
        Assert.DoesNotContain("surface", help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_looked_up_under_the_data_root()
    {
        using var folder = new TemporaryFolder();
        string work = folder.File("work"), root = folder.File("elsewhere");
        Put(Path.Combine(root, "wikiann/sw"), 3);
        Put(Path.Combine(work, "data/wikiann/sw"), 5);

        Assert.Equal(3, Sentences(root, "wikiann/sw"));
        Assert.Equal(5, Sentences(null, "wikiann/sw"));
        Assert.Equal(3, Sentences(null, "../elsewhere/wikiann/sw")); // a folder needs no root

        Assert.Equal((2, 2), (Missing(root, out string named), Missing(null, out string unnamed)));
        Assert.Contains($"wikiann/yo: expected a folder with train.conll, found no such folder, nor one of that name under the data root '{root}'. Check --data and MANER_DATA", named, StringComparison.Ordinal);
        Assert.Contains("wikiann/yo: expected a folder with train.conll, found no such folder, nor one of that name under the data root 'data'. Check --data and MANER_DATA", unnamed, StringComparison.Ordinal);

        void Put(string path, int sentences)
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "train.conll"), string.Join("\n\n", File.ReadAllText(model.TrainFile).Split("\n\n").Take(sentences)) + "\n\n");
        }

        int Sentences(string? dataRoot, string name)
        {
            string target = folder.File("model");
            (int code, string error) = Cli.RunProcess(work, DataRoot.Variable, dataRoot, ["train", "--data", name, "--encoder", model.Encoder, .. CliModel.Quick, "--out", target, "--overwrite"]);
            Assert.True(code == 0, error);
            return (int)JsonNode.Parse(File.ReadAllText(Path.Combine(target, "options.json")))!["train_sentences"]!;
        }

        int Missing(string? dataRoot, out string error)
        {
            (int code, error) = Cli.RunProcess(work, DataRoot.Variable, dataRoot, ["train", "--data", "wikiann/yo", "--encoder", model.Encoder, .. CliModel.Quick, "--out", folder.File("none")]);
            return code;
        }
    }

    [Fact]
    public void A_tagger_can_be_where_another_one_starts()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", "--train", model.TrainFile, "--test", model.TrainFile, .. CliModel.Quick, "--learning-rate", "1e-9", "--encoder", model.Folder, "--json", "--out"];

        double kept = F1(Cli.Run([.. line, folder.File("kept"), "--crf-weight", "0"]).Output);
        double anew = F1(Cli.Run([.. line, folder.File("anew"), "--crf-weight", "0", "--new-head"]).Output);

        Assert.True(kept > 0.8, $"F1 of the tagger that it started from {kept}");
        Assert.True(anew < 0.5, $"F1 with a head of which nothing is known {anew}");

        static double F1(string json) => (double)JsonNode.Parse(json)!["test"]!["strict"]!["micro"]!["f1"]!;
    }

    [Fact]
    public void A_collapsed_run_is_warned_about()
    {
        using var folder = new TemporaryFolder();

        (int code, _, string error) = Cli.Run(
            ["train", "--train", model.TrainFile, "--encoder", model.Encoder, .. CliModel.Quick, "--learning-rate", "1e-9", "--out", folder.File("model")]);

        Assert.Equal(0, code);
        Assert.Contains("Warning: The run ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_signal_ends_a_run_in_order_and_it_can_be_resumed(string signal)
    {
        using var folder = new TemporaryFolder();
        string target = folder.File("model");
        string[] line = ["train", "--train", model.TrainFile, "--encoder", model.Encoder, "--min-updates", "200000", "--threads", "1", "--out", target];
        (int code, string error) = Cli.Signalled(signal, Path.Combine(target, "log.jsonl"), line);

        Assert.Equal((1, true), (code, error.Contains("Interrupted and saved. Continue with the same command and --resume", StringComparison.Ordinal)));
        Assert.Equal(["checkpoint.safetensors", "log.jsonl", "options.json"], Directory.EnumerateFiles(target).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }
}
