using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Model.Parameters;

/// <summary>The word embeddings [V, H] as the forward pass sees them.</summary>
internal interface ITokenEmbeddings
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
                    $"Token id {id} is outside the encoder's vocabulary of {RowCount}. Do the tokenizer's files and config.json belong together?");
            }
        }
    }
}

/// <summary>Word embeddings for prediction: rows are read from the mapped checkpoint when they are asked for, so that only those take memory.</summary>
internal sealed class CheckpointEmbeddings : ITokenEmbeddings
{
    private readonly ITensorFile _file;
    private readonly string _name;

    /// <param name="checkpoint">The checkpoint; the caller keeps owning it.</param>
    /// <param name="name">The table's name in it.</param>
    /// <param name="rows">V.</param>
    /// <param name="width">H.</param>
    /// <exception cref="InvalidDataException">The checkpoint has no such table, or it has another shape.</exception>
    public CheckpointEmbeddings(Checkpoint checkpoint, string name, int rows, int width)
    {
        (_file, TensorEntry entry) = checkpoint.Require(name, [rows, width]);
        _name = entry.Name;
        RowCount = rows;
    }

    public int RowCount { get; }

    public void Forward(ReadOnlySpan<int> ids, Matrix y)
    {
        ((ITokenEmbeddings)this).Check(ids);
        _file.RequireUnchanged();
        for (int row = 0; row < ids.Length; row++)
        {
            _file.Read(_name, (long)ids[row] * y.Columns, y[row]);
        }
    }
}
