namespace Maner.Tensors.Kernels;

/// <summary>
/// Rotary position embeddings (Su et al. 2021): a token at place p has the pair of elements i and i + D/2 of each head turned by p·θ^(−2i/D), so that the
/// product of a query and a key depends on how far apart they are. Angles are floats, as in Hugging Face's <c>apply_rotary_pos_emb</c>.
/// </summary>
/// <param name="width">D, the width of a head; even.</param>
/// <param name="theta">θ, the base.</param>
internal sealed unsafe class RotaryTable(int width, double theta) : IDisposable
{
    private const int FewestPlaces = 512;
    private NativeBuffer? _factors;
    private int _places;

    /// <summary>The factors [places, D]: D/2 cosines, then D/2 sines. Valid until more places are asked for.</summary>
    /// <param name="places">Tokens of the longest sequence; the table may have more.</param>
    public Matrix For(int places)
    {
        if (_factors is null || places > _places)
        {
            _factors?.Dispose();
            _places = Math.Max(places, Math.Max(FewestPlaces, 2 * _places));
            _factors = new NativeBuffer((nint)_places * width);
            Fill(_factors.View(0, _places, width));
        }

        return _factors.View(0, _places, width);
    }

    /// <inheritdoc/>
    public void Dispose() => _factors?.Dispose();

    /// <summary>Turns the rows of a head in place: (a, b) ← (a·cos − b·sin, b·cos + a·sin).</summary>
    /// <param name="rows">[R, D].</param>
    /// <param name="factors">The table.</param>
    /// <param name="places">The place of each row in its sentence; null for 0, 1, 2, ….</param>
    /// <param name="back">Turn by the opposite angle, as gradients are.</param>
    internal static void Turn<TLanes>(Matrix rows, Matrix factors, int* places, bool back)
        where TLanes : struct, ILanes<TLanes>
    {
        int half = rows.Columns / 2;
        for (int row = 0; row < rows.Rows; row++)
        {
            float* x = rows.RowPointer(row);
            float* factor = factors.RowPointer(places is null ? row : places[row]);
            for (int column = 0; column < half; column += Lanes.Count)
            {
                int left = half - column;
                TLanes a = Lanes.Load<TLanes>(x + column, left), b = Lanes.Load<TLanes>(x + half + column, left);
                TLanes cos = Lanes.Load<TLanes>(factor + column, left), sin = Lanes.Load<TLanes>(factor + half + column, left);
                sin = back ? -sin : sin;
                Lanes.Store((a * cos) - (b * sin), x + column, left);
                Lanes.Store((b * cos) + (a * sin), x + half + column, left);
            }
        }
    }

    private void Fill(Matrix factors)
    {
        int half = width / 2;
        for (int pair = 0; pair < half; pair++)
        {
            float frequency = 1 / (float)PortableMath.Pow(theta, 2 * pair / (float)width);
            for (int place = 0; place < factors.Rows; place++)
            {
                (double sin, double cos) = PortableMath.SinCos(place * frequency);
                factors.RowPointer(place)[pair] = (float)cos;
                factors.RowPointer(place)[half + pair] = (float)sin;
            }
        }
    }
}
