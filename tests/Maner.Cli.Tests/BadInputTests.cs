using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>Bad input gets one sentence and exit code 2, and leaves everything as it was.</summary>
public sealed class BadInputTests(CliModel model) : IClassFixture<CliModel>
{
    /// <summary>Each case: what stands in the folder, the command line (blanks separate; {0} is the folder, {1} the sample, {2} the model) and what the message says.</summary>
    private static readonly Dictionary<string, (Action<Scene> Prepare, string Line, string[] Says)> s_cases = new()
    {
        // Data.
        ["training file missing"] = (None, Train("--train {0}/no.conll"), ["{0}/no.conll: expected a file of sentences, found no such file", "Check the name"]),
        ["folder without train.conll"] = (scene => scene.Folder("data"), Train("--data {0}/data"), ["train.conll", "found no such file"]),
        ["data folder missing"] = (None, Train("--data {0}/no"), ["{0}/no: expected a folder with train.conll, found no such folder", "Check --data"]),
        ["empty training file"] = (scene => scene.Write("a.conll", ""), Train("--train {0}/a.conll"), ["{0}/a.conll: expected sentences, found an empty file", "Check"]),
        ["training file without tags"] = (scene => scene.Write("a.conll", "Juma\nalifika\n"), Train("--train {0}/a.conll"), ["{0}/a.conll: expected a tag for every word", "can only be predicted on"]),
        ["training file without entities"] = (scene => scene.Write("a.conll", "Habari\tO\nyako\tO\n"), Train("--train {0}/a.conll"), ["{0}/a.conll: expected named entities", "Label some first"]),
        ["dev is a folder without data"] = (None, Train("--train {1}/train.conll --dev {0}"), ["{0}: expected files of sentences in the folder", "Name the folder or the files"]),
        ["data not in UTF-8"] = (scene => scene.Write("a.conll", [.. "Jos"u8, 0xE9, .. "\tB-PER\n"u8]), Train("--train {0}/a.conll"), ["{0}/a.conll:1: expected UTF-8, found byte 0xE9", "Save the file as UTF-8"]),
        ["text not in UTF-8"] = (scene => scene.Write("a.txt", [.. "Jina\nJos"u8, 0xE9, (byte)'\n']), "predict --model {2} {0}/a.txt --out {0}/b", ["{0}/a.txt:2: expected UTF-8", "Save the file as UTF-8"]),
        ["text missing"] = (None, "predict --model {2} {0}/no.txt --out {0}/b", ["{0}/no.txt: expected a file of text, found no such file", "Check the name"]),
        ["text empty"] = (scene => scene.Write("a.txt", ""), "predict --model {2} {0}/a.txt --out {0}/b", ["{0}/a.txt: expected sentences, found none", "Check"]),
        ["text is a folder"] = (None, "predict --model {2} {0} --out {0}/b", ["{0}: expected files of sentences in the folder", "Name the folder or the files"]),
        ["evaluation of unlabelled text"] = (scene => scene.Write("a.conll", "Juma\nalifika\n"), "evaluate --model {2} {0}/a.conll", ["{0}/a.conll: expected a tag for every word"]),
        ["unknown type at evaluation"] = (scene => scene.Write("a.conll", "Jumatatu\tB-DATE\n"), "evaluate --model {2} {0}/a.conll", ["{0}/a.conll:1: expected entity types that the model knows (LOC, ORG, PER), found DATE", "--ignore-unknown-types"]),
        ["comparison without held-out data"] = (None, "compare --train {1}/train.conll --encoder {0}/encoder --out {0}/out", ["expected held-out sentences", "Give --test FILE (or --dev FILE)."]),

        // Encoders.
        ["encoder missing"] = (None, Train("--train {1}/train.conll").Replace("{0}/encoder", "{0}/no", StringComparison.Ordinal), ["Model '{0}/no': expected a folder", "(mini, mini-ner)", "Check the name"]),
        ["encoder without config.json"] = (scene => scene.Delete("encoder/config.json"), Sample, ["{0}/encoder/config.json", "found none"]),
        ["encoder without weights"] = (scene => scene.Delete("encoder/model.safetensors"), Sample, ["'{0}/encoder': expected model.safetensors", "Download"]),
        ["encoder without tokenizer"] = (scene => scene.Delete("encoder/sentencepiece.bpe.model"), Sample, ["{0}/encoder: expected a tokenizer (sentencepiece.bpe.model, tokenizer.json, vocab.txt, or vocab.json with merges.txt), found none", "Copy it"]),
        ["encoder with pickled weights"] = (scene => { scene.Delete("encoder/model.safetensors"); scene.Write("encoder/weights.bin", "x"); }, Sample, ["found only 'weights.bin'", "is called pytorch_model.bin"]),
        ["encoder with weights that are no file of torch"] = (scene => { scene.Delete("encoder/model.safetensors"); scene.Write("encoder/pytorch_model.bin", "x"); }, Sample, ["'{0}/encoder/pytorch_model.bin': expected a file of torch.save", "Get the file"]),
        ["encoder of other shapes"] = (scene => scene.Config("encoder", "intermediate_size", 24), Sample, ["expected [24,12], file has [20,12]", "Is config.json from another model?"]),
        ["encoder with more layers in its configuration"] = (scene => scene.Config("encoder", "num_hidden_layers", 3), Sample, ["roberta.encoder.layer.2.", "found none"]),
        ["encoder with fewer layers in its configuration"] = (scene => scene.Config("encoder", "num_hidden_layers", 1), Sample, ["expected the 1 layers that num_hidden_layers", "'roberta.encoder.layer.1.output.dense.weight'", "Is config.json from another model?"]),
        ["encoder with very many kinds of tokens"] = (scene => scene.Config("encoder", "type_vocab_size", int.MaxValue), Sample, ["type_vocab_size: expected at most", "Use a smaller model"]),
        ["encoder with a smaller vocabulary than its tokenizer"] = (scene => scene.Config("encoder", "vocab_size", 500), Sample, ["has 32002 ids", "vocab_size of 500"]),
        ["encoder of another architecture"] = (scene => scene.Config("encoder", "model_type", "deberta-v2"), Sample, ["model_type: expected \"xlm-roberta\" or \"roberta\" or \"bert\" or \"distilbert\" or \"modernbert\", found \"deberta-v2\"", "Use an encoder of one of these families"]),
        ["configuration of another family"] = (scene => scene.Config("encoder", "model_type", "bert"), Sample, ["bert.embeddings.", "found none. Is config.json from another model"]),
        ["configuration damaged"] = (scene => scene.Write("encoder/config.json", "{\"model_type\": "), Sample, ["{0}/encoder/config.json", "expected JSON"]),
        ["text in UTF-16 without a mark"] = (scene => scene.Write("a.txt", Encoding.Unicode.GetBytes("Juma alifika Tanga.\n")), "predict --model {2} {0}/a.txt --input text --out {0}/b", ["{0}/a.txt: expected UTF-8, found bytes of which every second is 0, as in UTF-16", "Save the file as UTF-8"]),
        ["text in UTF-32 without a mark"] = (scene => scene.Write("a.txt", Encoding.UTF32.GetBytes("Juma alifika Tanga.\n")), "predict --model {2} {0}/a.txt --input text --out {0}/b", ["three of four are 0, as in UTF-32"]),
        ["text not in UTF-8 behind U+FFFF"] = (scene => scene.Write("a.txt", [.. "Juma \uFFFF\n"u8, .. "Jos"u8, 0xE9, (byte)'\n']), "predict --model {2} {0}/a.txt --input text --out {0}/b", ["expected UTF-8, found bytes that are none"]),
        ["tokenizer damaged"] = (scene => scene.Write("encoder/sentencepiece.bpe.model", "x"), Sample, ["{0}/encoder/sentencepiece.bpe.model"]),
        ["weights truncated"] = (scene => scene.Truncate("encoder/model.safetensors"), Sample, ["{0}/encoder/model.safetensors"]),
        ["weights empty"] = (scene => scene.Write("encoder/model.safetensors", ""), Sample, ["{0}/encoder/model.safetensors"]),
        ["weights with a header of 2^63 bytes"] = (scene => scene.Write("encoder/model.safetensors", SafeTensorsBytes.Of(1UL << 63, "{}"u8.ToArray())), Sample, ["{0}/encoder/model.safetensors"]),
        ["weights that point outside the file"] = (scene => scene.Write("encoder/model.safetensors", SafeTensorsBytes.Of("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 1, 2)), Sample, ["{0}/encoder/model.safetensors"]),
        ["weights that are a Git LFS pointer"] = (scene => scene.Write("encoder/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), Sample, ["{0}/encoder/model.safetensors", "git lfs pull"]),

        // Models.
        ["model missing"] = (None, "predict --model {0}/no --out {0}/b", ["Model '{0}/no': expected a folder", "Check the name"]),
        ["model of another format version"] = (scene => scene.Manifest("format_version", 99), Predict, ["{0}/model/maner.json: expected format version 1 to 5, found 99", "train the model again"]),
        ["model description damaged"] = (scene => scene.Write("model/maner.json", "{"), Predict, ["'{0}/model/maner.json': expected JSON, found a mistake"]),
        ["model of an unknown method"] = (scene => scene.Manifest("method", "maner2"), Predict, ["There is no method 'maner2'", "Known: token, random-mask, maner, rand"]),
        ["model whose CRF counts for less than nothing"] = (scene => scene.Manifest("crf_weight", -3), Predict, ["{0}/model/maner.json: expected a crf_weight from 0 to 1000, found -3"]),
        ["model without a method"] = (scene => scene.Manifest("method", ""), Predict, ["{0}/model/maner.json: expected the name of a method"]),
        ["model whose weights are not numbers"] = (scene => { scene.Forget("model.safetensors"); scene.Spoil("model/model.safetensors", "classifier.bias", float.NaN); }, Predict, ["{0}/model/model.safetensors': tensor 'classifier.bias' [7]: expected finite numbers, found NaN (not a number) at [0]", "copy the model again"]),
        ["model whose labels are no IOB2 tags"] = (scene => { scene.Foreign(); scene.Config("model", "id2label", JsonNode.Parse("{\"0\":\"O\",\"1\":\"LABEL_1\"}")!); }, Predict, ["id2label: expected IOB2 tags", "found 'LABEL_1'"]),
        ["model whose label sets differ"] = (scene => scene.Config("model", "id2label", JsonNode.Parse("{\"0\":\"O\",\"1\":\"B-X\"}")!), Predict, ["'id2label' and the tag set of maner.json differ"]),
        ["model with fewer labels than its classifier"] = (scene => { scene.Foreign(); scene.Config("model", "id2label", JsonNode.Parse("{\"0\":\"O\",\"1\":\"B-X\"}")!); }, Predict, ["classifier.weight: expected [2,12], file has [7,12]"]),
        ["encoder in a model's place"] = (None, "predict --model {0}/encoder --out {0}/b", ["{0}/encoder/config.json: expected a tagger with its labels in 'id2label', found none", "maner train --encoder"]),
        ["evaluation with an encoder"] = (None, "evaluate --model {0}/encoder {1}/dev.conll", ["expected a tagger with its labels"]),
        ["model without weights"] = (scene => scene.Delete("model/model.safetensors"), Predict, ["'{0}/model': expected model.safetensors"]),

        // Output.
        ["output folder exists"] = (scene => scene.Write("out/notes.txt", "mine"), Sample, ["Output folder '{0}/out' exists: expected a new or an empty folder, found 'notes.txt' in it", "--overwrite", "--resume"]),
        ["output folder is a file"] = (scene => scene.Write("out", "mine"), Sample, ["Output folder '{0}/out': expected a folder or nothing there, found a file"]),
        ["output folder cannot be made"] = (scene => scene.Write("file", "mine"), Sample.Replace("{0}/out", "{0}/file/out", StringComparison.Ordinal), ["Output folder '{0}/file/out' cannot be created"]),
        ["comparison's folder exists"] = (scene => scene.Write("out/notes.txt", "mine"), "compare --data {1} --encoder {0}/encoder --out {0}/out", ["Output folder '{0}/out' exists"]),
        ["prediction's file exists"] = (scene => scene.Write("b", "mine"), "predict --model {2} {1}/unlabelled.txt --out {0}/b", ["{0}/b: expected no such file yet, found one", "--overwrite"]),
        ["prediction's folder missing"] = (None, "predict --model {2} {1}/unlabelled.txt --out {0}/no/b", ["{0}/no/b: expected a file in an existing folder for --out, found no folder '{0}/no'", "Create it first"]),
        ["nothing to resume"] = (None, Sample + " --resume", ["{0}/out: expected an interrupted run to resume, found no options.json", "Start it without --resume"]),

        // Options.
        ["learning rate too high"] = (None, Sample + " --learning-rate 5", ["--learning-rate: expected above 0 and below 1, found 5"]),
        ["no epochs"] = (None, Sample + " --epochs 0", ["--epochs: expected from 1 to 1000000, found 0"]),
        ["endless clipping"] = (None, Sample + " --clip-norm Infinity", ["--clip-norm: expected above 0 and finite"]),
        ["checkpoints at no time"] = (None, Sample + " --checkpoint-seconds NaN", ["--checkpoint-seconds: expected 0 or more"]),
        ["a batch of all the world"] = (None, Sample + " --batch-size 2147483647", ["--batch-size: expected from 1 to 1000000"]),
        ["text to tokenize missing"] = (None, "tokenize {0}/no.txt", ["{0}/no.txt: expected a file of text, found no such file"]),
        ["errors' folder missing"] = (None, "evaluate --model {2} {1}/dev.conll --errors-out {0}/no/e", ["{0}/no/e: expected a file in an existing folder for --errors-out"]),
        ["a member named by half a character"] = (scene => scene.Write("a.jsonl", "{\"\\ud800\":\"ab\"}\n"), "predict --model {2} {0}/a.jsonl --out {0}/b", ["{0}/a.jsonl:1: expected a JSON object", "half of a surrogate pair"]),
        ["tokens twice"] = (scene => scene.Write("a.jsonl", "{\"tokens\":[\"a\"],\"tokens\":[\"b\"]}\n"), "predict --model {2} {0}/a.jsonl --out {0}/b", ["{0}/a.jsonl:1: expected a JSON object"]),
        ["a word that marks a document"] = (scene => scene.Write("a.jsonl", "{\"tokens\":[\"-DOCSTART-\",\"Juma\"]}\n"), "predict --model {2} {0}/a.jsonl --out {0}/b.conll", ["'-DOCSTART-'", "cannot be written in the CoNLL format"]),
        ["certain dropout"] = (None, Sample + " --dropout 1", ["--dropout: expected from 0, below 1, found 1"]),
        ["no threads"] = (None, Sample + " --threads 0", ["--threads: expected a number from 1 to 1024, found 0"]),
        ["no training sentences"] = (None, Sample + " --train-limit 0", ["--train-limit: expected at least 1, found 0"]),
        ["no sample"] = (None, Sample + " --train-sample 0", ["--train-sample: expected at least 1, found 0"]),
        ["tag numbers without names"] = (scene => scene.Write("a.jsonl", "{\"tokens\":[\"Juma\"],\"ner_tags\":[1]}\n"), Train("--train {0}/a.jsonl"), ["{0}/a.jsonl:1: expected tags as strings", "(--tag-names O,B-PER,I-PER,…)"]),
        ["no budget"] = (None, "pretrain --encoder {0}/encoder --text {1} --out {0}/out", ["Expected a budget, either --tokens or --hours, found neither."]),
        ["heads that do not divide"] = (None, "pretrain --tokenizer {0}/none --text {1} --out {0}/out --tokens 1 --hidden 100 --heads 3", ["--heads: expected a divisor of the hidden width 100, found 3."]),
        ["unknown seeds"] = (None, "compare --data {1} --seeds 1,x", ["--seeds: expected a number from 1 to 1000", "found '1,x'"]),
        ["a seed twice"] = (None, "compare --data {1} --seeds 1,1", ["--seeds: expected", "different seeds"]),
        ["unknown method to compare"] = (None, "compare --data {1} --methods maner,mask", ["There is no method 'mask'"]),
        ["a method twice"] = (None, "compare --data {1} --methods maner,maner", ["--methods: expected the names of methods, each once"]),
        ["probabilities in colour"] = (None, "predict --model {2} {1}/unlabelled.txt --output color --probabilities", ["--probabilities: expected --output conll or jsonl"]),
    };

    /// <summary>Command lines that the parser refuses: the message is followed by a hint where help is.</summary>
    public static TheoryData<string, string> WrongLines => new()
    {
        { "predict --model {2} {1}/unlabelled.txt --out|", "--out: expected a value, found an empty one." },
        { "evaluate --model {2} {1}/dev.conll --errors-out|", "--errors-out: expected a value, found an empty one." },
        { "train --data {1} --out|", "--out: expected a value, found an empty one." },
        { "compare --data {1} --out|", "--out: expected a value, found an empty one." },
        { "data|convert {1}/dev.conll|", "IN... OUT: expected a value, found an empty one." },
        { "data|stats|", "FILE: expected a value, found an empty one." },
        { "pretrain --encoder {0}/encoder --text {1} --tokens 1 --out {0}/out --cache|", "--cache: expected a value, found an empty one." },
        { "pretrain --tokenizer {0}/x --text {1} --tokens 1 --out {0}/out --vectors|", "--vectors: expected a value, found an empty one." },
        { "predict {1}/unlabelled.txt --model|", "--model: expected a value, found an empty one." },
        { "evaluate --model {2} {1}/dev.conll --errors all", "--errors: expected a whole number, found 'all'." },
        { "train --out {0}/out --data", "--data: expected a value, found none. Is the value a variable that is not set?" },
        { "compare --data", "--data: expected a value, found none." },
        { "train --data --out {0}/out", "--data: expected a value, found the option '--out'." },
        { "train --out {0}/out --train-sample x --data {1}", "--train-sample: expected a whole number, found 'x'." },
        { "tokenize --tokenizer", "--tokenizer: expected a value, found none." },
        { "pretrain --hours x --encoder e --text t --out {0}/out", "--hours: expected" },
        { "train --data {1} --out {0}/out --epoch 2", "Did you mean '--epochs'?" },
        { "predict --modle x", "Did you mean '--model'?" },
        { Sample + " --method maners", "'maners'" },
        { Sample + " --no-such-option", "--no-such-option" },
        { Sample + " --epochs many", "'many'" },
        { Sample + " --epochs 1.5", "--epochs: expected a whole number, found '1.5'." },
        { Sample + " --train-limit 1.5", "--train-limit: expected a whole number, found '1.5'." },
        { Sample + " --threads two", "--threads: expected a whole number, found 'two'." },
        { Sample + " --seed -1", "--seed: expected a whole number, found '-1'." },
        { Sample + " --train-limit 4 --train-sample 4", "not both" },
        { Sample + " --sample-seed 4", "--sample-seed is for --train-sample" },
        { Sample + " --surface-weight 4 --crf-weight 4", "--surface-weight is the old name of --crf-weight: give one of them." },
        { "pretrain --encoder {0}/encoder --text {1} --out {0}/out --tokens few", "--tokens: expected a number such as 500k, 100M or 2G, found 'few'." },
        { Sample + " --clip-norm 1,5", "--clip-norm: expected a number such as 0.5 or 3e-4, found '1,5'." },
        { Sample + " --learning-rate 0,001", "--learning-rate: expected a number" },
        { "pretrain --encoder {0}/encoder --text {1} --out {0}/out --rate 0,3", "--rate: expected a number" },
        { "train --train {1}/train.conll", "--out" },
        { "train --out {0}/out", "Say what to learn from" },
        { "train --train {1}/train.conll --data {1} --out {0}/out", "Say what to learn from" },
        { "predict {1}/unlabelled.txt", "--model" },
        { "predict --model {2} --no-such-option", "--no-such-option" },
        { "predict --model {2} --input pdf", "pdf" },
        { "evaluate --model {2}", "FILE" },
        { "evaluate --model {2} {1}/dev.conll --errors -1", "--errors: expected 0 or more" },
        { "compare --data {1} --seed 3", "--seed" },
        { "compare --data {1} --method maner", "--method" },
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    private static string Sample => Train("--train {1}/train.conll");

    private static string Predict => "predict --model {0}/model {1}/unlabelled.txt --out {0}/b";

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_gets_one_sentence_and_leaves_nothing_behind(string name)
    {
        (Action<Scene> prepare, string line, string[] says) = s_cases[name];
        using var scene = new Scene(model);
        prepare(scene);
        string before = scene.Everything;

        (int code, string output, string error) = scene.Run(line);

        Assert.Equal((2, ""), (code, output));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.True(error.Split('\n').Count(text => text.Length > 0) == 1, error);
        Assert.All(says, part => Assert.Contains(scene.Fill(part), error, StringComparison.Ordinal));
        Assert.Equal(before, scene.Everything);
    }

    [Theory]
    [MemberData(nameof(WrongLines))]
    public void A_wrong_command_line_is_answered_with_where_help_is(string line, string says)
    {
        using var scene = new Scene(model);
        string before = scene.Everything;

        // A bar between two words joins them to one command; one at the end stands for an empty value.
        string[] words = [.. line.TrimEnd('|').Replace('|', ' ').Split(' '), .. line.EndsWith('|') ? (string[])[""] : []];
        (int code, string output, string error) = Cli.Run([.. words.Select(scene.Fill)]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.EndsWith($"Run 'maner {line.Split(' ')[0].TrimEnd('|').Replace('|', ' ')} --help' to see what it takes.\n", error, StringComparison.Ordinal);
        Assert.Equal(before, scene.Everything);
    }

    [Fact]
    public void The_character_U_FFFF_is_text()
    {
        using var scene = new Scene(model);
        scene.Write("a.txt", "Juma \uFFFF alifika\n");
        (int code, string output, _) = scene.Run("predict --model {2} {0}/a.txt --input text");
        Assert.Equal(0, code);
        Assert.Contains("\uFFFF\t", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(216)]
    [InlineData(255)]
    public void A_name_as_long_as_names_may_be_is_written(int length)
    {
        using var scene = new Scene(model);
        string name = new('n', length);
        Assert.Equal(0, scene.Run("predict --model {2} {1}/unlabelled.txt --out {0}/" + name).Code);
        Assert.True(scene.Read(name).Length > 0);
    }

    [Theory]
    [InlineData(0)] // pages of 4 KiB: no room for options.json
    [InlineData(1)] // none for the log
    [InlineData(64)] // none for the model
    public void A_full_disk_leaves_an_empty_folder(int pages)
    {
        using var scene = new Scene(model);
        scene.Folder("disk");
        string disk = scene.Fill("{0}/disk");
        if (!OperatingSystem.IsLinux() || Mount("mount", "-t", "tmpfs", "-o", $"size={Math.Max(pages, 1) * 4}k", "tmpfs", disk) != 0)
        {
            Assert.Skip("needs the right to mount a small file system");
        }

        try
        {
            if (pages == 0)
            {
                File.WriteAllBytes(Path.Combine(disk, "filler"), new byte[4096]);
            }

            (int code, _, string error) = scene.Run(Sample.Replace("{0}/out", "{0}/disk/out", StringComparison.Ordinal) + " --epochs 1 --min-updates 0 --train-limit 4");

            Assert.Equal(2, code);
            Assert.Contains("No space left on device", error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            Assert.Equal(pages > 0 ? [] : ["filler"], Directory.EnumerateFileSystemEntries(disk).Select(entry => Path.GetFileName(entry)));
        }
        finally
        {
            Mount("umount", disk);
        }
    }

    private static string Train(string data) => $"train {data} --encoder {{0}}/encoder --out {{0}}/out";

    private static void None(Scene scene)
    {
    }

    private static int Mount(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
