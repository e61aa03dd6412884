using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Maner.Experiments.Running;

/// <summary>The processors that a worker is bound to, so that cells side by side do not wander into each other's caches.</summary>
internal static class CoreSet
{
    private static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsWindows();

    /// <summary>
    /// Sets of processors for jobs of a number of threads each, as masks; null where the system cannot bind, or where there are too few
    /// processors for the jobs to have their own.
    /// </summary>
    public static IReadOnlyList<ulong>? Divide(int jobs, int threads)
    {
        if (!IsSupported)
        {
            return null;
        }

        using var process = Process.GetCurrentProcess();
#pragma warning disable CA1416 // Asked above.
        return Divide((ulong)process.ProcessorAffinity, jobs, threads);
#pragma warning restore CA1416
    }

    internal static IReadOnlyList<ulong>? Divide(ulong allowed, int jobs, int threads)
    {
        if (BitOperations.PopCount(allowed) < (long)jobs * threads)
        {
            return null;
        }

        var sets = new ulong[jobs];
        for (int core = 0; core < jobs * threads; core++)
        {
            ulong lowest = allowed & ~(allowed - 1);
            sets[core / threads] |= lowest;
            allowed ^= lowest;
        }

        return sets;
    }

    /// <summary>The mask as an argument of a worker.</summary>
    public static string Format(ulong mask) => mask.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Binds this process. Threads that it starts from here on are bound with it.</summary>
    /// <param name="mask">What <see cref="Format"/> made.</param>
    /// <exception cref="InvalidDataException">It is no mask.</exception>
    public static void Bind(string mask)
    {
        if (!ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong cores) || cores == 0)
        {
            throw new InvalidDataException($"Processors to run on: expected a hexadecimal mask of processors, found '{mask}'.");
        }

        if (IsSupported)
        {
            using var process = Process.GetCurrentProcess();
#pragma warning disable CA1416 // Asked above.
            process.ProcessorAffinity = (nint)cores;
#pragma warning restore CA1416
        }
    }
}
