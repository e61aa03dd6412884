using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>Options of this program: <c>--name value</c>, or a bare <c>--name</c>.</summary>
/// <param name="arguments">The arguments.</param>
internal sealed class Arguments(IReadOnlyList<string> arguments)
{
    /// <summary>Whether a bare option stands there.</summary>
    public bool Has(string name) => arguments.Contains(name);

    /// <summary>The text behind an option.</summary>
    public string Text(string name, string otherwise)
    {
        int place = arguments.ToList().IndexOf(name);
        return place < 0 ? otherwise
            : place + 1 < arguments.Count ? arguments[place + 1]
            : throw new ArgumentException($"Expected a value behind {name}, found none.", nameof(name));
    }

    /// <summary>The number behind an option.</summary>
    public double Number(string name, double otherwise) =>
        double.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    /// <summary>The parts behind an option, which commas divide.</summary>
    public IReadOnlyList<string> List(string name, IReadOnlyList<string> otherwise) => Has(name) ? Text(name, "").Split(',') : otherwise;
}
