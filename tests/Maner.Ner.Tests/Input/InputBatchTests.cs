using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests.Input;

public sealed class InputBatchTests
{
    private static readonly int s_mask = Tokenizers.Mini.Vocabulary.MaskId;

    [Fact]
    public void Sentences_stand_end_to_end_and_rows_point_at_the_positions_with_labels()
    {
        WordPieces first = WordPieces.Of(["na", "\u200B"], Tokenizers.Mini);
        WordPieces second = WordPieces.Of(["na"], Tokenizers.Mini);
        int na = first[0][0];
        var batch = new InputBatch(new ManerMethod(), new SpecialTokens(0, 2, 3, s_mask, -1), 10);

        batch.Add(0, first, new Window(0, 2, 0, 2));
        batch.Add(4, second, new Window(0, 1, 0, 1));

        Assert.Equal([0, s_mask, na, s_mask, 2, 0, s_mask, na, 2], batch.Packed.Ids.ToArray());
        Assert.Equal([0, 5, 9], batch.Packed.Offsets.ToArray());
        Assert.Equal([1, 3, 6], batch.Rows.ToArray());
        Assert.Equal([new(0, 0), new(0, 1), new(4, 0)], batch.Places.ToArray());

        batch.Clear();
        Assert.Equal((0, 0, 0), (batch.Packed.TokenCount, batch.Rows.Length, batch.Places.Length));
    }

    [Theory]
    [InlineData("<mask>")]
    [InlineData("</s>")]
    [InlineData("<s>")]
    [InlineData("<pad>")]
    public void What_looks_like_a_special_token_in_the_text_is_a_word(string word)
    {
        var batch = new InputBatch(new TokenMethod(), new SpecialTokens(0, 2, 3, s_mask, -1), 20);

        batch.Add(0, WordPieces.Of([word], Tokenizers.Mini), new Window(0, 1, 0, 1));

        int[] inside = batch.Packed.Ids.ToArray()[1..^1];
        Assert.NotEmpty(inside);
        Assert.DoesNotContain(inside, id => id is 0 or 1 or 2 || id == s_mask);
    }
}
