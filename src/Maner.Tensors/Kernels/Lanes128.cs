using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>Sixteen lanes in four registers: Arm, processors without AVX2, and, one float at a time, the runtime without vector instructions.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Lanes128>
{
    private readonly Vector128<float> _first;
    private readonly Vector128<float> _second;
    private readonly Vector128<float> _third;
    private readonly Vector128<float> _fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128(Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth) => (_first, _second, _third, _fourth) = (first, second, third, fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) =>
        new(left._first + right._first, left._second + right._second, left._third + right._third, left._fourth + right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) =>
        new(left._first - right._first, left._second - right._second, left._third - right._third, left._fourth - right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) =>
        new(left._first * right._first, left._second * right._second, left._third * right._third, left._fourth * right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 left, Lanes128 right) =>
        new(left._first / right._first, left._second / right._second, left._third / right._third, left._fourth / right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 value) => new(-value._first, -value._second, -value._third, -value._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Create(float value) =>
        new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* source) =>
        new(Vector128.Load(source), Vector128.Load(source + 4), Vector128.Load(source + 8), Vector128.Load(source + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LoadPartial(float* source, int count, float fill) => PartialLanes.Load<Lanes128>(source, count, fill);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LoadUpperHalves(ushort* source)
    {
        Vector128<ushort> lower = Vector128.Load(source), upper = Vector128.Load(source + 8);
        return new(
            (Vector128.WidenLower(lower) << 16).AsSingle(), (Vector128.WidenUpper(lower) << 16).AsSingle(),
            (Vector128.WidenLower(upper) << 16).AsSingle(), (Vector128.WidenUpper(upper) << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        _first.Store(destination);
        _second.Store(destination + 4);
        _third.Store(destination + 8);
        _fourth.Store(destination + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePartial(float* destination, int count) => PartialLanes.Store(this, destination, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Fma(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(
            Vector128.FusedMultiplyAdd(a._first, b._first, c._first),
            Vector128.FusedMultiplyAdd(a._second, b._second, c._second),
            Vector128.FusedMultiplyAdd(a._third, b._third, c._third),
            Vector128.FusedMultiplyAdd(a._fourth, b._fourth, c._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 value) =>
        new(Vector128.Sqrt(value._first), Vector128.Sqrt(value._second), Vector128.Sqrt(value._third), Vector128.Sqrt(value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Abs(Lanes128 value) =>
        new(Vector128.Abs(value._first), Vector128.Abs(value._second), Vector128.Abs(value._third), Vector128.Abs(value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Min(Lanes128 left, Lanes128 right) =>
        new(
            Vector128.MinNative(left._first, right._first),
            Vector128.MinNative(left._second, right._second),
            Vector128.MinNative(left._third, right._third),
            Vector128.MinNative(left._fourth, right._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Max(Lanes128 left, Lanes128 right) =>
        new(
            Vector128.MaxNative(left._first, right._first),
            Vector128.MaxNative(left._second, right._second),
            Vector128.MaxNative(left._third, right._third),
            Vector128.MaxNative(left._fourth, right._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WhereLess(Lanes128 left, Lanes128 right, Lanes128 yes, Lanes128 no) =>
        new(
            Vector128.ConditionalSelect(Vector128.LessThan(left._first, right._first), yes._first, no._first),
            Vector128.ConditionalSelect(Vector128.LessThan(left._second, right._second), yes._second, no._second),
            Vector128.ConditionalSelect(Vector128.LessThan(left._third, right._third), yes._third, no._third),
            Vector128.ConditionalSelect(Vector128.LessThan(left._fourth, right._fourth), yes._fourth, no._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Scale(Lanes128 value, Lanes128 power) =>
        new(
            Scale(value._first, Vector128.ConvertToInt32Native(power._first)),
            Scale(value._second, Vector128.ConvertToInt32Native(power._second)),
            Scale(value._third, Vector128.ConvertToInt32Native(power._third)),
            Scale(value._fourth, Vector128.ConvertToInt32Native(power._fourth)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 CountFrom(uint first) => new(Count(first), Count(first + 4), Count(first + 8), Count(first + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 XorShifted(Lanes128 bits, int shift) =>
        new(
            Xor(bits._first.AsUInt32(), shift).AsSingle(),
            Xor(bits._second.AsUInt32(), shift).AsSingle(),
            Xor(bits._third.AsUInt32(), shift).AsSingle(),
            Xor(bits._fourth.AsUInt32(), shift).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 XorShifted(Lanes128 bits, int shift, uint other) =>
        new(
            (Xor(bits._first.AsUInt32(), shift) ^ Vector128.Create(other)).AsSingle(),
            (Xor(bits._second.AsUInt32(), shift) ^ Vector128.Create(other)).AsSingle(),
            (Xor(bits._third.AsUInt32(), shift) ^ Vector128.Create(other)).AsSingle(),
            (Xor(bits._fourth.AsUInt32(), shift) ^ Vector128.Create(other)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyBits(Lanes128 bits, uint factor) =>
        new(
            (bits._first.AsUInt32() * factor).AsSingle(),
            (bits._second.AsUInt32() * factor).AsSingle(),
            (bits._third.AsUInt32() * factor).AsSingle(),
            (bits._fourth.AsUInt32() * factor).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ZeroWhereBitsLess(Lanes128 bits, uint threshold, float otherwise) =>
        new(
            Select(bits._first.AsUInt32(), threshold, otherwise),
            Select(bits._second.AsUInt32(), threshold, otherwise),
            Select(bits._third.AsUInt32(), threshold, otherwise),
            Select(bits._fourth.AsUInt32(), threshold, otherwise));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => Lanes.Sum(_first + _third, _second + _fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Greatest() => Lanes.Greatest(Vector128.MaxNative(_first, _third), Vector128.MaxNative(_second, _fourth));

    /// <summary>2^n goes into the exponent in two halves: n may be 128, whose power alone would overflow. The first product is exact, so it is rounded once, as
    /// AVX-512's instruction does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Scale(Vector128<float> value, Vector128<int> power)
    {
        Vector128<int> half = power >> 1;
        Vector128<float> first = ((half + Vector128.Create(127)) << 23).AsSingle();
        Vector128<float> second = ((power - half + Vector128.Create(127)) << 23).AsSingle();
        return value * first * second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Count(uint first) => (Vector128<uint>.Indices + Vector128.Create(first)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Xor(Vector128<uint> bits, int shift) => bits ^ (bits >> shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Select(Vector128<uint> bits, uint threshold, float otherwise) =>
        Vector128.ConditionalSelect(Vector128.LessThan(bits, Vector128.Create(threshold)).AsSingle(), Vector128<float>.Zero, Vector128.Create(otherwise));
}
