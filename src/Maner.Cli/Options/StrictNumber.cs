using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Maner.Cli.Options;

/// <summary>Options that take a number with a decimal point. By itself the command line would read "0,5" as 5: a comma that parts thousands.</summary>
internal static class StrictNumber
{
    /// <summary>An option with a default.</summary>
    public static Option<T> New<T>(string name, string description, T value)
        where T : struct, INumberBase<T> => new(name) { Description = description, DefaultValueFactory = _ => value, CustomParser = Parse<T> };

    /// <summary>An option without one.</summary>
    public static Option<T?> New<T>(string name, string description)
        where T : struct, INumberBase<T> => new(name) { Description = description, CustomParser = result => Parse<T>(result) };

    private static T Parse<T>(ArgumentResult result)
        where T : struct, INumberBase<T>
    {
        string text = result.Tokens[^1].Value;
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value))
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: expected a number such as 0.5 or 3e-4, found '{text}'.");
        }

        return value;
    }
}
