using System.Text.Json;
using Maner.Text.Formats.Json;

namespace Maner.Text.Formats.LabelStudio;

/// <summary>A text of a task and the regions on it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Regions">The regions.</param>
internal sealed record LabelStudioText(string Text, IReadOnlyList<JsonElement> Regions);

/// <summary>Tells which texts of a task were labelled, and which region is on which: a labelling configuration may show several.</summary>
internal static class LabelStudioTexts
{
    /// <summary>The members of <c>data</c> that any region of a file names.</summary>
    public static string[] MarkedIn(IEnumerable<JsonRecord> records)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (JsonElement task in records.Select(record => record.Value))
        {
            foreach (JsonElement annotation in JsonMembers.ItemsOf(JsonMembers.Find(task, "annotations", "completions")))
            {
                names.UnionWith(JsonMembers.ItemsOf(JsonMembers.Find(annotation, "result")).Select(TargetOf).OfType<string>()
                    .Where(name => JsonMembers.Has(JsonMembers.Find(task, "data") ?? default, name, JsonValueKind.String)));
            }
        }

        return [.. names];
    }

    /// <summary>The texts that were labelled: those that regions of the file name, else <c>text</c>, else the only string.</summary>
    /// <param name="data">The task's data.</param>
    /// <param name="regions">The results of its annotation.</param>
    /// <param name="marked">The members that regions of the file name.</param>
    /// <param name="read">Knows the line.</param>
    /// <param name="report">Takes a note about texts that nobody labelled.</param>
    /// <exception cref="InvalidDataException">It cannot be told which text a region is on.</exception>
    public static List<LabelStudioText> Of(JsonElement data, JsonElement[] regions, string[] marked, JsonMembers read, ReadingReport report)
    {
        JsonProperty[] texts = [.. data.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)];
        JsonProperty[] chosen = [.. texts.Where(member => marked.Contains(member.Name))];
        chosen = chosen.Length > 0 ? chosen : [.. texts.Where(member => member.NameEquals("text"))];
        chosen = chosen.Length > 0 || texts.Length != 1 ? chosen : texts;
        string found = texts.Length == 0 ? "no string" : Names(texts);
        if (chosen.Length == 0)
        {
            throw read.Error($"expected the text in 'data' as 'text', found {found}. Rename the member to 'text'.");
        }

        // The name of a region's target is that of an element of the page, which may differ from the member that the element shows.
        string[] targets = [.. regions.Select(TargetOf).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] others = [.. targets.Where(name => !chosen.Any(member => member.NameEquals(name)))];
        if (others.Length > 0 && (targets.Length > 1 || chosen.Length > 1))
        {
            throw read.Error($"expected every region's 'to_name' to be a member of 'data' where several texts are labelled, found {string.Join(", ", others.Select(name => $"'{name}'"))} beside {found}. " +
                "Name the members of 'data' as the regions do.");
        }

        NoteOthers(texts.Except(chosen), chosen, report);
        return [.. chosen.Select(member => new LabelStudioText(read.TextOf(member.Value, $"'{member.Name}'"), chosen.Length == 1 ? regions : RegionsOn(member, chosen[0], regions)))];
    }

    /// <summary>Says that further strings of a task were not read.</summary>
    public static void NoteOthers(IEnumerable<JsonProperty> others, JsonProperty[] chosen, ReadingReport report)
    {
        JsonProperty[] left = [.. others];
        string note = $"The tasks have other strings than {Names(chosen)}: {Names(left)}. No region names them; they were not read.";
        if (left.Length > 0 && !report.Assumptions.Contains(note))
        {
            report.Assumptions.Add(note);
        }
    }

    public static string Names(IEnumerable<JsonProperty> members) => string.Join(", ", members.Select(member => $"'{member.Name}'"));

    // Results that are on no text, as relations, are reported once: with the first.
    private static JsonElement[] RegionsOn(JsonProperty member, JsonProperty first, JsonElement[] regions) =>
        [.. regions.Where(region => TargetOf(region) is { } target ? member.NameEquals(target) : member.NameEquals(first.Name))];

    // What a labelled stretch is on; null for other results.
    private static string? TargetOf(JsonElement region) => JsonMembers.Find(region, "type") is { ValueKind: JsonValueKind.String } type && type.GetString() is not ("labels" or "hypertextlabels")
        ? null
        : JsonMembers.Has(region, "to_name", JsonValueKind.String) ? region.GetProperty("to_name").GetString() : null;
}
