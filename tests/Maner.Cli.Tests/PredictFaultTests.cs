using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>What becomes of a long run when two have one file, its files or its input change, or the input is a pipe: nothing is lost or mixed in silence.</summary>
public sealed class PredictFaultTests(CliModel model) : IClassFixture<CliModel>, IDisposable
{
    private const int Kept = 3000;
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("out.jsonl");

    [Fact]
    public void Two_runs_have_no_file_together()
    {
        using (PartialFile.Open(Target, "another run", resume: false, overwrite: false))
        {
            foreach (string option in (string[])["--resume", "--overwrite"])
            {
                (int code, _, string error) = Predict(Text(5), option);
                Assert.Equal(2, code);
                Assert.Contains($"{Target}: expected a file that no other run is writing, found one that another is at work on.", error, StringComparison.Ordinal);
            }
        }

        Assert.Equal(0, Predict(Text(5), "--overwrite").Code);
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("altered")]
    [InlineData("units")]
    public void A_part_that_is_not_what_its_record_says_is_not_continued(string change)
    {
        string text = Interrupted();
        string part = Target + ".part";
        byte[] bytes = File.ReadAllBytes(part);
        if (change == "units")
        {
            JsonNode record = JsonNode.Parse(File.ReadAllText(part + ".json"))!;
            record["units"] = 1_000_000_000;
            File.WriteAllText(part + ".json", record.ToJsonString());
        }
        else
        {
            bytes[100] ^= 1;
            File.WriteAllBytes(part, change == "shorter" ? bytes[..1000] : bytes);
        }

        (int code, _, string error) = Predict(text, "--resume");
        Assert.Equal(2, code);
        Assert.Contains(change == "units" ? "found that it ends after" : "that its record knows of", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void A_mistake_late_in_the_input_takes_nothing_away_and_is_mended_and_continued()
    {
        string text = Interrupted();
        byte[] kept = File.ReadAllBytes(Target + ".part");
        Assert.Equal(0, Predict(text, "--resume").Code);
        Assert.Equal(kept, File.ReadAllBytes(Target)[..kept.Length]);
        File.Move(Target, _folder.File("resumed"));
        Assert.Equal(0, Predict(text).Code);
        Assert.Equal(File.ReadAllBytes(Target), File.ReadAllBytes(_folder.File("resumed")));
    }

    [Fact]
    public void Standard_input_that_begins_otherwise_is_not_continued()
    {
        string[] line = ["predict", "--model", model.Folder, "--threads", "1", "--output", "jsonl", "--out", Target];
        string text = string.Join('\n', Lines(5000)) + "\n";
        using var failing = new FailingReader(text);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, CliApp.Run(line, output, error, failing));
        Assert.Contains("sentences are kept in", error.ToString(), StringComparison.Ordinal);

        (int code, _, string other) = Cli.Run([.. line, "--resume"], text.Replace("Asha 7 ", "Asha x ", StringComparison.Ordinal));
        Assert.Equal(2, code);
        Assert.Contains("expected an input that begins with the", other, StringComparison.Ordinal);
        Assert.Equal(0, Cli.Run([.. line, "--resume"], text).Code);
        Assert.Equal(5000, File.ReadLines(Target).Count());
    }

    [Fact]
    public void A_finished_file_is_known_by_its_record_alone()
    {
        string text = Text(5), other = Text(6, "other.txt");
        Assert.Equal(0, Predict(text, "--resume").Code);
        (int code, _, string error) = Predict(text, "--resume");
        Assert.Equal((0, $"Note: {Target} is there and whole; nothing is left to do.\n"), (code, error));
        foreach (string[] line in (string[][])[[other], [text, "--types", "ORG"], [text, "--probabilities"]])
        {
            (code, _, error) = Predict(line[0], [.. line[1..], "--resume"]);
            Assert.Equal(2, code);
            Assert.Contains("found another", error, StringComparison.Ordinal);
        }

        File.AppendAllText(text, "Juma.\n");
        Assert.Contains("found that it has 6", Predict(text, "--resume").Error, StringComparison.Ordinal);
        File.AppendAllText(Target, "mine\n");
        Assert.Equal(2, Predict(text, "--resume").Code);
        Assert.Equal(0, Predict(text, "--resume", "--overwrite").Code);
        Assert.Equal(6, File.ReadLines(Target).Count());
    }

    [Theory]
    [InlineData("mkfifo p.jsonl; printf '{\"text\": \"Juma\"}\\n' >p.jsonl & $M predict --model $MODEL p.jsonl", 0, "Juma")]
    [InlineData("mkfifo p; printf 'Juma\\n' >p & $M predict --model $MODEL p", 0, "Juma")]
    [InlineData("mkfifo p; printf 'Juma\\n' >p & $M predict --model $MODEL p --out x.conll; cat x.conll", 0, "Juma")]
    [InlineData("mkdir d; mkfifo d/x.txt; $M predict --model $MODEL d", 2, "expected a regular file, found a named pipe")]
    [InlineData("printf 'Juma\\n' | $M predict --model $MODEL /dev/stdin --shard 1/2", 2, "--shard: expected files, found /dev/stdin")]
    [InlineData("$M predict --model $MODEL /dev/zero", 2, "expected")]
    [InlineData("$M experiment run /dev/zero --out e", 2, "expected an end within 64 MiB")]
    [InlineData("printf 'Juma\\n' >a.txt; mkdir d; $M predict --model $MODEL a.txt --out d/ --shard 1/2 --output brat", 2, "expected a file for --shard")]
    [InlineData("$M learn /dev/null", 2, "expected a job of the annotation workbench")]
    [InlineData("$M evaluate --model $MODEL $TEST --errors-out /dev/full", 2, "F1")]
    public async Task Pipes_and_devices_are_streams_or_refused(string line, int code, string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");
        var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = _folder.Path, RedirectStandardError = true, RedirectStandardOutput = true };
        (start.Environment["M"], start.Environment["MODEL"], start.Environment["TEST"]) = (Path.Combine(AppContext.BaseDirectory, "maner"), model.Folder, CliModel.TestFile);
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        string all;
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token), output = process.StandardOutput.ReadToEndAsync(limit.Token);
            all = await output + await error;
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(code == process.ExitCode, $"{line}: {process.ExitCode} {all}");
        Assert.Contains(says, all, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_packed_is_unpacked_no_further_than_its_kind_is_told()
    {
        using (var packed = new GZipStream(File.Create(_folder.File("a.jsonl.gz")), CompressionLevel.Fastest))
        {
            byte[] line = Encoding.UTF8.GetBytes("{\"text\": \"Juma\", \"x\": \"" + new string('x', 1 << 20) + "\"}\n");
            for (int index = 0; index < 100; index++)
            {
                packed.Write(line);
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(".jsonl", Options.LabelledInputGuard.Start(_folder.File("a.jsonl.gz")).Extension);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 80 << 20);
    }

    [Theory]
    [InlineData("Владимир живёт в Москве.\n")]
    [InlineData("राम दिल्ली में रहता है।\n")]
    [InlineData("محمد يعيش في القاهرة.\n")]
    [InlineData("Ο Γιώργος ζει στην Αθήνα.\n")]
    [InlineData("Juma alifika Tanga.\n")]
    public void Sixteen_and_thirty_two_bits_without_a_mark_are_refused_in_any_script(string text)
    {
        foreach (Encoding encoding in (Encoding[])[new UnicodeEncoding(false, false), new UnicodeEncoding(true, false), new UTF32Encoding(false, false), new UTF32Encoding(true, false)])
        {
            foreach (string[] input in (string[][])[[], ["--input", "text"], ["--input", "conll"]])
            {
                File.WriteAllBytes(_folder.File("a.txt"), encoding.GetBytes(text));
                (int code, _, string error) = Cli.Run(["predict", "--model", model.Folder, _folder.File("a.txt"), .. input]);
                Assert.Equal(2, code);
                Assert.Contains("expected UTF-8, found byte", error, StringComparison.Ordinal);
            }
        }

        File.WriteAllText(_folder.File("a.txt"), text);
        Assert.Equal(0, Cli.Run(["predict", "--model", model.Folder, _folder.File("a.txt"), "--input", "text"]).Code);
    }

    [Fact]
    public void A_changed_configuration_is_found()
    {
        using var scene = new Scene(model);
        scene.Write("model/config.json", scene.Read("model/config.json").Replace("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"gelu_new\"", StringComparison.Ordinal) + "\n");
        (int code, _, string error) = scene.Run("evaluate --model {0}/model {1}/test.conll");
        Assert.Equal(2, code);
        Assert.Contains("config.json: expected the content that the model was saved with", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Lines(int count) => Enumerable.Range(0, count).Select(index => $"Asha {index} Mwinyi aliwasili Tanga.");

    private string Text(int sentences, string name = "a.txt")
    {
        File.WriteAllLines(_folder.File(name), Lines(sentences));
        return _folder.File(name);
    }

    /// <summary>A run that met a bad byte late, and the mended text.</summary>
    private string Interrupted()
    {
        string text = Text(5000);
        byte[] whole = File.ReadAllBytes(text);
        File.WriteAllBytes(text, [.. whole, 0xE9, (byte)'\n']);
        (int code, _, string error) = Predict(text);
        Assert.Equal(2, code);
        Assert.Contains("expected UTF-8", error, StringComparison.Ordinal);
        Assert.Contains($"sentences are kept in '{Target}.part': continue with the same command and --resume.", error, StringComparison.Ordinal);
        Assert.InRange(File.ReadLines(Target + ".part").Count(), Kept, 5000);
        File.WriteAllBytes(text, whole);
        return text;
    }

    private (int Code, string Output, string Error) Predict(string text, params string[] options) =>
        Cli.Run(["predict", "--model", model.Folder, text, "--threads", "1", "--out", Target, .. options]);

    /// <summary>A stream that ends in a byte that is none.</summary>
    private sealed class FailingReader(string text) : StringReader(text)
    {
        public override int Read(char[] buffer, int index, int count) => base.Read(buffer, index, count) is > 0 and int read ? read : throw new DecoderFallbackException("none");
    }
}
