using System.Text.Json;
using Maner.Text.Formats.Json;
using Maner.Web.Hosting;
using Maner.Web.Projects;

namespace Maner.Web.Inception;

/// <summary>A request of INCEpTION: what it says of the layer, and documents as XMI. Members that are not known are ignored, as the protocol grows.</summary>
/// <param name="Layer">The full name of the layer's type.</param>
/// <param name="Feature">The feature that holds the label.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Documents">The documents as XMI.</param>
internal sealed record InceptionRequest(string Layer, string Feature, string ProjectId, IReadOnlyList<string> Documents)
{
    /// <summary>Whether an annotation may cover one token only.</summary>
    public bool IsSingleToken { get; init; }

    /// <summary>The tags of the layer's feature; null where the request names none.</summary>
    public IReadOnlyList<ProjectLabel>? Labels { get; init; }

    /// <summary>Reads the body of /predict (one <c>document</c>) or /train (<c>documents</c>).</summary>
    /// <exception cref="ProblemException">It is no such request.</exception>
    public static InceptionRequest Read(JsonElement root, bool isTraining)
    {
        JsonElement metadata = JsonMembers.Find(root, "metadata") ?? throw Refused("\"metadata\"");
        string layer = Text(metadata, "layer"), feature = Text(metadata, "feature");
        JsonElement[] documents = isTraining
            ? JsonMembers.Find(root, "documents") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : throw Refused("a list \"documents\"")
            : [JsonMembers.Find(root, "document") ?? throw Refused("\"document\"")];
        return new InceptionRequest(layer, feature, JsonMembers.Find(metadata, "projectId")?.ToString() ?? "", [.. documents.Select(document => Text(document, "xmi"))])
        {
            IsSingleToken = JsonMembers.Find(metadata, "anchoringMode")?.ToString() is "singleToken",
            Labels = LabelsOf(root, layer, feature),
        };
    }

    private static List<ProjectLabel>? LabelsOf(JsonElement root, string layer, string feature)
    {
        foreach (JsonElement tagset in JsonMembers.ItemsOf(JsonMembers.Find(root, "tagsets")))
        {
            if (JsonMembers.ItemsOf(JsonMembers.Find(tagset, "targets")).Any(target => Is(target, "type", layer) && Is(target, "feature", feature)))
            {
                List<ProjectLabel> labels = [.. JsonMembers.ItemsOf(JsonMembers.Find(tagset, "tags")).Select(tag => new ProjectLabel(JsonMembers.Find(tag, "tag")?.ToString() ?? "", []))];
                return labels.Count > 0 ? labels : null;
            }
        }

        return null;
    }

    private static bool Is(JsonElement value, string name, string expected) => JsonMembers.Find(value, name) is { ValueKind: JsonValueKind.String } text && text.ValueEquals(expected);

    private static string Text(JsonElement value, string name) =>
        JsonMembers.Find(value, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } found ? found : throw Refused($"a string \"{name}\"");

    private static ProblemException Refused(string expected) =>
        ProblemException.BadRequest($"Expected a request of INCEpTION's external recommender (version 1) with {expected}, found none.");
}
