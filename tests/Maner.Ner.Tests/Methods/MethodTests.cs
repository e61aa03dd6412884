using Maner.Ner.Methods;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Methods;

public sealed class MethodTests
{
    private const int Unknown = 3, Mask = 99, New = 100;
    private static readonly SpecialTokens s_tokens = new(Begin: 0, End: 2, Unknown, Mask, New);

    // A sentence of a word of two pieces, one of none and one of one: ids, position numbers, hidden tokens, and the tokens that each word is read from.
    [Theory]
    [InlineData("token", new[] { 7, 8, Unknown, 9 }, new[] { 0, 1, 2, 3 }, new int[0], "0|2|3")]
    [InlineData("random-mask", new[] { 7, 8, Unknown, 9 }, new[] { 0, 1, 2, 3 }, new int[0], "0|2|3")]
    [InlineData("maner", new[] { Mask, 7, 8, Mask, Mask, 9 }, new[] { 0, 1, 2, 3, 4, 5 }, new int[0], "0|3|4")]
    [InlineData("rand", new[] { New, 7, 8, New, New, 9 }, new[] { 0, 1, 2, 3, 4, 5 }, new int[0], "0|3|4")]
    [InlineData("maner-mean", new[] { Mask, 7, 8, Mask, Mask, 9 }, new[] { 0, 1, 2, 3, 4, 5 }, new int[0], "0,1|3|4,5")]
    [InlineData("maner-sum", new[] { Mask, 7, 8, Mask, Mask, 9 }, new[] { 0, 1, 2, 3, 4, 5 }, new int[0], "0,1|3|4,5")]
    [InlineData("maner-in-place", new[] { Mask, 7, 8, Mask, Mask, 9 }, new[] { 0, 0, 1, 2, 2, 2 }, new int[0], "0|3|4")]
    [InlineData("maner-hidden", new[] { Mask, 7, 8, Mask, Mask, 9 }, new[] { 0, 1, 2, 3, 4, 5 }, new[] { 0, 3, 4 }, "0|3|4")]
    [InlineData("maner-hidden-in-place", new[] { Mask, 7, 8, Mask, Mask, 9 }, new[] { 0, 0, 1, 2, 2, 2 }, new[] { 0, 3, 4 }, "0|3|4")]
    public void Words_become_tokens_with_positions_and_visibility_and_their_labels_are_read_from_some(string name, int[] ids, int[] positions, int[] hidden, string read)
    {
        Method method = AllMethods.Named(name);
        var plan = new InputPlan();
        var reads = new List<string>();
        foreach (int[] word in (int[][])[[7, 8], [], [9]])
        {
            int before = plan.Count;
            plan.BeginWord();
            method.Append(word, s_tokens, training: null, plan);
            reads.Add(string.Join(',', plan.Read.ToArray()));
            Assert.InRange(plan.Count - before, 1, method.MostPositions(word.Length));
        }

        Assert.Equal(ids, plan.Ids.ToArray());
        Assert.Equal(positions, plan.Positions.ToArray());
        Assert.Equal(hidden, Enumerable.Range(0, ids.Length).Where(token => plan.Hidden[token]));
        Assert.Equal(read, string.Join('|', reads));
        Assert.Equal(method.Pooling is not null, reads.Exists(word => word.Contains(',', StringComparison.Ordinal)));

        plan.Clear();
        plan.Add(5);
        Assert.Equal((1, 0, false), (plan.Count, plan.Positions[0], plan.Hidden[0]));
    }

    [Fact]
    public void Every_method_is_in_this_table() => Assert.Equal(9, AllMethods.List.Count);

    [Fact]
    public void A_head_is_handed_on_among_the_methods_that_read_a_mask_in_front_of_the_word()
    {
        Assert.All(AllMethods.List, method => Assert.Equal(method.Name.StartsWith("maner", StringComparison.Ordinal) ? "maner" : method.Name, method.HeadName));
        Assert.Equal(["token", "random-mask", "maner", "rand"], AllMethods.OfThePaper.Select(method => method.Name));
    }

    [Fact]
    public void Only_random_mask_differs_between_training_and_inference() => Assert.All(AllMethods.List.Where(method => method is not RandomMaskMethod), method =>
    {
        InputPlan training = new(), inference = new();
        method.Append([7, 8], s_tokens, new TrainingNoise(new Rng(1), 1), training);
        method.Append([7, 8], s_tokens, training: null, inference);
        Assert.Equal(inference.Ids.ToArray(), training.Ids.ToArray());
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1000)]
    [InlineData(0.15, 150)]
    public void Random_mask_replaces_a_word_by_one_mask_with_probability_p(double probability, int expected)
    {
        var chance = new TrainingNoise(new Rng(3), probability);
        int masked = 0;
        for (int word = 0; word < 1000; word++)
        {
            var plan = new InputPlan();
            new RandomMaskMethod().Append([7, 8], s_tokens, chance, plan);
            Assert.Equal([0], plan.Read.ToArray());
            masked += plan.Ids is [Mask] ? 1 : 0;
            Assert.True(plan.Ids is [Mask] or [7, 8]);
        }

        // Three standard deviations of a binomial with n = 1000.
        Assert.InRange(masked, expected - (3 * Math.Sqrt(1000 * probability * (1 - probability))), expected + (3 * Math.Sqrt(1000 * probability * (1 - probability))));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() =>
        Assert.Equal(
            "There is no method 'maners'. Known: token, random-mask, maner, rand, maner-mean, maner-sum, maner-in-place, maner-hidden, maner-hidden-in-place.",
            Assert.Throws<InvalidDataException>(() => AllMethods.Named("maners")).Message);
}
