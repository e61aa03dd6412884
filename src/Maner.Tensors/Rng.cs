namespace Maner.Tensors;

/// <summary>
/// A seeded, splittable random generator: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). A stream is a pure function
/// of its seed, and <see cref="Split(ulong)"/> gives an independent stream without moving this one, so nothing that one part
/// of a program draws can shift what another draws.
/// </summary>
internal sealed class Rng(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private readonly ulong _seed = seed;

    /// <summary>The position in the stream; with the seed it is all of the state, for checkpoints.</summary>
    public ulong State { get; set; } = seed;

    /// <summary>An independent stream named by a number. Does not move this stream.</summary>
    public Rng Split(ulong name) => new(Mix(_seed ^ Mix(name + GoldenGamma)));

    /// <summary>An independent stream named by a word. Does not move this stream.</summary>
    public Rng Split(string name)
    {
        ulong hash = 14695981039346656037; // FNV-1a, 64 bit
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return Split(hash);
    }

    /// <summary>SplitMix64's finalizer: a bijection of 64 bits in which every input bit moves about half the output bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(State += GoldenGamma);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>), without bias (Lemire 2019, multiply and reject).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong threshold = unchecked(0UL - (ulong)bound) % (ulong)bound;
        while (true)
        {
            ulong high = Math.BigMul(NextUInt64(), (ulong)bound, out ulong low);
            if (low >= threshold)
            {
                return (int)high;
            }
        }
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller 1958, the cosine branch).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
