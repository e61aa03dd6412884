using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>
/// What whole numbers would bring: the same 6 × 64 tile with pairs of 16-bit numbers (<c>vpmaddwd</c>, <c>vpaddd</c>) against 32-bit floats, everything
/// in the cache. An upper bound: nothing is quantised, scaled back or fetched. The library leaves this path out, because the bound is below
/// 1.5 here; .NET 10 has no <c>vpdpwssd</c>, which would do both instructions in one.
/// </summary>
internal static unsafe class Int16Kernel
{
    private const int Depth = 384;

    public static void Print(TextWriter output)
    {
        if (!Avx512BW.IsSupported)
        {
            output.WriteLine("This processor has no AVX-512BW: nothing to compare.");
            return;
        }

        using var a = new NativeBuffer(8 * 6 * Depth);
        using var b = new NativeBuffer(64 * Depth);
        using var c = new NativeBuffer(6 * 64);
        double whole = 0, floating = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            whole = Math.Max(whole, Speed(step => Tile((short*)a.View(step % 8 * 6, 6, Depth).Start(), (short*)b.View(0, 64, Depth).Start(), Depth / 2, (int*)c.View(0, 6, 64).Start())));
            floating = Math.Max(floating, Speed(step => Kernel512.Run(new MicroTile
            {
                A = a.View(step % 8 * 6, 6, Depth).Start(),
                RowStep = 1,
                Step = 6,
                B = b.View(0, 64, Depth).Start(),
                StepOfB = 64,
                Depth = Depth,
                From = c.View(0, 6, 64).Start(),
                FromStride = 64,
                C = c.View(0, 6, 64).Start(),
                Stride = 64,
            })));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"16-bit whole numbers {whole:F1}, 32-bit floats {floating:F1} billion operations a second: ratio {whole / floating:F2}"));
    }

    /// <summary>Billions of multiplications and additions a second.</summary>
    private static double Speed(Action<int> tile)
    {
        const int Tiles = 400;
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < Tiles; step++)
        {
            tile(step);
        }

        return Tiles * 2.0 * 6 * 64 * Depth / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    private static float* Start(this Matrix matrix)
    {
        fixed (float* first = matrix[0])
        {
            return first; // native memory: it does not move
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(short* a, short* b, int pairs, int* target)
    {
        Vector512<int> c00 = Vector512<int>.Zero, c01 = Vector512<int>.Zero, c02 = Vector512<int>.Zero, c03 = Vector512<int>.Zero;
        Vector512<int> c10 = Vector512<int>.Zero, c11 = Vector512<int>.Zero, c12 = Vector512<int>.Zero, c13 = Vector512<int>.Zero;
        Vector512<int> c20 = Vector512<int>.Zero, c21 = Vector512<int>.Zero, c22 = Vector512<int>.Zero, c23 = Vector512<int>.Zero;
        Vector512<int> c30 = Vector512<int>.Zero, c31 = Vector512<int>.Zero, c32 = Vector512<int>.Zero, c33 = Vector512<int>.Zero;
        Vector512<int> c40 = Vector512<int>.Zero, c41 = Vector512<int>.Zero, c42 = Vector512<int>.Zero, c43 = Vector512<int>.Zero;
        Vector512<int> c50 = Vector512<int>.Zero, c51 = Vector512<int>.Zero, c52 = Vector512<int>.Zero, c53 = Vector512<int>.Zero;
        for (int pair = 0; pair < pairs; pair++, a += 12, b += 128)
        {
            Vector512<short> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 32), b2 = Vector512.Load(b + 64), b3 = Vector512.Load(b + 96);
            Vector512<short> a0 = Vector512.Create(*(int*)(a + 0)).AsInt16();
            c00 += Avx512BW.MultiplyAddAdjacent(a0, b0);
            c01 += Avx512BW.MultiplyAddAdjacent(a0, b1);
            c02 += Avx512BW.MultiplyAddAdjacent(a0, b2);
            c03 += Avx512BW.MultiplyAddAdjacent(a0, b3);
            Vector512<short> a1 = Vector512.Create(*(int*)(a + 2)).AsInt16();
            c10 += Avx512BW.MultiplyAddAdjacent(a1, b0);
            c11 += Avx512BW.MultiplyAddAdjacent(a1, b1);
            c12 += Avx512BW.MultiplyAddAdjacent(a1, b2);
            c13 += Avx512BW.MultiplyAddAdjacent(a1, b3);
            Vector512<short> a2 = Vector512.Create(*(int*)(a + 4)).AsInt16();
            c20 += Avx512BW.MultiplyAddAdjacent(a2, b0);
            c21 += Avx512BW.MultiplyAddAdjacent(a2, b1);
            c22 += Avx512BW.MultiplyAddAdjacent(a2, b2);
            c23 += Avx512BW.MultiplyAddAdjacent(a2, b3);
            Vector512<short> a3 = Vector512.Create(*(int*)(a + 6)).AsInt16();
            c30 += Avx512BW.MultiplyAddAdjacent(a3, b0);
            c31 += Avx512BW.MultiplyAddAdjacent(a3, b1);
            c32 += Avx512BW.MultiplyAddAdjacent(a3, b2);
            c33 += Avx512BW.MultiplyAddAdjacent(a3, b3);
            Vector512<short> a4 = Vector512.Create(*(int*)(a + 8)).AsInt16();
            c40 += Avx512BW.MultiplyAddAdjacent(a4, b0);
            c41 += Avx512BW.MultiplyAddAdjacent(a4, b1);
            c42 += Avx512BW.MultiplyAddAdjacent(a4, b2);
            c43 += Avx512BW.MultiplyAddAdjacent(a4, b3);
            Vector512<short> a5 = Vector512.Create(*(int*)(a + 10)).AsInt16();
            c50 += Avx512BW.MultiplyAddAdjacent(a5, b0);
            c51 += Avx512BW.MultiplyAddAdjacent(a5, b1);
            c52 += Avx512BW.MultiplyAddAdjacent(a5, b2);
            c53 += Avx512BW.MultiplyAddAdjacent(a5, b3);
        }

        c00.Store(target + 0);
        c01.Store(target + 16);
        c02.Store(target + 32);
        c03.Store(target + 48);
        c10.Store(target + 64);
        c11.Store(target + 80);
        c12.Store(target + 96);
        c13.Store(target + 112);
        c20.Store(target + 128);
        c21.Store(target + 144);
        c22.Store(target + 160);
        c23.Store(target + 176);
        c30.Store(target + 192);
        c31.Store(target + 208);
        c32.Store(target + 224);
        c33.Store(target + 240);
        c40.Store(target + 256);
        c41.Store(target + 272);
        c42.Store(target + 288);
        c43.Store(target + 304);
        c50.Store(target + 320);
        c51.Store(target + 336);
        c52.Store(target + 352);
        c53.Store(target + 368);
    }
}
