using System.Text.RegularExpressions;

namespace Maner.Training;

/// <summary>
/// The names of options in messages. A library speaks of properties (<c>TrainingOptions.Epochs</c>), which is right for a programmer; the command line
/// and experiment files have other names for them.
/// </summary>
internal static partial class OptionNames
{
    /// <summary>A message with the names that its reader knows.</summary>
    /// <param name="message">A message of a library.</param>
    /// <param name="nameOf">The reader's name of a property such as <c>TrainingOptions.Epochs</c>; null for what is no option, which stays.</param>
    public static string Replace(string message, Func<string, string?> nameOf) =>
        PropertyName().Replace(message, match => nameOf(match.Value) ?? match.Value);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+\b", RegexOptions.CultureInvariant)]
    private static partial Regex PropertyName();
}
