using Maner.Ner.Lexical;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Ner.Tests.Prediction;

public sealed class TagDecoderTests
{
    private static readonly TagSet s_tags = TagSet.OfTypes(["LOC", "PER"]);

    [Fact]
    public void Argmax_takes_every_words_most_probable_tag()
    {
        float[] probabilities = [0.1f, 0.2f, 0.4f, 0.2f, 0.1f, 0.5f, 0.1f, 0.1f, 0.2f, 0.1f];
        Assert.Equal(["I-LOC", "O"], Decode(new TagDecoder(s_tags, Decoding.Argmax), ["Dar", "es"], probabilities));
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

            string[] found = Decode(new TagDecoder(s_tags, Decoding.Viterbi), new string[words], probabilities);

            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void A_tag_set_without_B_is_not_constrained()
    {
        var tags = new TagSet(["O", "I-PER"]);
        Assert.Equal(["I-PER", "O"], tags.Decode(new TagDecoder(tags, Decoding.Viterbi).Decode(["Asha", "alikuja"], new float[] { 0.2f, 0.8f, 0.9f, 0.1f }, [])));
    }

    [Fact]
    public void No_words_have_no_tags()
    {
        Assert.Empty(Decode(new TagDecoder(s_tags, Decoding.Viterbi), [], []));
        Assert.Empty(Decode(new TagDecoder(s_tags, Decoding.Argmax), [], []));
    }

    [Fact]
    public void A_probability_of_zero_can_still_be_passed_where_nothing_else_is_allowed()
    {
        float[] probabilities = [0, 0, 1, 0, 0, 0, 0, 1, 0, 0];
        Assert.Equal(["B-LOC", "I-LOC"], Decode(new TagDecoder(s_tags, Decoding.Viterbi), ["Dar", "Salaam"], probabilities));
    }

    [Fact]
    public void Probabilities_of_the_encoder_alone_and_those_that_argmax_chooses_by_have_no_temperature()
    {
        var crf = new LexicalCrf(5);
        Assert.Equal(1, new TagDecoder(s_tags, Decoding.Viterbi, null, 0, temperature: 2).Temperature);
        Assert.Equal(1, new TagDecoder(s_tags, Decoding.Argmax, crf, 1, temperature: 2).Temperature);
        TagDecoder mixed = new(s_tags, Decoding.Viterbi, crf, 1, temperature: 2);
        Assert.Equal(2, mixed.Temperature);
        Assert.Equal(2, mixed.WithCrfWeight(3).WithTags(s_tags).Temperature);
        Assert.Equal(1, mixed.WithCrfWeight(0).Temperature);
    }

    [Theory]
    [InlineData(Decoding.Viterbi, 1f)]
    [InlineData(Decoding.Viterbi, 2.5f)]
    [InlineData(Decoding.Viterbi, 0.5f)]
    [InlineData(Decoding.Argmax, 1f)]
    internal void Two_opinions_become_the_chain_of_their_weighted_mean(Decoding rule, float temperature)
    {
        string[] words = ["Mombasa", "leo"];
        var surface = new LexicalCrf(5);
        var rng = new Rng(11);
        foreach (ref float weight in surface.Weights)
        {
            weight = (float)(0.2 * rng.NextNormal());
        }

        foreach (ref float score in surface.Transitions)
        {
            score = (float)rng.NextNormal();
        }

        double[] scores = new double[10];
        surface.Forward(surface.Read(words), scores);
        float[] encoder = [0.5f, 0.2f, 0.1f, 0.1f, 0.1f, 0.3f, 0.1f, 0.2f, 0.15f, 0.25f], mixed = new float[10], kept = [.. encoder];
        float[] transitions = surface.Transitions.ToArray();
        (string[] Tags, double Score)[] all = [.. Sequences(2)
            .Where(tags => rule == Decoding.Argmax || IsIob2(tags))
            .Select(tags => (tags, Ids(tags)))
            .Select(entry => (entry.tags, (Score(entry.tags, encoder) + (2 * (scores[entry.Item2[0]] + scores[5 + entry.Item2[1]] + transitions[(5 * entry.Item2[0]) + entry.Item2[1]]))) / 3 / temperature))];
        double total = all.Sum(entry => Math.Exp(entry.Score));

        var decoder = new TagDecoder(s_tags, rule, surface, crfWeight: 2, temperature);
        string[] found = s_tags.Decode(decoder.Decode(words, encoder, mixed));

        Assert.Equal(kept, encoder); // what is read is not written
        Assert.Equal(found, s_tags.Decode(decoder.Decode(scores, encoder, [])));
        Assert.Equal(found, s_tags.Decode(decoder.Decode(words, kept, kept))); // unless the caller says so
        Assert.Equal(mixed, kept);

        for (int index = 0; index < 10; index++)
        {
            Assert.Equal(all.Where(entry => Ids(entry.Tags)[index / 5] == index % 5).Sum(entry => Math.Exp(entry.Score)) / total, mixed[index], 1e-5);
        }

        if (rule == Decoding.Viterbi)
        {
            Assert.Equal(all.MaxBy(entry => entry.Score).Tags, found);
        }
        else
        {
            Assert.Equal([mixed.AsSpan(0, 5).IndexOf(mixed.Take(5).Max()), mixed.AsSpan(5, 5).IndexOf(mixed.Skip(5).Max())], Ids(found));
        }

        static int[] Ids(string[] tags) => [.. tags.Select(tag => s_tags.Tags.ToList().IndexOf(tag))];
    }

    [Fact]
    public void An_unknown_rule_is_refused_with_those_that_there_are()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => DecodingNames.Parse("beam", "a file"));
        Assert.Equal("a file: expected a decoding of viterbi or argmax, found 'beam'.", error.Message);
        Assert.All(DecodingNames.All, name => Assert.Equal(name, DecodingNames.Of(DecodingNames.Parse(name, ""))));
    }

    private static string[] Decode(TagDecoder decoder, string[] words, float[] probabilities)
    {
        float[] found = new float[probabilities.Length];
        string[] tags = s_tags.Decode(decoder.Decode(words, probabilities, found));
        Assert.Equal(probabilities, found); // without a lexical CRF they are the encoder's
        return tags;
    }

    private static IEnumerable<string[]> Sequences(int words) =>
        words == 0 ? [[]] : Sequences(words - 1).SelectMany(_ => s_tags.Tags, (before, tag) => (string[])[.. before, tag]);

    private static bool IsIob2(string[] tags) => Iob2.ToSpansStrict(tags).SequenceEqual(Iob2.ToSpansLenient(tags));

    private static double Score(string[] tags, float[] probabilities) =>
        tags.Select((tag, word) => Math.Log(Math.Max(probabilities[(word * 5) + s_tags.Tags.ToList().IndexOf(tag)], 1e-30f))).Sum();

    [Theory]
    [InlineData(Decoding.Argmax)]
    [InlineData(Decoding.Viterbi)]
    internal void The_log_probability_is_that_of_the_tags_among_all_sequences_that_the_rule_allows(Decoding rule)
    {
        // O, B-PER, I-PER: 27 sequences of three words, by brute force.
        var tags = new TagSet(["O", "B-PER", "I-PER"]);
        float[] encoder = [0.2f, 0.5f, 0.3f, 0.1f, 0.2f, 0.7f, 0.6f, 0.1f, 0.3f];
        int[] found = new TagDecoder(tags, rule).Decode(["a", "b", "c"], encoder, new float[9], out double logProbability);

        double all = 0, own = 0;
        for (int index = 0; index < 27; index++)
        {
            int[] sequence = [index / 9, index / 3 % 3, index % 3];
            bool isAllowed = rule == Decoding.Argmax || sequence.Select((tag, word) => tag != 2 || (word > 0 && sequence[word - 1] != 0)).All(holds => holds);
            double probability = isAllowed ? sequence.Select((tag, word) => (double)encoder[(word * 3) + tag]).Aggregate(1.0, (product, p) => product * p) : 0;
            all += probability;
            own = sequence.SequenceEqual(found) ? probability : own;
        }

        Assert.Equal(Math.Log(own / all), logProbability, 1e-9);
        Assert.Empty(new TagDecoder(tags, rule).Decode([], [], [], out double ofNothing));
        Assert.Equal(0, ofNothing);
    }
}
