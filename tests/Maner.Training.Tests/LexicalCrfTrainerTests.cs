using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Training.Tests;

public sealed class LexicalCrfTrainerTests
{
    private static readonly TagSet s_tags = TagSet.OfTypes(["LOC"]);

    private static readonly Sentence[] s_sentences =
    [
        new(["aenda", "Tabora", "leo"], [new EntitySpan(1, 2, "LOC")], 1),
        new(["anarudi", "nyumbani"], [], 5),
    ];

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_others()
    {
        LexicalCrf field = LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1));

        Assert.Equal(field.Weights, LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1)).Weights);
        Assert.False(field.Weights.SequenceEqual(LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(3)).Weights));
    }

    [Fact]
    public void Training_ends_when_it_is_told_to()
    {
        Sentence[] sentences = [new(["Juma", "alifika"], [new EntitySpan(0, 1, "PER")])];
        Assert.Throws<OperationCanceledException>(() => LexicalCrfTrainer.Run(sentences, TagSet.Of(sentences), new Rng(1), check: () => throw new OperationCanceledException()));
    }

    [Fact]
    public void What_would_take_hours_is_refused_at_once_with_the_reason()
    {
        Sentence[] sentences = [.. Enumerable.Range(0, 900).Select(type => new Sentence([.. Enumerable.Repeat("Juma", 20)], [new EntitySpan(0, 1, $"T{type}")]))];
        string message = Assert.Throws<InvalidDataException>(() => LexicalCrfTrainer.Run(sentences, TagSet.Of(sentences), new Rng(1))).Message;
        Assert.Contains("The lexical CRF of 900 entity types would take about", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_nobody_looked_for_is_not_learned_to_be_outside()
    {
        TagSet tags = TagSet.OfTypes(["DATE", "LOC"]);
        Sentence[] dated = [new(["leo", "aenda"], [new EntitySpan(0, 1, "DATE")], 1), new(["anarudi", "leo"], [new EntitySpan(1, 2, "DATE")], 3)];
        Sentence[] places = [.. Enumerable.Range(0, 8).Select(line => new Sentence(["aenda", "Tabora", "leo"], [new EntitySpan(1, 2, "LOC")], line))];

        LexicalCrf closed = LexicalCrfTrainer.Run([.. dated, .. places], tags, new Rng(1));
        LexicalCrf open = LexicalCrfTrainer.Run([.. dated, .. places.Select(sentence => sentence.WithMarkedTypes(["LOC"]))], tags, new Rng(1));

        Assert.Equal(["O", "B-LOC", "O"], Tagged(closed, tags, places[0]));
        Assert.Equal(["O", "B-LOC", "B-DATE"], Tagged(open, tags, places[0]));
        Assert.Equal(["B-DATE", "O"], Tagged(open, tags, dated[0]));
    }

    [Fact]
    public void A_table_of_another_size_starts_from_zero()
    {
        var start = new LexicalCrf(s_tags.Count);
        start.Weights.Fill(4);

        LexicalCrf field = LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1), start, bits: 12);

        Assert.Equal(1 << 12, field.Buckets);
        Assert.Equal(field.Buckets * s_tags.Count, field.Weights.Length);
        Assert.Equal(field.Weights, LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1), bits: 12).Weights);
        Assert.Equal(12, LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1), field).Bits);
    }

    [Fact]
    public void What_another_field_knows_is_mostly_believed_where_the_sentences_do_not_speak_of_it()
    {
        var start = new LexicalCrf(s_tags.Count);
        start.Weights.Fill(4);
        start.Transitions.Fill(-2);
        float[] before = start.Weights.ToArray();

        LexicalCrf field = LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1), start);

        Assert.InRange(field.Weights.Count(3f), field.Weights.Length - 2000, field.Weights.Length - 500);
        Assert.Equal(-1.5, field.Transitions[(2 * s_tags.Count) + 2], 0.2); // I-LOC I-LOC never occurs, and hardly moves
        Assert.NotEqual(-1.5f, field.Transitions[0]);
        Assert.Equal(before, start.Weights);
    }

    private static string[] Tagged(LexicalCrf field, TagSet tags, Sentence sentence)
    {
        double[] scores = new double[sentence.Words.Count * tags.Count];
        field.Forward(field.Read(sentence.Words), scores);
        int[] best = new int[sentence.Words.Count];
        LinearChain.BestSequence(scores, [.. field.Transitions.ToArray().Select(value => (double)value)], best);
        return tags.Decode(best);
    }
}
