using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>Options of this program: <c>--name value</c>, or a bare <c>--name</c>.</summary>
internal sealed class Arguments
{
    private readonly IReadOnlyList<string> _arguments;

    /// <summary>Arguments of a verb. An option that it does not have ends the program with its usage, before an hour is measured.</summary>
    /// <param name="arguments">What follows the verb.</param>
    /// <param name="usage">The verb with all its options.</param>
    public Arguments(IReadOnlyList<string> arguments, string usage)
    {
        _arguments = arguments;
        var known = usage.Split(' ', '[', ']').ToHashSet(StringComparer.Ordinal);
        if (arguments.FirstOrDefault(argument => argument.StartsWith("--", StringComparison.Ordinal) && !known.Contains(argument)) is { } other)
        {
            Console.Error.WriteLine($"Expected: {usage}; found '{other}'.");
            Environment.Exit(2);
        }
    }

    /// <summary>Whether there is a bare option.</summary>
    public bool Has(string name) => _arguments.Contains(name);

    /// <summary>The text behind an option.</summary>
    public string Text(string name, string otherwise)
    {
        int place = _arguments.ToList().IndexOf(name);
        return place < 0 ? otherwise
            : place + 1 < _arguments.Count ? _arguments[place + 1]
            : throw new ArgumentException($"Expected a value behind {name}, found none.", nameof(name));
    }

    /// <summary>The number behind an option.</summary>
    public double Number(string name, double otherwise) =>
        double.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    /// <summary>The parts behind an option, which commas divide.</summary>
    public IReadOnlyList<string> List(string name, IReadOnlyList<string> otherwise) => Has(name) ? Text(name, "").Split(',') : otherwise;
}
