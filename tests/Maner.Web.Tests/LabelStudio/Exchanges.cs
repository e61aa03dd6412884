using System.Text.Json;
using System.Text.Json.Nodes;

namespace Maner.Web.Tests.LabelStudio;

/// <summary>
/// Requests as Label Studio makes them. Nobody could run Label Studio here: they were written by hand from its sources (label_studio/ml/api_connector.py and
/// webhooks of label-studio, label_studio_ml/api.py of label-studio-ml-backend).
/// </summary>
internal static class Exchanges
{
    /// <summary>An emoji, a line end and Arabic: any wrong unit shows.</summary>
    public const string Text = "Angela Merkel 😀 besuchte München.\nعائشة في Berlin.";

    public const string Config = """
        <View>
          <Choices name="tone" toName="txt"><Choice value="good"/></Choices>
          <Labels name="ner" toName="txt">
            <Label value="Person" hotkey="1"/>
            <Label value="LOC" alias="Place"/>
            <Label value="Company" predicted_values="ORG, CORP"/>
          </Labels>
          <Text name="txt" value="$body" granularity="word"/>
        </View>
        """;

    public static string Setup(string hostname, string token = "TOKEN") =>
        Of(new JsonObject { ["project"] = "1.1764406340", ["schema"] = Config, ["hostname"] = hostname, ["access_token"] = token, ["extra_params"] = null });

    public static string Predict(params JsonNode[] tasks) => Of(new JsonObject
    {
        ["tasks"] = new JsonArray(tasks),
        ["model_version"] = "maner-7",
        ["project"] = "1.1764406340",
        ["label_config"] = Config,
        ["params"] = new JsonObject { ["login"] = null, ["password"] = null, ["context"] = null },
    });

    public static JsonObject Task(int id, string text) => new()
    {
        ["id"] = id,
        ["data"] = new JsonObject { ["body"] = text, ["title"] = "not labelled" },
        ["meta"] = new JsonObject(),
        ["annotations"] = new JsonArray(),
        ["predictions"] = new JsonArray(),
    };

    /// <summary>A task with an annotation: a person's name at its beginning, and what else a project may have.</summary>
    public static JsonObject Labelled(int id, string name, string rest, bool isCancelled = false, string label = "Person")
    {
        JsonObject task = Task(id, $"😀 {name} {rest}");
        task["annotations"] = new JsonArray(new JsonObject
        {
            ["id"] = 100 + id,
            ["was_cancelled"] = isCancelled,
            ["result"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = "r0",
                    ["from_name"] = "ner",
                    ["to_name"] = "txt",
                    ["type"] = "labels",
                    ["origin"] = "manual",
                    ["value"] = new JsonObject { ["start"] = 2, ["end"] = 2 + name.Length, ["text"] = name, ["labels"] = new JsonArray(label) },
                },
                new JsonObject { ["id"] = "r1", ["from_name"] = "tone", ["to_name"] = "txt", ["type"] = "choices", ["value"] = new JsonObject { ["choices"] = new JsonArray("good") } }),
        });
        return task;
    }

    public static string Webhook(string action) => Of(new JsonObject
    {
        ["action"] = action,
        ["project"] = new JsonObject { ["id"] = 1, ["title"] = "demo", ["label_config"] = Config, ["task_number"] = 1 },
        ["task"] = Task(1, Text),
        ["annotation"] = new JsonObject { ["id"] = 11, ["result"] = new JsonArray(), ["was_cancelled"] = false },
    });

    public static string Of(JsonNode node) => node.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
