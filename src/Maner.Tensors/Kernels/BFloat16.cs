namespace Maner.Tensors.Kernels;

/// <summary>The upper half of a 32-bit float: its sign, its exponent and 7 bits of its fraction.</summary>
internal static unsafe class BFloat16
{
    /// <summary>Rounds to nearest, ties to even. Counts in multiples of sixteen go fast; NaN stays NaN.</summary>
    public static void Narrow(float* source, ushort* destination, nint count)
    {
        for (nint index = 0; index < count; index++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[index]);
            destination[index] = float.IsNaN(source[index]) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    /// <summary>Exact.</summary>
    /// <param name="source">Sixteen times <paramref name="vectors"/> numbers.</param>
    /// <param name="destination">As many floats.</param>
    /// <param name="vectors">Vectors of sixteen.</param>
    public static void Widen(ushort* source, float* destination, int vectors) => Lanes.Invoke(new Widening(source, destination), vectors);

    private readonly struct Widening(ushort* source, float* destination) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            ushort* from = source;
            float* to = destination;
            for (int vector = 0; vector < item; vector++, from += Lanes.Count, to += Lanes.Count)
            {
                TLanes.LoadUpperHalves(from).Store(to);
            }
        }
    }
}
