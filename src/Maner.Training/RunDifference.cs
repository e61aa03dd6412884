using System.Text.Json;
using System.Text.Json.Nodes;

namespace Maner.Training;

/// <summary>What keeps an interrupted run from being resumed: the members of its <c>options.json</c> that are others now.</summary>
internal static class RunDifference
{
    private const string EncoderHash = "encoder_sha256";

    // When a run is saved changes nothing that comes of it.
    private static readonly string[] s_free = ["training.checkpoint_seconds"];

    /// <summary>Whether what is to continue a run is what it was begun with, in all that its result depends on.</summary>
    public static bool IsNone(string recorded, string given)
    {
        try
        {
            return recorded == given || !Members(JsonNode.Parse(recorded), JsonNode.Parse(given), prefix: "").Any();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return false; // damaged, or with a name twice
        }
    }

    /// <summary>Sentences that name the members that differ; empty where the file has nothing to compare.</summary>
    /// <param name="recorded">What the run's folder says.</param>
    /// <param name="given">What is to continue it.</param>
    public static string Describe(string recorded, string given)
    {
        string[] members;
        try
        {
            members = [.. Members(JsonNode.Parse(recorded), JsonNode.Parse(given), prefix: "").Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return "";
        }

        string also = members.Contains(EncoderHash)
            ? $" {EncoderHash} is of all files that are read of the model to start from (weights, config.json, tokenizer, CRF, maner.json): " +
              "one of them has changed, or an earlier version of maner began the run and recorded the weights alone, so that nobody can tell."
            : "";
        return members.Length == 0 ? "" : $" Different: {string.Join(", ", members)}.{also}";
    }

    private static IEnumerable<string> Members(JsonNode? recorded, JsonNode? given, string prefix)
    {
        if (recorded is not JsonObject a || given is not JsonObject b)
        {
            return JsonNode.DeepEquals(recorded, given) || s_free.Contains(prefix) ? [] : [prefix];
        }

        string inner = prefix.Length == 0 ? "" : prefix + ".";
        return a.Select(member => member.Key).Union(b.Select(member => member.Key)).SelectMany(name => Members(a[name], b[name], inner + name));
    }
}
