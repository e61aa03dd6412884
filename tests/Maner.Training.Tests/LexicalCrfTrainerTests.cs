using Maner.Ner.Lexical;
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
    public void What_another_field_knows_is_half_believed_where_the_sentences_do_not_speak_of_it()
    {
        var start = new LexicalCrf(s_tags.Count);
        start.Weights.Fill(4);
        start.Transitions.Fill(-2);
        float[] before = start.Weights.ToArray();

        LexicalCrf field = LexicalCrfTrainer.Run(s_sentences, s_tags, new Rng(1), start);

        Assert.InRange(field.Weights.Count(2f), field.Weights.Length - 2000, field.Weights.Length - 500);
        Assert.Equal(-1, field.Transitions[(2 * s_tags.Count) + 2], 0.2); // I-LOC I-LOC never occurs, and hardly moves
        Assert.NotEqual(-1, field.Transitions[0]);
        Assert.Equal(before, start.Weights);
    }
}
