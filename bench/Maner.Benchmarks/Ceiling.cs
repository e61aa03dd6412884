using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Benchmarks;

/// <summary>The yardstick: how many multiply-adds cores do in registers alone, measured around what is held against it.</summary>
internal static class Ceiling
{
    private const int Rounds = 20_000;
    private const int Accumulators = 12; // enough to hide the latency of two multiply-add units
    private const double Seconds = 0.004;

    private static readonly bool Is512 = Avx512F.IsSupported;

    /// <summary>What the ceiling is made of: the instruction set of the kernels in this process.</summary>
    public static string InstructionSet => Is512 ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no vector instructions";

    /// <summary>GFLOP/s of so many threads that run at the same time; the best of several tries, since other work on the machine only ever slows it.</summary>
    public static double MeasureGflops(int threads = 1)
    {
        double best = 0;
        for (int trial = 0; trial < 8; trial++)
        {
            best = Math.Max(best, Together(threads));
        }

        return best;
    }

    /// <summary>The sum of all threads' rates over a time in which all of them spin.</summary>
    private static double Together(int threads)
    {
        using var start = new Barrier(threads);
        var rates = new double[threads];
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(index => new Thread(() => rates[index] = Rate(start)))];
        foreach (Thread thread in others)
        {
            thread.Start();
        }

        rates[0] = Rate(start);
        foreach (Thread thread in others)
        {
            thread.Join();
        }

        return rates.Sum() / 1e9;
    }

    private static double Rate(Barrier start)
    {
        start.SignalAndWait();
        long begin = Stopwatch.GetTimestamp(), rounds = 0;
        do
        {
            GC.KeepAlive(Is512 ? Spin512(Rounds) : Spin256(Rounds));
            rounds += Rounds;
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds);
        return rounds * 2.0 * Accumulators * (Is512 ? 16 : 8) / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin512(int rounds)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin256(int rounds)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
