using System.Globalization;
using Maner.Training;

namespace Maner;

/// <summary>Checks that options of the library share.</summary>
internal static class OptionChecks
{
    /// <summary>Refuses numbers below 1.</summary>
    /// <exception cref="OptionException">It is one.</exception>
    public static void AtLeastOne(string options, string property, int value)
    {
        if (value < 1)
        {
            throw new OptionException(options, property, "1 or more", value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
