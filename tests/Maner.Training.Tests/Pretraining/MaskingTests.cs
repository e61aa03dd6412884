using Maner.Tensors;
using Maner.Text.Tokenization;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

public sealed class MaskingTests
{
    private static readonly PieceIds s_ids = new(UnigramTokenizer.Load(ToyText.WholeTokenizer));

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.15)]
    public void Shares_are_those_that_were_asked_for(double rate)
    {
        (int[] row, MaskedBatch batch) = Mask(new Masking(rate, WholeWords: false), 200_000);

        int chosen = batch.Targets.Length;
        Assert.InRange((double)chosen / row.Length, rate - 0.005, rate + 0.005);
        int masked = 0, kept = 0, replaced = 0;
        for (int index = 0; index < chosen; index++)
        {
            int position = batch.Positions[index], now = batch.Packed.Ids[position];
            Assert.Equal(row[position - 1], batch.Targets[index]);
            masked += now == s_ids.Mask ? 1 : 0;
            kept += now == batch.Targets[index] ? 1 : 0;
            replaced += now != s_ids.Mask && now != batch.Targets[index] ? 1 : 0;
            Assert.True(now == s_ids.Mask || s_ids.IsOrdinary(now));
        }

        Assert.InRange((double)masked / chosen, 0.79, 0.81);
        Assert.InRange((double)kept / chosen, 0.09, 0.11);
        Assert.InRange((double)replaced / chosen, 0.09, 0.11);
    }

    [Fact]
    public void All_other_pieces_stay_and_marks_stand_around()
    {
        (int[] row, MaskedBatch batch) = Mask(new Masking(0.3, WholeWords: true), 1_000);

        Assert.Equal(row.Length + 2, batch.Packed.TokenCount);
        Assert.Equal((0, 2), (batch.Packed.Ids[0], batch.Packed.Ids[^1]));
        HashSet<int> hidden = [.. batch.Positions];
        for (int index = 0; index < row.Length; index++)
        {
            Assert.True(hidden.Contains(index + 1) || batch.Packed.Ids[index + 1] == row[index]);
        }
    }

    [Fact]
    public void Special_and_unknown_pieces_are_never_hidden()
    {
        var batch = new MaskedBatch();
        int[] row = [3, 0, 1, 2, s_ids.Mask, 100];
        for (ulong seed = 0; seed < 500; seed++)
        {
            new Masking(0.9, WholeWords: seed % 2 == 0).Add(batch, row, s_ids, new Rng(seed));
        }

        Assert.InRange(batch.Targets.Length, 400, 500);
        Assert.All(batch.Targets.ToArray(), target => Assert.Equal(100, target));
    }

    [Fact]
    public void Whole_words_are_hidden_whole()
    {
        (int[] row, MaskedBatch batch) = Mask(new Masking(0.3, WholeWords: true), 50_000);

        HashSet<int> hidden = [.. batch.Positions];
        int split = 0, words = 0, hiddenWords = 0;
        for (int start = 0, end; start < row.Length; start = end)
        {
            for (end = start + 1; end < row.Length && !s_ids.StartsWord[row[end]]; end++)
            {
            }

            int count = Enumerable.Range(start + 1, end - start).Count(hidden.Contains);
            words++;
            hiddenWords += count > 0 ? 1 : 0;
            split += count > 0 && count < end - start ? 1 : 0;
        }

        Assert.Equal(0, split);
        Assert.InRange((double)hiddenWords / words, 0.29, 0.31);
        Assert.True(words < 0.9 * row.Length, "the row has words of several pieces");
    }

    [Fact]
    public void Measuring_hides_every_chosen_piece_behind_a_mask()
    {
        (int[] row, MaskedBatch batch) = Mask(Masking.HeldOut, 100_000);

        Assert.InRange((double)batch.Targets.Length / row.Length, 0.145, 0.155);
        Assert.All(batch.Positions.ToArray(), position => Assert.Equal(s_ids.Mask, batch.Packed.Ids[position]));
    }

    private static (int[] Row, MaskedBatch Batch) Mask(Masking masking, int pieces)
    {
        var rng = new Rng(3);
        int[] row = [.. Enumerable.Range(0, pieces).Select(_ => s_ids.Ordinary[rng.Next(s_ids.Ordinary.Length)])];
        var batch = new MaskedBatch();
        masking.Add(batch, row, s_ids, new Rng(4));
        return (row, batch);
    }
}
