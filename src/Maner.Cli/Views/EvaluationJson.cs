using System.Text.Json;
using Maner.Model.Json;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Text.Sentences;

namespace Maner.Cli.Views;

/// <summary>What <c>maner evaluate</c> writes for programs.</summary>
internal static class EvaluationJson
{
    /// <summary>One document: model, method, and for every file its report and its first errors.</summary>
    public static void Write(TextWriter output, string folder, Tagger tagger, IReadOnlySet<string>? types, IEnumerable<EvaluatedFile> evaluated, int errors) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("model", folder);
            json.WriteString("method", tagger.Method.Name);
            if (types is not null)
            {
                json.WriteStartArray("types");
                foreach (string type in types)
                {
                    json.WriteStringValue(type);
                }

                json.WriteEndArray();
            }

            json.WriteStartArray("files");
            foreach (EvaluatedFile file in evaluated)
            {
                json.WriteStartObject();
                json.WriteString("file", file.Set.Path);
                json.WriteString("sha256", file.Set.Sha256);
                json.WritePropertyName("report");
                JsonSerializer.Serialize(json, file.Report, ReportJson.Readable.Report);
                if (errors > 0)
                {
                    json.WriteStartArray("error_list");
                    foreach (EntityError error in file.Errors.Take(errors))
                    {
                        Write(json, file.Set.Path, error);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>An error a line.</summary>
    public static void WriteErrors(Stream stream, IEnumerable<EvaluatedFile> evaluated)
    {
        foreach ((string path, EntityError error) in evaluated.SelectMany(file => file.Errors, (file, error) => (file.Set.Path, error)))
        {
            using (var json = new Utf8JsonWriter(stream, RelaxedJson.Line))
            {
                Write(json, path, error);
            }

            stream.Write("\n"u8);
        }
    }

    private static void Write(Utf8JsonWriter json, string path, EntityError error)
    {
        json.WriteStartObject();
        json.WriteString("file", path);
        json.WriteNumber("line", error.Line);
        json.WriteNumber("sentence", error.Sentence);
        json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Kind.ToString()));
        Write(json, "gold", error.GoldText, error.Gold);
        Write(json, "predicted", error.PredictedText, error.Predicted);
        json.WriteString("text", string.Join(' ', error.Words));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? text, EntitySpan? span)
    {
        if (span is { } entity)
        {
            json.WriteStartObject(name);
            json.WriteString("type", entity.Type);
            json.WriteString("text", text);
            json.WriteNumber("start_word", entity.Start);
            json.WriteNumber("end_word", entity.End);
            json.WriteEndObject();
        }
    }
}
