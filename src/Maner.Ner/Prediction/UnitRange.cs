namespace Maner.Ner.Prediction;

/// <summary>A stretch of a source's units: lines, or sentences where a format has several lines for one.</summary>
/// <param name="First">The first one's index, from 0.</param>
/// <param name="End">The index behind the last.</param>
internal readonly record struct UnitRange(long First, long End)
{
    /// <summary>The part <paramref name="index"/> of <paramref name="count"/> (from 1) of a number of units: parts differ by one unit at most, and their union in order is the whole.</summary>
    public static UnitRange OfShard(long units, int index, int count) => new((long)((Int128)units * (index - 1) / count), (long)((Int128)units * index / count));

    /// <summary>What of it lies in a source whose first unit has this index, by the source's own indices.</summary>
    public UnitRange Within(long start, long units) => new(Math.Clamp(First - start, 0, units), Math.Clamp(End - start, 0, units));
}

/// <summary>Lines of ranges.</summary>
internal static class UnitRangeExtensions
{
    /// <summary>The lines of a range; reading ends behind the last of them.</summary>
    public static IEnumerable<InputLine> Of(this IEnumerable<InputLine> lines, UnitRange? range) => range is not { } wanted ? lines
        : lines.SkipWhile(line => line.Number <= wanted.First).TakeWhile(line => line.Number <= wanted.End);
}
