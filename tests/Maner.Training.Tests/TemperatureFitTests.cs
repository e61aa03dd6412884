using Maner.Ner.Lexical;
using Maner.Ner.Prediction;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Training.Tests;

public sealed class TemperatureFitTests
{
    private static readonly TagSet s_tags = TagSet.OfTypes(["PER"]);
    private static readonly TagDecoder s_decoder = new(s_tags, Decoding.Viterbi, new LexicalCrf(3), 1);

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.7)]
    [InlineData(0.6)]
    public void Entities_get_the_probability_that_they_are_right_with(double share)
    {
        (TagDecoder fitted, float probability) = Fit(200, share, sure: 0.999f);
        Assert.True(fitted.Temperature > 1);
        Assert.InRange(probability, share - 0.03, share + 0.03);
    }

    [Fact]
    public void Who_is_too_modest_becomes_surer()
    {
        (TagDecoder fitted, float probability) = Fit(200, share: 1, sure: 0.6f);
        Assert.True(fitted.Temperature < 1);
        Assert.True(probability > 0.9);
    }

    [Fact]
    public void A_few_entities_fit_nothing() => Assert.Equal(1, Fit(TemperatureFit.FewestEntities - 1, 0.5, sure: 0.999f).Fitted.Temperature);

    /// <summary>Sentences of one word that the encoder takes for the beginning of a name; a share of them is one.</summary>
    private static (TagDecoder Fitted, float Probability) Fit(int count, double share, float sure)
    {
        Sentence[] dev = [.. Enumerable.Range(0, count).Select(index => new Sentence(["w"], index < share * count ? [new EntitySpan(0, 1, "PER")] : []))];
        s_tags.TryGetId("B-PER", out int name);
        float[] encoder = [.. s_tags.Tags.Select((_, id) => id == name ? sure : (1 - sure) / 2)];
        TagDecoder fitted = TemperatureFit.Of(s_decoder, s_tags, dev, [.. dev.Select(_ => encoder)], [.. dev.Select(_ => new double[3])]);
        float[] probabilities = new float[3];
        fitted.Decode(new double[3], encoder, probabilities);
        return (fitted, probabilities[name]);
    }
}
