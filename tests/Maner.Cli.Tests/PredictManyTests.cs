using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary><c>maner predict</c> on files of any number and size: in parts, interrupted and resumed, packed; the result is the same to the byte.</summary>
public sealed class PredictManyTests(CliModel model) : IClassFixture<CliModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("--threads", "2")]
    [InlineData("--threads", "3")]
    public void Any_number_of_threads_gives_the_same_bytes_and_repeated_sentences_too(params string[] options)
    {
        string text = Text("a.txt", 700, repeated: true);
        string[] line = ["predict", "--model", model.Folder, text, "--output", "jsonl", "--probabilities"];
        (int code, string one, _) = Cli.Run([.. line, "--threads", "1"]);
        Assert.Equal(0, code);
        Assert.Equal(one, Cli.Run([.. line, .. options]).Output);
        Assert.Equal(700, one.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("out.jsonl")]
    [InlineData("out.conll")]
    [InlineData("out.jsonl.gz")]
    public void An_interrupted_run_is_resumed_to_the_bytes_of_one_that_was_not(string name)
    {
        string text = Text("a.txt", 30_000), target = _folder.File(name), straight = _folder.File("straight-" + name);
        string[] line = ["predict", "--model", model.Folder, text, "--threads", "1", "--out"];
        Assert.Equal(0, Cli.Run([.. line, straight]).Code);

        (int code, string error) = Cli.Signalled("TERM", target + ".part", [.. line, target]);
        Assert.SkipWhen(code == 0, "The run was over before it was interrupted.");
        Assert.Equal(1, code);
        Assert.Contains($"sentences are kept in {target}.part. Continue with the same command and --resume.", error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));

        (code, _, error) = Cli.Run([.. line, target]);
        Assert.Equal(2, code);
        Assert.Contains("found what an interrupted run left. Resume that run, or begin again and overwrite it.", error, StringComparison.Ordinal);
        (code, _, error) = Cli.Run([.. line, target, "--resume", "--types", "PER"]);
        Assert.Equal(2, code);
        Assert.Contains("begun with another model, input or options", error, StringComparison.Ordinal);

        Assert.Equal(0, Cli.Run([.. line, target, "--resume"]).Code);
        Assert.Equal(File.ReadAllBytes(straight), File.ReadAllBytes(target));
        Assert.False(File.Exists(target + ".part") || File.Exists(target + ".part.json"));

        (code, _, error) = Cli.Run([.. line, target, "--resume"]);
        Assert.Equal((0, $"Note: {target} is there and whole; nothing is left to do.\n"), (code, error));
    }

    [Fact]
    public void A_run_that_was_killed_continues_behind_what_was_whole()
    {
        string text = Text("a.txt", 200), target = _folder.File("out.jsonl");
        string[] line = ["predict", "--model", model.Folder, text, "--threads", "1", "--out", target];
        Assert.Equal(0, Cli.Run(line).Code);
        byte[] whole = File.ReadAllBytes(target);

        // As a process leaves it that dies between two records: more in the file than the record knows of.
        File.Move(target, target + ".part");
        Assert.Equal(0, Cli.Run([.. line, "--resume"]).Code); // no record: from the beginning
        Assert.Equal(whole, File.ReadAllBytes(target));
    }

    [Fact]
    public void Several_files_and_folders_packed_or_not_go_one_behind_the_other()
    {
        string one = Text("one.txt", 3), two = Text("two.txt", 2);
        Directory.CreateDirectory(_folder.File("more"));
        File.WriteAllBytes(_folder.File("more/b.jsonl.gz"), Gzipped.Of(Encoding.UTF8.GetBytes("\n{\"text\": \"Juma alifika Tanga.\", \"id\": \"x7\", \"labels\": [1], \"meta\": {\"a\": null}}\n")));
        File.WriteAllText(_folder.File("more/a.txt"), "Asha yuko Moshi.\n");

        (int code, string output, string error) = Cli.Run(["predict", "--model", model.Folder, one, two, _folder.File("more"), "--output", "jsonl"]);
        Assert.True(code == 0, error);
        JsonNode[] lines = [.. output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([(1, one), (2, one), (3, one), (1, two), (2, two), (1, _folder.File("more/a.txt")), (2, _folder.File("more/b.jsonl.gz"))], lines.Select(line => ((int)line["line"]!, (string)line["file"]!)));
        Assert.Equal(("x7", "[1]", "{\"a\":null}"), ((string)lines[^1]["id"]!, lines[^1]["labels"]!.ToJsonString(), lines[^1]["meta"]!.ToJsonString()));

        // Into a folder a file for each.
        (code, _, error) = Cli.Run(["predict", "--model", model.Folder, one, _folder.File("more"), "--output", "jsonl", "--out", _folder.File("out") + "/"]);
        Assert.True(code == 0, error);
        Assert.Equal(["a.jsonl", "b.jsonl.gz", "one.jsonl"], Directory.EnumerateFiles(_folder.File("out")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.StartsWith("{\"id\":\"x7\"", Unpacked(_folder.File("out/b.jsonl.gz")), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_are_called_as_ours_stay_what_they_are()
    {
        File.WriteAllText(_folder.File("a.jsonl"), "{\"text\": \"Juma\", \"line\": \"mine\", \"probabilities\": 3}\n");
        (_, string output, _) = Cli.Run(["predict", "--model", model.Folder, _folder.File("a.jsonl")]);
        JsonNode line = JsonNode.Parse(output)!;
        Assert.Equal(("mine", 1, 3), ((string)line["line"]!, (int)line["input_line"]!, (int)line["probabilities"]!));
    }

    [Fact]
    public void Blank_lines_stay_where_a_line_is_a_line()
    {
        File.WriteAllText(_folder.File("a.txt"), "Juma alifika.\n\n\nAsha yuko Moshi.\n");
        (_, string output, _) = Cli.Run(["predict", "--model", model.Folder, _folder.File("a.txt"), "--output", "color"]);
        string[] lines = output.Split('\n');
        Assert.Equal((5, "", ""), (lines.Length, lines[1], lines[2]));
    }

    [Theory]
    [InlineData("a.txt", "out.jsonl")]
    [InlineData("a.txt.gz", "out.conll.gz")]
    [InlineData("a.conll", "out.jsonl")]
    public void Parts_joined_in_the_order_of_their_names_are_the_whole(string name, string to)
    {
        string source = Samples(name), other = Text("b.txt", 7);
        string[] line = name.EndsWith("conll", StringComparison.Ordinal) ? ["predict", "--model", model.Folder, source] : ["predict", "--model", model.Folder, source, other];
        string target = _folder.File(to);
        Assert.Equal(0, Cli.Run([.. line, "--out", target]).Code);
        string whole = Read(target);
        for (int part = 1; part <= 5; part++)
        {
            (int code, _, string error) = Cli.Run([.. line, "--out", target, "--shard", $"{part}/5", "--resume"]);
            Assert.True(code == 0, error);
        }

        string[] parts = [.. Directory.EnumerateFiles(_folder.Path, "out.*-of-00005.*").Order(StringComparer.Ordinal)];
        Assert.Equal(5, parts.Length);
        Assert.EndsWith($"out.00001-of-00005{to["out".Length..]}", parts[0], StringComparison.Ordinal);
        Assert.Equal(whole, string.Concat(parts.Select(Read)));
        Assert.All(parts, part => Assert.NotEqual("", Read(part)));
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1")]
    [InlineData("1/0")]
    [InlineData("a/b")]
    public void A_part_of_no_whole_is_refused(string shard)
    {
        (int code, _, string error) = Cli.Run(["predict", "--model", model.Folder, Text("a.txt", 3), "--shard", shard]);
        Assert.Equal(2, code);
        Assert.Contains($"--shard: expected I/N with I from 1 to N and N up to 99999, found '{shard}'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_resumed_or_cut_is_refused()
    {
        string text = Text("a.txt", 3);
        Assert.Contains("--resume: expected --out FILE", Cli.Run(["predict", "--model", model.Folder, text, "--resume"]).Error, StringComparison.Ordinal);
        Assert.Contains("--shard: expected files, found standard input", Cli.Run(["predict", "--model", model.Folder, "--shard", "1/2"], "Juma\n").Error, StringComparison.Ordinal);
        Assert.Contains("--resume: expected --output conll, jsonl or color", Cli.Run(["predict", "--model", model.Folder, text, "--resume", "--out", _folder.File("x.json"), "--output", "label-studio"]).Error, StringComparison.Ordinal);
        Assert.Contains("'-' alone", Cli.Run(["predict", "--model", model.Folder, text, "-"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_that_ends_too_early_is_refused_and_leaves_nothing()
    {
        byte[] packed = Gzipped.Of(File.ReadAllBytes(Text("a.txt", 500)));
        File.WriteAllBytes(_folder.File("b.txt.gz"), packed[..^20]);
        (int code, _, string error) = Cli.Run(["predict", "--model", model.Folder, "--input", "text", _folder.File("b.txt.gz"), "--out", _folder.File("out.jsonl")]);
        Assert.Equal(2, code);
        Assert.Contains("b.txt.gz: expected a whole gzip file", error, StringComparison.Ordinal);
        Assert.Equal(["a.txt", "b.txt.gz"], _folder.Names);
    }

    public void Dispose() => _folder.Dispose();

    private string Samples(string name)
    {
        string file = _folder.File(name);
        byte[] content = name.EndsWith("conll", StringComparison.Ordinal) ? File.ReadAllBytes(CliModel.TestFile) : File.ReadAllBytes(Text("source.txt", 23));
        File.WriteAllBytes(file, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzipped.Of(content) : content);
        return file;
    }

    private string Text(string name, int sentences, bool repeated = false)
    {
        File.WriteAllLines(_folder.File(name), Enumerable.Range(0, sentences).Select(index => $"Asha {(repeated ? index % 37 : index)} Mwinyi aliwasili Tanga {(repeated ? index % 5 : index / 7)}."));
        return _folder.File(name);
    }

    private static string Read(string file) => file.EndsWith(".gz", StringComparison.Ordinal) ? Unpacked(file) : File.ReadAllText(file);

    private static string Unpacked(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
