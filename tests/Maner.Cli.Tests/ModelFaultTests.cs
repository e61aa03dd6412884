using System.Text.Json.Nodes;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>A model folder that was damaged, mixed up or made to do harm is refused with one sentence: never loaded, never waited for, never a defect.</summary>
public sealed class ModelFaultTests(CliModel model) : IClassFixture<CliModel>
{
    private const string Predict = "predict --model {0}/model {1}/unlabelled.txt --out {0}/b";
    private const string Evaluate = "evaluate --model {0}/model {1}/dev.conll";
    private const string Train = "train --train {1}/train.conll --encoder {0}/encoder --out {0}/out";
    private const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    private static readonly string[] s_files = ["config.json", "maner.json", "model.safetensors", "crf.safetensors", "words.json", "sentencepiece.bpe.model"];
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Files => [.. s_files];

    public static TheoryData<string, string, float, string> Numbers => new()
    {
        { "model.safetensors", "classifier.weight", float.PositiveInfinity, "infinity" },
        { "model.safetensors", "roberta.embeddings.word_embeddings.weight", float.NaN, "NaN" },
        { "model.safetensors", "roberta.encoder.layer.0.attention.self.query.weight", float.NegativeInfinity, "minus infinity" },
        { "crf.safetensors", "crf.weight", float.NaN, "NaN" },
        { "crf.safetensors", "crf.transitions", float.PositiveInfinity, "infinity" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_that_is_none_is_refused_with_its_tensor_and_file(string file, string tensor, float value, string found)
    {
        foreach (string line in (string[])[Predict, Predict + " --output jsonl", Evaluate])
        {
            using var scene = new Scene(model);
            scene.Forget(file);
            scene.Spoil("model/" + file, tensor, value);
            Refused(scene, line, $"{{0}}/model/{file}': tensor '{tensor}'", $"expected finite numbers, found {found}");
        }
    }

    [Theory]
    [InlineData("encoder.layer.0.output.dense.weight")]
    [InlineData("embeddings.position_embeddings.weight")]
    public void An_encoder_with_such_a_number_is_refused_before_training(string tensor)
    {
        using var scene = new Scene(model);
        scene.Spoil("encoder/model.safetensors", "roberta." + tensor, float.NaN);
        Refused(scene, Train, $"tensor 'roberta.{tensor}'", "expected finite numbers");
    }

    [Theory]
    [InlineData(Train, "encoder")]
    [InlineData(Predict, "model")]
    public void Shapes_that_the_file_does_not_have_are_refused_before_memory_is_taken(string line, string folder)
    {
        using var scene = new Scene(model);
        scene.Config(folder, "hidden_size", 36_000);
        scene.Config(folder, "intermediate_size", 30_000);
        scene.Config(folder, "num_hidden_layers", 1000);
        Refused(scene, line, "expected [", "file has [", "Is config.json from another model?");
    }

    [Fact]
    public void Very_many_labels_are_refused_before_memory_is_taken()
    {
        using var scene = new Scene(model);
        scene.Foreign();
        scene.Config("model", "id2label", new JsonObject([.. Enumerable.Range(0, 5000).Select(id => KeyValuePair.Create($"{id}", (JsonNode?)(id == 0 ? "O" : $"B-{id}")))]));
        Refused(scene, Predict, "id2label: expected at most 2001 tags, found 5000", "square");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_named_pipe_is_not_waited_for(string file)
    {
        using var scene = new Scene(model);
        scene.Pipe("model/" + file);
        Refused(scene, Predict, $"'{{0}}/model/{file}': expected a regular file, found a named pipe");
        Refused(scene, Evaluate, $"'{{0}}/model/{file}': expected a regular file");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("sentencepiece.bpe.model")]
    public void A_device_without_an_end_is_not_read(string file)
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero.");
        using var scene = new Scene(model);
        scene.Link("encoder/" + file, "/dev/zero");
        Refused(scene, Train, $"'{{0}}/encoder/{file}': expected a regular file");
        Refused(scene, "tokenize --encoder {0}/encoder {1}/unlabelled.txt", "expected a regular file");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_pointer_of_Git_LFS_is_said_to_be_one(string file)
    {
        using var scene = new Scene(model);
        scene.Write("model/" + file, Pointer);
        Refused(scene, Predict, $"'{{0}}/model/{file}': expected the file itself, found a Git LFS pointer", "git lfs pull");
    }

    [Theory]
    [InlineData("predict --model {2} {0}/a.txt --out {0}/b")]
    [InlineData("evaluate --model {2} {0}/a.txt")]
    public void A_pointer_in_the_place_of_data_is_said_to_be_one(string line)
    {
        using var scene = new Scene(model);
        scene.Write("a.txt", Pointer);
        Refused(scene, line, "{0}/a.txt: expected sentences, found a Git LFS pointer");
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("crf.safetensors")]
    [InlineData("sentencepiece.bpe.model")]
    public void One_bit_that_changed_is_found(string file)
    {
        using var scene = new Scene(model);
        (int code, string output, _) = scene.Run("models verify {0}/model");
        Assert.Equal((0, true), (code, output.EndsWith("files right\n", StringComparison.Ordinal)));

        scene.Flip("model/" + file);
        string[] says = [$"{{0}}/model/{file}: expected the content that the model was saved with (SHA-256 "];
        Refused(scene, Predict, says);
        Refused(scene, Evaluate, says);
        (code, output, _) = scene.Run("models verify {0}/model");
        Assert.Equal(1, code);
        Assert.Contains(scene.Fill(says[0]), output, StringComparison.Ordinal);

        scene.Delete("model/" + file);
        (code, output, _) = scene.Run("models verify {0}/model");
        Assert.Equal(1, code);
        Assert.Contains("expected the file that the model was saved with, found none", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_an_earlier_version_has_no_hashes_and_loads()
    {
        using var scene = new Scene(model);
        s_files.Except(["config.json", "maner.json"]).ToList().ForEach(scene.Forget);
        Assert.Equal(0, scene.Run(Predict).Code);
    }

    [Fact]
    public void A_hash_does_not_lead_out_of_the_folder()
    {
        using var scene = new Scene(model);
        scene.Manifest("file_hashes", new JsonObject { ["../encoder/config.json"] = "00" });
        Assert.Equal(0, scene.Run(Predict).Code);
        Assert.Equal(1, scene.Run("models verify {0}/model").Code);
    }

    [Fact]
    public void A_description_that_is_missing_beside_files_of_this_program_is_said_to_be()
    {
        using var scene = new Scene(model);
        scene.Delete("model/maner.json");
        Refused(scene, Predict, "{0}/model/maner.json: expected this file, which says how the model tags, beside crf.safetensors", "Copy the model folder again");
    }

    [Theory]
    [InlineData("\"decoding\":", "\"decodng\":", "expected the keys format_version, method, new_token_id, decoding, crf_weight", "found 'decodng'")]
    [InlineData("\"method\":", "\"method\": \"token\", \"method\":", "Duplicate property 'method'", "expected JSON")]
    [InlineData("\"decoding\": \"viterbi\",", "", "expected a decoding (viterbi or argmax), found none", "Copy the model folder again")]
    [InlineData("\"format_version\":", "\"format_version\": \"x\", \"Format_version\":", "expected the keys", "found 'Format_version'")]
    public void A_description_with_a_wrong_key_is_refused(string text, string changed, params string[] says)
    {
        using var scene = new Scene(model);
        string before = scene.Read("model/maner.json");
        Assert.Contains(text, before, StringComparison.Ordinal);
        int at = before.IndexOf(text, StringComparison.Ordinal);
        scene.Write("model/maner.json", before[..at] + changed + before[(at + text.Length)..]);
        Refused(scene, Predict, says);
    }

    [Fact]
    public void A_CRF_that_the_description_knows_nothing_of_is_refused()
    {
        using var scene = new Scene(model);
        JsonObject manifest = JsonNode.Parse(scene.Read("model/maner.json"))!.AsObject();
        manifest.Remove("crf_weight");
        scene.Write("model/maner.json", manifest.ToJsonString());
        Refused(scene, Predict, "expected the weight of the CRF that is in 'crf.safetensors' (crf_weight), found none");
    }

    [Theory]
    [InlineData("B-A\tB", "'B-A\\u0009B', which holds a tab")]
    [InlineData("B-A\nB", "which holds a line end")]
    [InlineData("B-A\u2028B", "which holds a line end")]
    [InlineData("B-A\0", "which holds the control character U+0000")]
    [InlineData("B-A\u001b[31m", "which holds the control character U+001B")]
    public void A_label_that_would_break_files_or_act_on_a_terminal_is_refused(string label, string found)
    {
        using var scene = new Scene(model);
        scene.Foreign();
        scene.Config("model", "id2label", new JsonObject { ["0"] = "O", ["1"] = label });
        Refused(scene, Predict, "id2label: expected tags that can be written and read, found", found);

        scene.Write("a.jsonl", new JsonObject { ["tokens"] = new JsonArray("Juma", "alifika"), ["tags"] = new JsonArray(label, "O") }.ToJsonString() + "\n");
        Refused(scene, "data stats {0}/a.jsonl --keep-rare-types", "{0}/a.jsonl:1: expected names of entity types that can be written and read", found.Replace("B-", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_of_a_million_letters_is_not_printed_whole()
    {
        using var scene = new Scene(model);
        scene.Foreign();
        scene.Config("model", "id2label", new JsonObject { ["0"] = "O", ["1"] = "B-" + new string('x', 1_000_000) });
        string error = Refused(scene, Predict, "which has 1000002 characters, more than 200");
        Assert.True(error.Length < 1000, $"{error.Length} characters");
    }

    private static string Refused(Scene scene, string line, params string[] says)
    {
        Task<(int Code, string Output, string Error)> run = Task.Run(() => scene.Run(line));
        Assert.True(run.Wait(s_limit), $"{line} did not end");
        (int code, string output, string error) = run.GetAwaiter().GetResult();
        Assert.True(code == 2, $"{line}: {code} {error}");
        Assert.Equal("", output);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.All(says, part => Assert.Contains(scene.Fill(part), error, StringComparison.Ordinal));
        return error;
    }
}
