using Maner.Ner.Methods;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Methods;

public sealed class MethodTests
{
    private const int Unknown = 3, Mask = 99, New = 100;
    private static readonly SpecialTokens s_tokens = new(Begin: 0, End: 2, Unknown, Mask, New);

    [Theory]
    [InlineData("token", new[] { 7, 8 }, new[] { 7, 8 })]
    [InlineData("random-mask", new[] { 7, 8 }, new[] { 7, 8 })]
    [InlineData("maner", new[] { 7, 8 }, new[] { Mask, 7, 8 })]
    [InlineData("rand", new[] { 7, 8 }, new[] { New, 7, 8 })]
    [InlineData("token", new int[0], new[] { Unknown })]
    [InlineData("random-mask", new int[0], new[] { Unknown })]
    [InlineData("maner", new int[0], new[] { Mask })]
    [InlineData("rand", new int[0], new[] { New })]
    public void A_word_becomes_positions_and_the_first_of_them_carries_its_label(string method, int[] pieces, int[] expected)
    {
        List<int> ids = [0, 5]; // an earlier word

        int position = AllMethods.Named(method).Append(pieces, s_tokens, training: null, ids);

        Assert.Equal([0, 5, .. expected], ids);
        Assert.Equal(2, position);
        Assert.InRange(expected.Length, 1, AllMethods.Named(method).MostPositions(pieces.Length));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("maner")]
    [InlineData("rand")]
    public void Only_random_mask_differs_between_training_and_inference(string method)
    {
        List<int> training = [], inference = [];
        AllMethods.Named(method).Append([7, 8], s_tokens, new TrainingNoise(new Rng(1), 1), training);
        AllMethods.Named(method).Append([7, 8], s_tokens, training: null, inference);
        Assert.Equal(inference, training);
    }

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
            List<int> ids = [];
            Assert.Equal(0, new RandomMaskMethod().Append([7, 8], s_tokens, chance, ids));
            masked += ids is [Mask] ? 1 : 0;
            Assert.True(ids is [Mask] or [7, 8]);
        }

        // Three standard deviations of a binomial with n = 1000.
        Assert.InRange(masked, expected - (3 * Math.Sqrt(1000 * probability * (1 - probability))), expected + (3 * Math.Sqrt(1000 * probability * (1 - probability))));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() =>
        Assert.Equal(
            "There is no method 'maners'. Known: token, random-mask, maner, rand.",
            Assert.Throws<InvalidDataException>(() => AllMethods.Named("maners")).Message);
}
