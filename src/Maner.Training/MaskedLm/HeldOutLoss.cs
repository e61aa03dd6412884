using Maner.Model.Heads;
using Maner.Tensors;

namespace Maner.Training.MaskedLm;

/// <summary>
/// Measures a model on sequences that it is handed one by one. The masked tokens of a sequence follow from its pieces alone, so they are the same in every
/// run, of every model with the same vocabulary.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="ids">Its vocabulary.</param>
/// <param name="batchTokens">Tokens from which on a batch is read.</param>
internal sealed class HeldOutLoss(IMaskedLanguageModel model, PieceIds ids, int batchTokens)
{
    private readonly MaskedBatch _batch = new();

    /// <summary>Sum of the losses so far, in nats.</summary>
    public double Sum { get; private set; }

    /// <summary>Masked tokens so far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a sequence; it may be read only at the next one or at the end.</summary>
    public void Add(ReadOnlySpan<int> pieces)
    {
        Masking.HeldOut.Add(_batch, pieces, ids, new Rng(PieceIds.HashOf(pieces)));
        if (_batch.Packed.TokenCount >= batchTokens)
        {
            Flush();
        }
    }

    /// <summary>Reads what is left.</summary>
    public void Flush()
    {
        if (!_batch.Targets.IsEmpty)
        {
            model.Score(_batch.Packed, _batch.Positions, _batch.Targets, _batch.Losses);
            foreach (double loss in _batch.Losses)
            {
                Sum += loss;
            }

            Count += _batch.Targets.Length;
        }

        _batch.Clear();
    }
}
