using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>The order of a language's rows: pass after pass over all of them, each pass shuffled again from the seed.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="rng">Names the language's orders.</param>
internal sealed class SequenceOrder(int rows, Rng rng)
{
    private readonly int[] _order = new int[rows];
    private long _pass = -1;

    /// <summary>The row of a draw, counted from 0 over all passes.</summary>
    public int At(long draw)
    {
        long pass = draw / rows;
        if (pass != _pass)
        {
            _pass = pass;
            for (int row = 0; row < rows; row++)
            {
                _order[row] = row;
            }

            rng.Split((ulong)pass).Shuffle(_order.AsSpan());
        }

        return _order[draw % rows];
    }
}
