namespace Maner.Tensors.Kernels;

/// <summary>
/// Sixteen floats, in as few registers as the processor has for them: <see cref="Lanes512"/> one, <see cref="Lanes256"/> two, <see cref="Lanes128"/> four.
/// Every elementwise kernel is written once, over this, and compiled for the one that the processor has. There are always the same sixteen
/// lanes, so sums run in the same order and results have the same bits everywhere. Only correctly rounded operations are used (+ − × ÷ √,
/// fused multiply-add and scaling by a power of two).
/// </summary>
/// <remarks>
/// Why not <see cref="System.Runtime.Intrinsics.Vector512{T}"/> everywhere: without AVX-512 its operators are methods of the runtime's library, some of which the compiler
/// does not inline, and each of those takes its vectors through memory. All that implements this is inlined by demand and has one level of calls.
/// </remarks>
/// <typeparam name="TSelf">The implementation.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    /// <summary>One number in all lanes.</summary>
    static abstract TSelf Create(float value);

    static abstract TSelf Load(float* source);

    /// <summary>The first <paramref name="count"/> lanes from memory, 1 to 15, the others <paramref name="fill"/>. No other memory is read.</summary>
    static abstract TSelf LoadPartial(float* source, int count, float fill);

    /// <summary>Sixteen numbers of which memory holds the upper halves.</summary>
    static abstract TSelf LoadUpperHalves(ushort* source);

    void Store(float* destination);

    /// <summary>Stores the first <paramref name="count"/> lanes, 1 to 15. No other memory is touched.</summary>
    void StorePartial(float* destination, int count);

    /// <summary>a × b + c, rounded once.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf Abs(TSelf value);

    /// <summary>The lesser; <paramref name="right"/> if either is no number.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The greater; <paramref name="right"/> if either is no number.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary><paramref name="yes"/> where <paramref name="left"/> is less than <paramref name="right"/>, else <paramref name="no"/>.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf yes, TSelf no);

    /// <summary>value · 2^power, rounded once.</summary>
    /// <param name="value">From 1/2 to 2.</param>
    /// <param name="power">Whole numbers from −126 to 128; what comes of others is undefined, but for no number, which stays so.</param>
    static abstract TSelf Scale(TSelf value, TSelf power);

    // The same sixteen lanes as 32-bit whole numbers without a sign.

    /// <summary>first, first + 1, …, first + 15.</summary>
    static abstract TSelf CountFrom(uint first);

    /// <summary>bits ⊕ (bits ≫ shift).</summary>
    static abstract TSelf XorShifted(TSelf bits, int shift);

    /// <summary>bits ⊕ (bits ≫ shift) ⊕ other.</summary>
    static abstract TSelf XorShifted(TSelf bits, int shift, uint other);

    /// <summary>The product's lower 32 bits.</summary>
    static abstract TSelf MultiplyBits(TSelf bits, uint factor);

    /// <summary>0 where <paramref name="bits"/> is less than <paramref name="threshold"/>, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf ZeroWhereBitsLess(TSelf bits, uint threshold, float otherwise);

    /// <summary>The sum of the lanes by halving: 16 → 8 → 4 → 2 → 1, the one order used everywhere.</summary>
    float Sum();

    /// <summary>The greatest lane.</summary>
    float Greatest();
}
