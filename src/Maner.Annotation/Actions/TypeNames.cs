using System.Globalization;
using System.Text.RegularExpressions;
using Maner.Annotation.Records;

namespace Maner.Annotation.Actions;

/// <summary>What names, keys and colours of types may be.</summary>
internal static partial class TypeNames
{
    private const int Longest = 100;
    private const int LongestKey = 2; // a character beyond the first plane is two

    /// <exception cref="ActionRefusedException">There is no such type.</exception>
    public static EntityType Find(ActionScope scope, int type) =>
        scope.Types.Find(type) ?? throw new ActionRefusedException($"Expected a type of the project ({string.Join(", ", scope.Types.Live.Select(live => live.Name))}), found number {type}. Load the types again.");

    /// <exception cref="ActionRefusedException">The name is empty, or another type has it, or formats cannot hold it.</exception>
    public static void Check(IReadOnlyList<EntityType> types, string name, int? self)
    {
        string trimmed = name.Trim();
        bool isVisible = trimmed.Length is > 0 and <= Longest && !trimmed.Any(letter => char.IsControl(letter) || (char.GetUnicodeCategory(letter) == UnicodeCategory.Format && letter is not ('\u200c' or '\u200d'))); // joiners are spelling
        if (!isVisible || trimmed.EndsWith('-') || trimmed == "O")
        {
            string found = trimmed.Length > Longest ? $"one of {trimmed.Length} characters" : $"'{trimmed}'";
            throw new ActionRefusedException($"Expected a name such as PER, found {found}. Give the type a name of at most {Longest} characters on one line, without invisible ones, that is not O (which is outside of every entity) and does not end in a hyphen.");
        }

        if (types.FirstOrDefault(type => type.Id != self && type.Name == trimmed) is not null)
        {
            throw new ActionRefusedException($"Expected a name that no type has yet, found '{trimmed}'. Choose another, or merge the two types.");
        }
    }

    /// <exception cref="ActionRefusedException">Another type has the key.</exception>
    public static void CheckKey(IReadOnlyList<EntityType> types, string key, int? self)
    {
        if (key.Length > LongestKey)
        {
            throw new ActionRefusedException($"Expected one character as a key, found {key.Length}. Choose a digit or a letter.");
        }

        if (key.Length > 0 && types.FirstOrDefault(type => type.Id != self && type.Key == key) is { } other)
        {
            throw new ActionRefusedException($"Expected a key that no type has yet, found '{key}', which labels {other.Name}. Choose another.");
        }
    }

    /// <exception cref="ActionRefusedException">It is no colour.</exception>
    public static string CheckedColor(string color) =>
        Color().IsMatch(color) ? color.ToLowerInvariant() : throw new ActionRefusedException($"Expected a colour as #RRGGBB, found '{color}'.");

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Color();
}
