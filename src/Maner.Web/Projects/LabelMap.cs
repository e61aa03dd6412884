namespace Maner.Web.Projects;

/// <summary>A label that a project knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PredictedValues">What models may call it, where the project says so.</param>
internal sealed record ProjectLabel(string Name, IReadOnlyList<string> PredictedValues);

/// <summary>
/// Which label of a project is meant by a model's type: the same name, what the project says itself, the same name but for case, or one of the usual names
/// of the same type. Types that are none of these are left out, and named.
/// </summary>
internal sealed class LabelMap
{
    private static readonly string[][] s_synonyms =
    [
        ["PER", "PERSON", "PERSONS", "PEOPLE"],
        ["LOC", "LOCATION", "LOCATIONS", "PLACE", "PLACES"],
        ["ORG", "ORGANIZATION", "ORGANISATION", "ORGANIZATIONS", "ORGANISATIONS"],
        ["DATE", "DATES"],
        ["MISC", "MISCELLANEOUS", "OTH", "OTHER"],
    ];

    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    /// <summary>Maps a model's types.</summary>
    /// <param name="types">The types.</param>
    /// <param name="labels">The project's labels; null where any is right.</param>
    public LabelMap(IReadOnlyList<string> types, IReadOnlyList<ProjectLabel>? labels)
    {
        var left = new List<string>();
        foreach (string type in types)
        {
            string? label = labels is null ? type
                : labels.FirstOrDefault(known => known.PredictedValues.Contains(type, StringComparer.Ordinal))?.Name
                ?? labels.FirstOrDefault(known => known.Name == type)?.Name
                ?? labels.FirstOrDefault(known => known.Name.Equals(type, StringComparison.OrdinalIgnoreCase))?.Name
                ?? Synonym(type, labels);
            if (label is null)
            {
                left.Add(type);
            }
            else
            {
                _labels.Add(type, label);
            }
        }

        LeftOut = left;
    }

    /// <summary>The types for which the project has no label.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The label of a type; null where it is left out.</summary>
    public string? Of(string type) => _labels.GetValueOrDefault(type);

    private static string? Synonym(string type, IReadOnlyList<ProjectLabel> labels)
    {
        string[]? names = s_synonyms.FirstOrDefault(set => set.Contains(type, StringComparer.OrdinalIgnoreCase));
        return names is null ? null : labels.FirstOrDefault(known => names.Contains(known.Name, StringComparer.OrdinalIgnoreCase))?.Name;
    }
}
