using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Maner.Cli.Options;

/// <summary>
/// Options that take a number. By itself the command line would read "0,5" as 5, by a comma that separates thousands, and would answer "1.5" for a whole
/// number with the name of a type.
/// </summary>
internal static class StrictNumber
{
    /// <summary>What help texts say for the value.</summary>
    public const string HelpName = "number";

    /// <summary>An option with a default.</summary>
    public static Option<T> New<T>(string name, string description, T value)
        where T : struct, INumberBase<T> => New(name, description, () => value);

    /// <summary>An option with a default that is asked for when it is needed.</summary>
    public static Option<T> New<T>(string name, string description, Func<T> value)
        where T : struct, INumberBase<T> => new(name) { Description = description, HelpName = HelpName, DefaultValueFactory = _ => value(), CustomParser = Parse<T> };

    /// <summary>An option without one.</summary>
    public static Option<T?> New<T>(string name, string description)
        where T : struct, INumberBase<T> => new(name) { Description = description, HelpName = HelpName, CustomParser = result => Parse<T>(result) };

    private static T Parse<T>(ArgumentResult result)
        where T : struct, INumberBase<T>
    {
        string text = result.Tokens[^1].Value;
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value))
        {
            string expected = T.IsZero(T.One / (T.One + T.One)) ? "a whole number" : "a number such as 0.5 or 3e-4"; // 1 / 2 is 0 for whole numbers
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: expected {expected}, found '{text}'.");
        }

        return value;
    }
}
