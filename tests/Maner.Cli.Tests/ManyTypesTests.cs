using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>Training data with very many entity types: refused before anything is trained, or trained and ended when asked.</summary>
public sealed class ManyTypesTests(CliModel model) : IClassFixture<CliModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void More_types_than_are_taken_are_refused() => Refused(Data(types: 1001, words: 1), "expected at most 1000 entity types, found 1001");

    [Fact]
    public void A_CRF_that_would_take_hours_is_refused_early() => Refused(Data(types: 900, words: 20), "The lexical CRF of 900 entity types would take about");

    [Fact]
    public void Training_of_a_CRF_with_many_types_ends_when_asked()
    {
        string folder = _folder.File("out");
        (int code, string error) = Cli.Signalled("TERM", Path.Combine(folder, "options.json"), Line(Data(types: 150, words: 10), folder));
        Assert.True(code == 1, error);
        Assert.Contains("Interrupted", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Data(int types, int words)
    {
        string rest = string.Concat(Enumerable.Repeat("na O\n", words - 1));
        File.WriteAllText(_folder.File("a.conll"), string.Concat(Enumerable.Range(0, types).Select(type => $"Juma{type} B-T{type}\n{rest}\n")));
        return _folder.File("a.conll");
    }

    private string[] Line(string data, string folder) => ["train", "--train", data, "--encoder", model.Encoder, "--out", folder, "--epochs", "1", "--min-updates", "0"];

    private void Refused(string data, string says)
    {
        (int code, _, string error) = Cli.Run(Line(data, _folder.File("out")));
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(["a.conll"], _folder.Names);
    }
}
