using System.Text.Json;
using Maner.Benchmarks.Peers;
using Maner.Testing;
using Xunit;

namespace Maner.Benchmarks.Tests;

public sealed class PeerFileTests
{
    private static readonly PeerWork Step = PeerWork.All.First(work => work.Name == "train-base-8");
    private static readonly PeerWork Alone = PeerWork.All.First(work => work.Name == "predict-base-1");

    [Fact]
    public void File_comes_back_as_it_was_written_with_the_names_that_the_script_reads()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "work.json");
        PeerFile file = Batching.Make(Step, Drawn(96), "encoder", classes: 7);

        file.Save(path);

        Assert.Equal(JsonSerializer.Serialize(file), JsonSerializer.Serialize(PeerFile.Load(path)));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        foreach (string name in new[]
        {
            "work", "kind", "encoder", "classes", "dropout", "attention_dropout", "learning_rate", "weight_decay", "clip_norm", "sentences", "orders",
        })
        {
            Assert.True(json.RootElement.TryGetProperty(name, out _), name);
        }
    }

    [Fact]
    public void Both_orders_have_every_sentence_once_and_the_grouped_one_pads_less()
    {
        PeerFile file = Batching.Make(Step, Drawn(96), "encoder", classes: 7);

        int[] all = [.. Enumerable.Range(0, Step.Batches * Step.BatchSize)];
        Assert.Equal(all, file.Orders.Mixed.SelectMany(batch => batch).Order());
        Assert.Equal(all, file.Orders.Grouped.SelectMany(batch => batch).Order());
        Assert.All(file.Orders.Mixed.Concat(file.Orders.Grouped), batch => Assert.Equal(Step.BatchSize, batch.Count));
        Assert.True(Padded(file, file.Orders.Grouped) < Padded(file, file.Orders.Mixed));
    }

    [Fact]
    public void Sentence_alone_is_the_one_nearest_to_forty_tokens()
    {
        PeerFile file = Batching.Make(Alone, Drawn(96), "encoder", classes: 7);

        Assert.Equal(40, Assert.Single(file.Sentences).Ids.Count);
    }

    [Theory]
    [InlineData(2.0, 1.0, "met")]
    [InlineData(1.5, 1.0, "missed")]
    [InlineData(0.9, 1.0, "missed: slower than PyTorch")]
    public void Verdict_names_what_is_slower_than_PyTorch(double pyTorch, double maner, string expected)
    {
        var outcome = new PeerOutcome(Step, Batching.Make(Step, Drawn(96), "encoder", 7), [Result(pyTorch)], [], [Result(maner)]);

        Assert.Equal(expected, outcome.Verdict());
    }

    [Fact]
    public void Sides_that_compute_other_losses_are_found_out()
    {
        PeerFile file = Batching.Make(Step, Drawn(96), "encoder", 7);

        Assert.True(new PeerOutcome(Step, file, [Result(1, 2.19727)], [], [Result(1, 2.19728)]).Agrees);
        Assert.False(new PeerOutcome(Step, file, [Result(1, 2.19)], [], [Result(1, 2.20)]).Agrees);
    }

    [Fact]
    public void Table_escapes_bars_and_aligns_heads_that_start_with_a_space()
    {
        var table = new MarkdownTable("work", " time");
        table.Add("a|b", "1 s");

        Assert.Equal("| work | time |\n|---|--:|\n| a\\|b | 1 s |\n", table.ToString());
        Assert.Throws<ArgumentException>(() => table.Add("one cell"));
    }

    private static int Padded(PeerFile file, IReadOnlyList<IReadOnlyList<int>> order) =>
        order.Sum(batch => batch.Count * batch.Max(index => file.Sentences[index].Ids.Count));

    /// <summary>Sentences of 10, 11, … tokens in a scrambled order.</summary>
    private static PeerSentence[] Drawn(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new PeerSentence([.. Enumerable.Range(0, 10 + (index * 37 % count))], [1], [0]))];

    private static PeerResult Result(double seconds, double check = 1) => new()
    {
        Work = Step.Name,
        Side = "maner",
        Order = "grouped",
        Threads = 2,
        Passes = [[seconds, seconds]],
        Check = check,
        PeakBytes = 1,
    };
}
