using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Model;

/// <summary>The word embeddings [V, H] as the forward pass sees them.</summary>
internal interface IWordEmbeddings
{
    /// <summary>V.</summary>
    int RowCount { get; }

    /// <summary>y[n] = table[ids[n]].</summary>
    void Forward(ReadOnlySpan<int> ids, Matrix y);

    /// <summary>Refuses ids outside the vocabulary.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    sealed void Check(ReadOnlySpan<int> ids)
    {
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)RowCount)
            {
                throw new InvalidDataException(
                    $"Token id {id} is outside the encoder's vocabulary of {RowCount}. Do sentencepiece.bpe.model and config.json belong together?");
            }
        }
    }
}

/// <summary>Word embeddings for prediction: rows are read from the mapped checkpoint when they are asked for, so that only those take memory.</summary>
/// <param name="checkpoint">The checkpoint; the caller keeps owning it.</param>
/// <param name="name">The table's name in it.</param>
/// <param name="rows">V.</param>
/// <param name="width">H.</param>
internal sealed class CheckpointEmbeddings(Checkpoint checkpoint, string name, int rows, int width) : IWordEmbeddings
{
    private readonly int[] _shape = [rows, width];

    public int RowCount => rows;

    public void Forward(ReadOnlySpan<int> ids, Matrix y)
    {
        ((IWordEmbeddings)this).Check(ids);
        for (int row = 0; row < ids.Length; row++)
        {
            checkpoint.ReadRow(name, _shape, ids[row], y[row]);
        }
    }
}
