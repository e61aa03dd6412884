using System.Numerics;

namespace Maner.Training;

/// <summary>The values that an option may have.</summary>
/// <param name="Holds">Whether a value is one of them.</param>
/// <param name="Text">Which they are, for messages: "from 1 to 1000000".</param>
/// <typeparam name="TValue">The type of the values.</typeparam>
internal sealed record Bounds<TValue>(Func<TValue, bool> Holds, string Text);

/// <summary>Bounds of numbers; NaN is within none.</summary>
internal static class Bounds
{
    public static Bounds<TValue> Any<TValue>() => new(_ => true, "any value");

    /// <summary>Both ends are taken.</summary>
    public static Bounds<TValue> FromTo<TValue>(TValue least, TValue most)
        where TValue : INumber<TValue> => new(value => value >= least && value <= most, FormattableString.Invariant($"from {least} to {most}"));

    /// <summary>The lower end is taken, the upper is not.</summary>
    public static Bounds<TValue> FromBelow<TValue>(TValue least, TValue bound)
        where TValue : INumber<TValue> => new(value => value >= least && value < bound, FormattableString.Invariant($"from {least}, below {bound}"));

    /// <summary>Neither end is taken.</summary>
    public static Bounds<TValue> Between<TValue>(TValue lower, TValue upper)
        where TValue : INumber<TValue> => new(value => value > lower && value < upper, FormattableString.Invariant($"above {lower} and below {upper}"));

    public static Bounds<TValue> Positive<TValue>()
        where TValue : INumber<TValue> => new(value => value > TValue.Zero && TValue.IsFinite(value), "above 0 and finite");

    public static Bounds<TValue> NotNegative<TValue>()
        where TValue : INumber<TValue> => new(value => value >= TValue.Zero && TValue.IsFinite(value), "0 or more");
}
