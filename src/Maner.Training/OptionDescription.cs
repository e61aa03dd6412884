using System.Globalization;
using System.Numerics;

namespace Maner.Training;

/// <summary>
/// All that is known of an option, once: command line, experiment files, checks and IDs of cells derive from it. Made of plain functions: there is no
/// reflection at run time.
/// </summary>
/// <typeparam name="T">The record of options.</typeparam>
internal sealed record OptionDescription<T>
{
    /// <summary>The name that people give it by, in lower case with hyphens: <c>learning-rate</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The property that holds it: <c>LearningRate</c>.</summary>
    public required string Property { get; init; }

    /// <summary>What it does, for people.</summary>
    public required string Help { get; init; }

    /// <summary>Reads a value; null for what is none.</summary>
    public required Func<string, OptionSetting<T>?> Parse { get; init; }

    /// <summary>The value that options have, as it is written; null where it is null.</summary>
    public required Func<T, string?> TextOf { get; init; }

    /// <summary>What a value has to be, for messages on one that cannot be read: "a whole number".</summary>
    public required string Kind { get; init; }

    /// <summary>What the value has to be where the options have another; null where it is right.</summary>
    public required Func<T, string?> ExpectedInsteadOf { get; init; }

    /// <summary>The words that it takes; empty for numbers and flags.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it is true or false, and true where the command line names it.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Names of earlier versions, which are still read, with a note.</summary>
    public IReadOnlyList<string> OldNames { get; init; } = [];

    /// <summary>Whether each of several runs that are compared has its own: the method, the seed, and what a comparison has no use for.</summary>
    public bool IsOfOneRun { get; init; }

    /// <summary>Whether the value changes the result of a run with these options, so that it is part of a cell's ID.</summary>
    public Func<T, bool> CountsIn { get; init; } = _ => true;

    /// <summary>A number; <paramref name="get"/> may give null where a default depends on something else.</summary>
    public static OptionDescription<T> Number<TValue>(string name, string property, Func<T, TValue?> get, Func<T, TValue, T> set, Bounds<TValue> bounds, string help)
        where TValue : struct, INumber<TValue> => new()
        {
            Name = name,
            Property = property,
            Help = help,
            Kind = TValue.IsZero(TValue.One / (TValue.One + TValue.One)) ? "a whole number" : "a number such as 0.5 or 3e-4", // 1 / 2 is 0 for whole numbers
            Parse = text => TValue.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out TValue value) ? new(Text(value), options => set(options, value)) : null,
            TextOf = options => get(options) is { } value ? Text(value) : null,
            ExpectedInsteadOf = options => get(options) is { } value && !bounds.Holds(value) ? bounds.Text : null,
        };

    /// <summary>One of several words.</summary>
    public static OptionDescription<T> Word(string name, string property, Func<T, string> get, Func<T, string, T> set, IReadOnlyList<string> words, string help) => new()
    {
        Name = name,
        Property = property,
        Help = help,
        Kind = string.Join(" or ", words),
        Words = words,
        Parse = text => words.Contains(text) ? new(text, options => set(options, text)) : null,
        TextOf = get,
        ExpectedInsteadOf = options => words.Contains(get(options)) ? null : string.Join(" or ", words),
    };

    /// <summary>True or false.</summary>
    public static OptionDescription<T> Flag(string name, string property, Func<T, bool> get, Func<T, bool, T> set, string help) => new()
    {
        Name = name,
        Property = property,
        Help = help,
        Kind = "true or false",
        IsFlag = true,
        Parse = text => text is "true" or "false" ? new(text, options => set(options, text == "true")) : null,
        TextOf = options => get(options) ? "true" : "false",
        ExpectedInsteadOf = _ => null,
    };

    private static string Text<TValue>(TValue value)
        where TValue : INumber<TValue> => value.ToString(null, CultureInfo.InvariantCulture);
}
