using Maner.Experiments.Plans;
using Maner.Testing;
using Xunit;

namespace Maner.Experiments.Tests.Plans;

public sealed class ExperimentReaderTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Block = "blocks:\n  one:\n    report: methods\n    data: [wikiann/yo]\n    methods: [token]\n";

    [Fact]
    public void What_a_block_leaves_out_it_has_from_the_file_and_else_a_default()
    {
        Experiment experiment = ExperimentReader.Read(fixture.Write(
            "title: Two\nretry: true\nmethods: [token, maner]\nseeds: [7, 9]\noptions: {epochs: 3, dropout: 0}\n" +
            "blocks:\n  a: {report: curve, data: wikiann/yo, sizes: [5, all]}\n  b: {report: sweep, data: [wikiann/yo], methods: rand, seeds: 2, options: {dropout: [0.1, 0.2]}}\n"));

        Assert.True(experiment.Retry);
        Block a = experiment.Blocks[0], b = experiment.Blocks[1];
        Assert.Equal(["token", "maner"], a.Methods);
        Assert.Equal([5, null], a.Sizes);
        Assert.Equal([7UL, 9UL], a.Seeds);
        Assert.Equal(["mini"], a.Encoders);
        Assert.False(a.ScoresDev);
        Assert.Equal((3, 0f, ""), (a.Variants[0].Options.Epochs, a.Variants[0].Options.Dropout, a.Variants[0].Label));
        Assert.Equal([1UL, 2UL], b.Seeds);
        Assert.True(b.ScoresDev);
        Assert.Equal(["dropout 0.1", "dropout 0.2"], b.Variants.Select(variant => variant.Label));
        Assert.All(b.Variants, variant => Assert.Equal(3, variant.Options.Epochs));
    }

    [Fact]
    public void Lists_of_options_make_a_grid()
    {
        Block block = ExperimentReader.Read(fixture.Write(Block + "    options: {learning-rate: [1e-4, 3e-4], batch-size: [4, 8, 16]}\n")).Blocks[0];

        Assert.Equal(6, block.Variants.Count);
        Assert.Equal("batch-size 4, learning-rate 0.0001", block.Variants[0].Label);
    }

    [Fact]
    public void An_old_name_of_an_option_is_read_and_noted()
    {
        Experiment old = ExperimentReader.Read(fixture.Write("options: {surface-weight: 2}\n" + Block + "    options: {surface-weight: [0, 4]}\n"));
        Experiment current = ExperimentReader.Read(fixture.Write(Block + "    options: {crf-weight: [0, 4]}\n"));

        Assert.Equal(current.Blocks[0].Variants, old.Blocks[0].Variants);
        Assert.Equal(["crf-weight 0", "crf-weight 4"], old.Blocks[0].Variants.Select(variant => variant.Label));
        Assert.Equal(["'surface-weight' is now called 'crf-weight'. This version still reads the old name; the next one will not."], old.Notes);
        Assert.Empty(current.Notes);
    }

    [Fact]
    public void Keys_that_are_offered_leave_old_names_out()
    {
        string path = fixture.Write(Block + "    options: {crf: 2}\n");
        Assert.DoesNotContain("surface-weight", Assert.Throws<InvalidDataException>(() => ExperimentReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seedz: 3\n" + Block, ":1: expected one of blocks,", "'seedz'")]
    [InlineData(Block + "    colour: red\n", ":6: expected one of", "'colour'")]
    [InlineData(Block + "    methods: [maner]\n", ":6: expected YAML with every key once", "methods")]
    [InlineData(Block + "    seeds: many\n", ":6: expected a number of seeds", "'many'")]
    [InlineData(Block + "    seeds: [1, 1]\n", ":6: expected different seeds", "one twice")]
    [InlineData(Block + "    sizes: [0]\n", ":6: expected numbers of sentences", "'0'")]
    [InlineData(Block + "    options: {clip-norm: '1,5'}\n", "expected a number such as 0.5 or 3e-4 for 'clip-norm'", "'1,5'")]
    [InlineData(Block + "    dev-sentences: few\n", ":6: expected numbers of sentences, or 'all', for 'dev-sentences'", "'few'")]
    [InlineData(Block + "    dev-sentences: [10, 20]\n", ":6: expected one number of sentences, or 'all',", "several")]
    [InlineData(Block + "    sizes: []\n", ":6: expected at least one value for 'sizes'", "an empty list")]
    [InlineData(Block + "    options: 3\n", ":6: expected a mapping for 'options'", "'3'")]
    [InlineData(Block + "    options: {epoch: 3}\n", ":6: expected one of", "'epoch'")]
    [InlineData(Block + "    options: {epochs: 2.5}\n", ":6: expected a whole number for 'epochs'", "'2.5'")]
    [InlineData(Block + "    options: {dropout: 1.5}\n", "in blocks.one.options: dropout: expected from 0, below 1", "found 1.5")]
    [InlineData(Block + "    published: [nobody]\n", ":6: expected names among maner-2023", "'nobody'")]
    [InlineData(Block + "    options: {batch-size: [8, 16, 8]}\n", ":6: expected every value of 'batch-size' once", "one twice")]
    [InlineData("options: {learning-rate: [1e-4, 0.0001]}\n" + Block, ":1: expected every value of 'learning-rate' once", "one twice")]
    [InlineData("blocks:\n  one:\n    report: curve\n    data: [x]\n    methods: [token]\n    published: [maner-2023]\n", ":6: expected 'published' next to means over languages alone", "report: curve")]
    [InlineData(Block + "    pretraining-text: {corpus: cc100}\n", ":6: expected 'at-least-gib'", "none")]
    [InlineData("blocks:\n  one:\n    report: table\n", ":3: expected one of methods, languages, curve, sweep, active-learning for 'report'", "'table'")]
    [InlineData("blocks:\n  one:\n    data: [x]\n    methods: [token]\n", ":3: expected 'report'", "report: methods")]
    [InlineData("blocks:\n  one:\n    report: methods\n    data: [x]\n    methods: [manner]\n", ":5: expected methods among token", "'manner'")]
    [InlineData(Block + "    options: {crf-weight: 1, surface-weight: 2}\n", ":6: expected 'crf-weight' once", "its old name 'surface-weight'")]
    [InlineData(Block + "    options: {decoding: beam}\n", ":6: expected viterbi or argmax for 'decoding'", "'beam'")]
    [InlineData(Block + "    options: {seed: 3}\n", ":6: expected one of attention-dropout, ", "'seed'")]
    [InlineData("title: x\n", "expected 'blocks'", "none")]
    [InlineData("- a\n", ":1: expected one mapping", "something else")]
    [InlineData("a: [\n", "expected YAML", "mistake")]
    public void A_mistake_is_named_with_its_line(string yaml, params string[] expected)
    {
        string path = fixture.Write(yaml);
        string message = Assert.Throws<InvalidDataException>(() => ExperimentReader.Read(path)).Message;

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("experiments/quick.yaml")]
    [InlineData("experiments/paper.yaml")]
    [InlineData("experiments/wikiann-100.yaml")]
    [InlineData("experiments/beyond.yaml")]
    public void The_repositorys_own_experiments_can_be_read(string file) =>
        Assert.NotEmpty(ExperimentReader.Read(Path.Combine(SharedFiles.Repository, file)).Blocks);
}
