using System.Text.Json;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class DataCommandTests
{
    private const string Clean = "Amina\tB-PER\nlives\tO\n\nHargeisa\tB-LOC\n";
    private const string Broken = "Amina\tI-PER\nlives\n\nHargeisa\tB-LOC\n\nKisumu\tB-LOC\n";

    [Fact]
    public void Check_answers_yes_for_a_clean_file()
    {
        using var folder = new TemporaryFolder();
        string file = Put(folder, "clean.conll", Clean);
        (int code, string output, string error) = Run("data", "check", file);
        Assert.Equal($"{file}: 2 sentences, 3 words, 2 entities (conll, iob2)\nNo issues found.\n", output);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public void Check_answers_no_with_every_repair_and_its_line()
    {
        using var folder = new TemporaryFolder();
        string clean = Put(folder, "clean.conll", Clean);
        string broken = Put(folder, "broken.conll", Broken);
        (int code, string output, _) = Run("data", "check", clean, broken);
        Assert.Equal(1, code);
        Assert.Contains($"{broken}:1: 'Amina' (I-PER) continues no entity; read as the start of an entity of type 'PER'.\n", output, StringComparison.Ordinal);
        Assert.Contains($"{broken}:2: 'lives' has no tag; read as 'O'.\n", output, StringComparison.Ordinal);
        Assert.Contains($"{broken}:4: 'Hargeisa' is also in {clean}:4; kept in both.\n", output, StringComparison.Ordinal);
        Assert.EndsWith("4 found: 2 overlap, 1 inside-without-begin, 1 missing-tag.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_writes_JSON_for_scripts()
    {
        using var folder = new TemporaryFolder();
        (int code, string output, _) = Run("data", "check", Put(folder, "broken.conll", Broken), "--json");
        using JsonDocument report = JsonDocument.Parse(output);
        Assert.Equal(1, code);
        Assert.Equal(["inside-without-begin", "missing-tag"], report.RootElement.GetProperty("repairs").EnumerateArray().Select(repair => repair.GetProperty("kind").GetString()));
        Assert.Equal([1, 2], report.RootElement.GetProperty("repairs").EnumerateArray().Select(repair => repair.GetProperty("line").GetInt32()));
        Assert.Equal(64, report.RootElement.GetProperty("files")[0].GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void Strict_makes_the_first_repair_an_error()
    {
        using var folder = new TemporaryFolder();
        string clean = Put(folder, "clean.conll", Clean);
        string broken = Put(folder, "broken.conll", Broken);
        (int code, string output, string error) = Run("data", "check", broken, "--strict");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"{broken}:1: 'Amina' (I-PER) continues no entity (1 more).", error, StringComparison.Ordinal);
        Assert.Equal(2, Run("data", "check", clean, clean, "--strict").Code);
        Assert.Equal(0, Run("data", "check", clean, "--strict").Code);
    }

    [Theory]
    [InlineData("iobes", "Amina\tS-PER\nlives\tO\n\nHargeisa\tS-LOC\n\n")]
    [InlineData("bioes", "Amina\tS-PER\nlives\tO\n\nHargeisa\tS-LOC\n\n")]
    [InlineData("iob1", "Amina\tI-PER\nlives\tO\n\nHargeisa\tI-LOC\n\n")]
    public void Convert_writes_another_scheme(string scheme, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Run("data", "convert", Put(folder, "in.conll", Clean), folder.File("out.conll"), "--to", scheme).Code);
        Assert.Equal(expected, File.ReadAllText(folder.File("out.conll")));
    }

    [Fact]
    public void Convert_takes_the_form_from_the_name_and_tells_its_repairs()
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = Run("data", "convert", Put(folder, "in.conll", Broken), folder.File("out.jsonl"));
        Assert.Equal(0, code);
        Assert.Equal("{\"tokens\":[\"Amina\",\"lives\"],\"ner_tags\":[\"B-PER\",\"O\"]}", File.ReadAllLines(folder.File("out.jsonl"))[0]);
        Assert.Contains("in.conll:1:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_says_what_IO_joins()
    {
        using var folder = new TemporaryFolder();
        string file = Put(folder, "in.conll", "Amina\tB-PER\nYusuf\tB-PER\n");
        Assert.Contains("1 entity directly follows", Run("data", "convert", file, folder.File("out.conll"), "--to", "io").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_leaves_an_existing_file_and_nothing_half_written()
    {
        using var folder = new TemporaryFolder();
        string file = Put(folder, "in.conll", Clean);
        string kept = Put(folder, "kept.conll", "kept");
        (int code, _, string error) = Run("data", "convert", file, kept);
        Assert.Equal(2, code);
        Assert.Contains("--overwrite", error, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(kept));

        string tabbed = Put(folder, "tab.jsonl", """{"tokens":["ok"],"tags":["O"]}""" + "\n" + """{"tokens":["a\tb"],"tags":["O"]}""");
        Assert.Equal(2, Run("data", "convert", tabbed, kept, "--overwrite").Code);
        Assert.Equal("kept", File.ReadAllText(kept));
        Assert.Equal(["in.conll", "kept.conll", "tab.jsonl"], folder.Names);
        Assert.Equal(0, Run("data", "convert", file, kept, "--overwrite").Code);
        Assert.StartsWith("Amina\tB-PER\n", File.ReadAllText(kept), StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_aligns_columns_and_lists_shared_sentences()
    {
        using var folder = new TemporaryFolder();
        string a = Put(folder, "a.conll", Clean);
        string b = Put(folder, "b.conll", Broken);
        (int code, string output, _) = Run("data", "stats", a, b);
        string[] lines = output.Split('\n');
        Assert.Equal(0, code);
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.Matches(@"a\.conll +2 +0 +3 +1\.50 +2 +2 +1\.00 +33\.3 %$", lines[1]);
        Assert.Matches(@"b\.conll +PER +1 +1 +1\.00", output);
        Assert.Matches(@"b\.conll +\S+a\.conll +2 +66\.7 %", output);
    }

    [Fact]
    public void Stats_writes_JSON()
    {
        using var folder = new TemporaryFolder();
        string a = Put(folder, "a.conll", Clean);
        using JsonDocument json = JsonDocument.Parse(Run("data", "stats", a, "--json").Output);
        JsonElement file = json.RootElement.GetProperty("files")[0];
        Assert.Equal((2, 3, 2), (file.GetProperty("sentences").GetInt32(), file.GetProperty("words").GetInt32(), file.GetProperty("entities").GetInt32()));
    }

    private static string Put(TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder.File(name), text);
        return folder.File(name);
    }

    private static (int Code, string Output, string Error) Run(params string[] args) => Cli.Run(args);
}
