using Maner.Ner.Prediction;
using Maner.Ner.Surface;
using Maner.Tensors;
using Maner.Text.Data;
using Xunit;

namespace Maner.Tests.Ner.Prediction;

public sealed class TagDecoderTests
{
    private static readonly TagSet s_tags = TagSet.OfTypes(["LOC", "PER"]);

    [Fact]
    public void Argmax_takes_every_words_most_probable_tag()
    {
        float[] probabilities = [0.1f, 0.2f, 0.4f, 0.2f, 0.1f, 0.5f, 0.1f, 0.1f, 0.2f, 0.1f];
        Assert.Equal(["I-LOC", "O"], new TagDecoder(s_tags, Decoding.Argmax).Decode(["Dar", "es"], probabilities));
    }

    [Fact]
    public void Viterbi_finds_the_best_of_all_sequences_that_IOB2_allows()
    {
        var rng = new Rng(3);
        for (int trial = 0; trial < 300; trial++)
        {
            int words = 1 + rng.Next(5);
            float[] probabilities = [.. Enumerable.Range(0, words * 5).Select(_ => (float)rng.NextDouble())];
            string[] expected = Sequences(words).Where(IsIob2).MaxBy(tags => Score(tags, probabilities))!;

            string[] found = new TagDecoder(s_tags, Decoding.Viterbi).Decode(new string[words], probabilities);

            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void A_tag_set_without_B_is_not_constrained()
    {
        var tags = new TagSet(["O", "I-PER"]);
        Assert.Equal(["I-PER", "O"], new TagDecoder(tags, Decoding.Viterbi).Decode(["Asha", "alikuja"], new float[] { 0.2f, 0.8f, 0.9f, 0.1f }));
    }

    [Fact]
    public void No_words_have_no_tags()
    {
        Assert.Empty(new TagDecoder(s_tags, Decoding.Viterbi).Decode([], []));
        Assert.Empty(new TagDecoder(s_tags, Decoding.Argmax).Decode([], []));
    }

    [Fact]
    public void A_probability_of_zero_can_still_be_passed_where_nothing_else_is_allowed()
    {
        float[] probabilities = [0, 0, 1, 0, 0, 0, 0, 1, 0, 0];
        Assert.Equal(["B-LOC", "I-LOC"], new TagDecoder(s_tags, Decoding.Viterbi).Decode(["Dar", "Salaam"], probabilities));
    }

    [Fact]
    public void Two_opinions_become_their_weighted_geometric_mean()
    {
        string[] words = ["Mombasa"];
        var surface = new SurfaceClassifier(5);
        surface.Weights.Clear();
        var squares = new float[SurfaceClassifier.Buckets * 5];
        Array.Fill(squares, 1e-8f);
        var logs = new float[5];
        surface.Forward(words, 0, logs);
        surface.Backward(logs, label: 1, squares, 0.02f);
        surface.Forward(words, 0, logs);
        float[] encoder = [0.5f, 0.2f, 0.1f, 0.1f, 0.1f], mixed = [.. encoder];
        double[] expected = [.. encoder.Zip(logs, (p, log) => Math.Pow(p, 1 / 3.0) * Math.Exp(2 * log / 3))];

        string[] tags = new TagDecoder(s_tags, Decoding.Viterbi, surface, surfaceWeight: 2).Decode(words, mixed);

        Assert.Equal(["B-LOC"], tags);
        for (int tag = 0; tag < 5; tag++)
        {
            Assert.Equal(expected[tag] / expected.Sum(), mixed[tag], 1e-5);
        }
    }

    [Fact]
    public void An_unknown_rule_is_refused_with_those_that_there_are()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => DecodingNames.Parse("beam", "--decoding"));
        Assert.Equal("--decoding: expected a decoding of viterbi or argmax, found 'beam'.", error.Message);
        Assert.All(DecodingNames.All, name => Assert.Equal(name, DecodingNames.Of(DecodingNames.Parse(name, ""))));
    }

    private static IEnumerable<string[]> Sequences(int words) =>
        words == 0 ? [[]] : Sequences(words - 1).SelectMany(_ => s_tags.Tags, (before, tag) => (string[])[.. before, tag]);

    private static bool IsIob2(string[] tags) => Iob2.ToSpansStrict(tags).SequenceEqual(Iob2.ToSpansLenient(tags));

    private static double Score(string[] tags, float[] probabilities) =>
        tags.Select((tag, word) => Math.Log(Math.Max(probabilities[(word * 5) + s_tags.Tags.ToList().IndexOf(tag)], 1e-30f))).Sum();
}
