using Maner.Model.Configuration;
using Maner.Testing;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests;

public sealed class TrainingOptionsTests
{
    [Theory]
    [InlineData("xlm-roberta", 256, 3e-4f)]
    [InlineData("xlm-roberta", 768, 5e-5f)]
    [InlineData("xlm-roberta", 1024, 2e-5f)]
    [InlineData("bert", 384, 1e-4f)]
    [InlineData("bert", 768, 5e-5f)]
    [InlineData("distilbert", 768, 5e-5f)]
    [InlineData("roberta", 768, 3e-5f)]
    [InlineData("roberta", 1024, 1e-5f)]
    public void The_learning_rate_follows_family_and_width_unless_it_is_given(string family, int width, float expected)
    {
        EncoderConfig config = EncoderConfig.Base with { Family = EncoderFamily.Of(family, [])!, HiddenSize = width };

        Assert.Equal(expected, new TrainingOptions().Resolved(config).LearningRate);
        Assert.Equal(expected / 2, new TrainingOptions().Resolved(config.WithLabels(["O", "B-PER", "I-PER"])).LearningRate);
        Assert.Equal(expected, new TrainingOptions().Resolved(config.WithLabels(["LABEL_0", "LABEL_1"])).LearningRate);
        Assert.Equal(0.5f, new TrainingOptions { LearningRate = 0.5f }.Resolved(config).LearningRate);
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.Equal(new TrainingOptions(), new TrainingOptions().Validated());

    [Theory]
    [InlineData(5f, "TrainingOptions.LearningRate: expected above 0 and below 1, found 5.")]
    [InlineData(0f, "TrainingOptions.LearningRate: expected above 0 and below 1, found 0.")]
    [InlineData(float.NaN, "TrainingOptions.LearningRate: expected above 0 and below 1, found NaN.")]
    public void A_learning_rate_that_makes_no_sense_is_refused(float rate, string message)
    {
        OptionException error = Assert.Throws<OptionException>(() => new TrainingOptions { LearningRate = rate }.Validated());
        Assert.Equal(message, error.Message);
        Assert.Equal(("TrainingOptions", "LearningRate", "above 0 and below 1"), (error.Options, error.Property, error.Expected));
    }

    [Fact]
    public void A_word_that_is_none_is_quoted() =>
        Assert.Equal(
            "TrainingOptions.Decoding: expected viterbi or argmax, found 'beam'.",
            Assert.Throws<OptionException>(() => new TrainingOptions { Decoding = "beam" }.Validated()).Message);

    [Fact]
    public void Every_property_is_described_once_and_its_description_reads_and_writes_it_alone()
    {
        Holds(TrainingOptionTable.Table, new TrainingOptions { LearningRate = 0.5f, CrfWeight = 2, CrfBits = 16, CrfRomanised = true, Patience = 3 }, []);
        Holds(PretrainingOptionTable.Table, new PretrainingOptions { Tokens = 5, Hours = 2 }, [nameof(PretrainingOptions.Shape)]);
        Holds(PretrainingOptionTable.Shape, new EncoderShape { Heads = 2, Intermediate = 7 }, []);

        static void Holds<T>(OptionTable<T> table, T options, string[] others)
            where T : class
        {
            (string Name, T Changed)[] changes = [.. RecordChange.OfEach(options)];
            Assert.Equal(changes.Select(change => change.Name).Except(others).Order(), table.All.Select(option => option.Property).Order());
            Assert.Equal(table.All.Count, table.All.SelectMany(option => option.OldNames.Prepend(option.Name)).Distinct().Count() - table.All.Sum(option => option.OldNames.Count));
            foreach (OptionDescription<T> option in table.All)
            {
                T changed = changes.Single(change => change.Name == option.Property).Changed;
                Assert.NotEqual(option.TextOf(options), option.TextOf(changed));
                OptionSetting<T> back = option.Parse(option.TextOf(options)!)!;
                Assert.Equal(options, back.Apply(changed));
                Assert.Equal(option.TextOf(options), back.ToString());
                Assert.Null(option.Parse("what?"));
            }
        }
    }

    [Fact]
    public void Whole_numbers_take_no_fractions()
    {
        OptionDescription<TrainingOptions> epochs = TrainingOptionTable.Table.All.Single(option => option.Name == "epochs");
        OptionDescription<TrainingOptions> dropout = TrainingOptionTable.Table.All.Single(option => option.Name == "dropout");
        Assert.Equal(("a whole number", "a number such as 0.5 or 3e-4"), (epochs.Kind, dropout.Kind));
        Assert.Null(epochs.Parse("1.5"));
        Assert.Null(dropout.Parse("0,5"));
        Assert.Equal(1, epochs.Parse("1")!.Apply(new TrainingOptions()).Epochs);
        Assert.Equal(0.5f, dropout.Parse("0.5")!.Apply(new TrainingOptions()).Dropout);
    }

    [Fact]
    public void Names_in_messages_are_those_of_the_reader()
    {
        string message = "Try a lower TrainingOptions.LearningRate than 0.5 (see Some.Other, TrainingOptions.Epochs).";
        Assert.Equal("Try a lower learning-rate than 0.5 (see Some.Other, epochs).", OptionNames.Replace(message, TrainingOptionTable.Table.NameOf));
    }
}
