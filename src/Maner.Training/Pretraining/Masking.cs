using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>
/// Chooses pieces and hides them (Devlin et al. 2019, section 3.1): of those that are chosen most become <c>&lt;mask&gt;</c>, some another piece
/// at random, and some stay. Special pieces and <c>&lt;unk&gt;</c> are never chosen.
/// </summary>
/// <param name="Rate">The probability that a piece, or with <paramref name="WholeWords"/> a word, is chosen.</param>
/// <param name="WholeWords">Choose all pieces of a word or none.</param>
/// <param name="Masked">Of the chosen pieces, the share that becomes <c>&lt;mask&gt;</c>.</param>
/// <param name="Replaced">Of the chosen pieces, the share that becomes a random piece; the rest stays as it is.</param>
internal sealed record Masking(double Rate, bool WholeWords, double Masked = 0.8, double Replaced = 0.1)
{
    /// <summary>Measuring: every seventh piece or so, always as <c>&lt;mask&gt;</c>, whatever a run trains with, so that runs can be compared.</summary>
    public static Masking HeldOut { get; } = new(0.15, WholeWords: false, Masked: 1, Replaced: 0);

    /// <summary>Adds a sequence to a batch between its special tokens, with pieces masked.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="pieces">The row.</param>
    /// <param name="ids">The vocabulary.</param>
    /// <param name="rng">The row's draws.</param>
    public void Add(MaskedBatch batch, ReadOnlySpan<int> pieces, PieceIds ids, Rng rng)
    {
        Span<int> row = batch.Room(pieces.Length + TrainingSequence.SpecialTokens);
        (row[0], row[^1]) = (ids.Bos, ids.Eos);
        pieces.CopyTo(row[1..]);
        bool isChosen = false;
        for (int index = 0; index < pieces.Length; index++)
        {
            int piece = pieces[index];
            if (index == 0 || !WholeWords || ids.StartsWord[piece])
            {
                isChosen = rng.NextDouble() < Rate;
            }

            if (isChosen && ids.IsOrdinary(piece))
            {
                batch.AddTarget(index + 1, piece);
                row[index + 1] = Hide(piece, ids, rng);
            }
        }

        batch.Add(row);
    }

    private int Hide(int piece, PieceIds ids, Rng rng)
    {
        double draw = rng.NextDouble();
        return draw < Masked ? ids.Mask
            : draw < Masked + Replaced ? ids.Ordinary[rng.Next(ids.Ordinary.Length)]
            : piece;
    }
}
