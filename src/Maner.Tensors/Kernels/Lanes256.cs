using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>Sixteen lanes in two registers: AVX2.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Lanes256>
{
    private readonly Vector256<float> _lower;
    private readonly Vector256<float> _upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256(Vector256<float> lower, Vector256<float> upper) => (_lower, _upper) = (lower, upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._lower + right._lower, left._upper + right._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._lower - right._lower, left._upper - right._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._lower * right._lower, left._upper * right._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left._lower / right._lower, left._upper / right._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 value) => new(-value._lower, -value._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Create(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadPartial(float* source, int count, float fill)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> rest = Vector256.Create(fill), lower = First(count), upper = First(count - 8);
            return new(
                Vector256.ConditionalSelect(lower, Avx.MaskLoad(source, lower), rest),
                Vector256.ConditionalSelect(upper, Avx.MaskLoad(source + 8, upper), rest));
        }

        return PartialLanes.Load<Lanes256>(source, count, fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadUpperHalves(ushort* source) =>
        new((Vector256.WidenLower(Vector256.Load(source)) << 16).AsSingle(), (Vector256.WidenUpper(Vector256.Load(source)) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        _lower.Store(destination);
        _upper.Store(destination + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePartial(float* destination, int count)
    {
        if (Avx.IsSupported)
        {
            Avx.MaskStore(destination, First(count), _lower);
            Avx.MaskStore(destination + 8, First(count - 8), _upper);
            return;
        }

        PartialLanes.Store(this, destination, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Fma(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a._lower, b._lower, c._lower), Vector256.FusedMultiplyAdd(a._upper, b._upper, c._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._lower), Vector256.Sqrt(value._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 value) => new(Vector256.Abs(value._lower), Vector256.Abs(value._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 left, Lanes256 right) =>
        new(Vector256.MinNative(left._lower, right._lower), Vector256.MinNative(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 left, Lanes256 right) =>
        new(Vector256.MaxNative(left._lower, right._lower), Vector256.MaxNative(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereLess(Lanes256 left, Lanes256 right, Lanes256 yes, Lanes256 no) =>
        new(
            Vector256.ConditionalSelect(Vector256.LessThan(left._lower, right._lower), yes._lower, no._lower),
            Vector256.ConditionalSelect(Vector256.LessThan(left._upper, right._upper), yes._upper, no._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Scale(Lanes256 value, Lanes256 power) =>
        new(Scale(value._lower, Vector256.ConvertToInt32Native(power._lower)), Scale(value._upper, Vector256.ConvertToInt32Native(power._upper)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 CountFrom(uint first) => new(Count(first), Count(first + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 XorShifted(Lanes256 bits, int shift) =>
        new(Xor(bits._lower.AsUInt32(), shift).AsSingle(), Xor(bits._upper.AsUInt32(), shift).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 XorShifted(Lanes256 bits, int shift, uint other) =>
        new(
            (Xor(bits._lower.AsUInt32(), shift) ^ Vector256.Create(other)).AsSingle(),
            (Xor(bits._upper.AsUInt32(), shift) ^ Vector256.Create(other)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyBits(Lanes256 bits, uint factor) =>
        new((bits._lower.AsUInt32() * factor).AsSingle(), (bits._upper.AsUInt32() * factor).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ZeroWhereBitsLess(Lanes256 bits, uint threshold, float otherwise) =>
        new(Select(bits._lower.AsUInt32(), threshold, otherwise), Select(bits._upper.AsUInt32(), threshold, otherwise));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum()
    {
        Vector256<float> eight = _lower + _upper;
        return Lanes.Sum(eight.GetLower(), eight.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Greatest()
    {
        Vector256<float> eight = Vector256.MaxNative(_lower, _upper);
        return Lanes.Greatest(eight.GetLower(), eight.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> First(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    /// <summary>2^n goes into the exponent in two halves: n may be 128, whose power alone would overflow. The first product is exact, so it is rounded once, as
    /// AVX-512's instruction does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<float> value, Vector256<int> power)
    {
        Vector256<int> half = power >> 1;
        Vector256<float> first = ((half + Vector256.Create(127)) << 23).AsSingle();
        Vector256<float> second = ((power - half + Vector256.Create(127)) << 23).AsSingle();
        return value * first * second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Count(uint first) => (Vector256<uint>.Indices + Vector256.Create(first)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Xor(Vector256<uint> bits, int shift) => bits ^ (bits >> shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Select(Vector256<uint> bits, uint threshold, float otherwise) =>
        Vector256.ConditionalSelect(Vector256.LessThan(bits, Vector256.Create(threshold)).AsSingle(), Vector256<float>.Zero, Vector256.Create(otherwise));
}
