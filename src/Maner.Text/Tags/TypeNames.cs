using System.Globalization;

namespace Maner.Text.Tags;

/// <summary>What a name of an entity type, or a tag, may be: one that every format can carry, a table can show and a terminal does not act on.</summary>
internal static class TypeNames
{
    /// <summary>Characters of the longest name. Real ones have some twenty.</summary>
    public const int Longest = 200;

    /// <summary>The most types of one model. Real tag sets have four to some hundred.</summary>
    public const int MostTypes = 1000;

    /// <summary>The most tags: <c>O</c>, and two for each type.</summary>
    public const int MostTags = (2 * MostTypes) + 1;

    /// <summary>Why there is a limit, as a clause.</summary>
    public const string WhyMost = "every pair of neighbouring tags has a number of its own, so memory and time grow with their square.";

    /// <summary>What is wrong with a name, as a relative clause without its pronoun ("holds a tab"); null when nothing is.</summary>
    public static string? FaultOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > Longest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {name.Length} characters, more than {Longest}");
        }

        foreach (char letter in name)
        {
            switch (char.GetUnicodeCategory(letter))
            {
                case UnicodeCategory.Control:
                    return letter switch { '\t' => "holds a tab", '\n' or '\r' => "holds a line end", _ => string.Create(CultureInfo.InvariantCulture, $"holds the control character U+{(int)letter:X4}") };
                case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    return "holds a line end";
            }
        }

        return null;
    }
}
