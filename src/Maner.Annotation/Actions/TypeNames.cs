using System.Text.RegularExpressions;
using Maner.Annotation.Records;

namespace Maner.Annotation.Actions;

/// <summary>What names, keys and colours of types may be.</summary>
internal static partial class TypeNames
{
    /// <exception cref="ActionRefusedException">There is no such type.</exception>
    public static EntityType Find(ActionScope scope, int type) =>
        scope.Types.Find(type) ?? throw new ActionRefusedException($"Expected a type of the project ({string.Join(", ", scope.Types.Live.Select(live => live.Name))}), found number {type}. Load the types again.");

    /// <exception cref="ActionRefusedException">The name is empty, or another type has it, or formats cannot hold it.</exception>
    public static void Check(IReadOnlyList<EntityType> types, string name, int? self)
    {
        string trimmed = name.Trim();
        if (trimmed.Length == 0 || trimmed.Any(char.IsControl) || trimmed.EndsWith('-'))
        {
            throw new ActionRefusedException($"Expected a name such as PER, found '{trimmed}'. Give the type a name on one line that does not end in a hyphen.");
        }

        if (types.FirstOrDefault(type => type.Id != self && type.Name == trimmed) is not null)
        {
            throw new ActionRefusedException($"Expected a name that no type has yet, found '{trimmed}'. Choose another, or merge the two types.");
        }
    }

    /// <exception cref="ActionRefusedException">Another type has the key.</exception>
    public static void CheckKey(IReadOnlyList<EntityType> types, string key, int? self)
    {
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
