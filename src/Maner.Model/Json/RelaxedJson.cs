using System.Text.Encodings.Web;
using System.Text.Json;

namespace Maner.Model.Json;

/// <summary>JSON that leaves letters of every script as they are, for people to read: nothing of it goes into a web page.</summary>
internal static class RelaxedJson
{
    /// <summary>What is written as an escape: no more than JSON asks for.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>For documents of one line.</summary>
    public static readonly JsonWriterOptions Line = new() { Encoder = Encoder };

    /// <summary>For indented documents.</summary>
    public static readonly JsonWriterOptions Indented = new() { Encoder = Encoder, Indented = true, NewLine = "\n" };

    /// <summary>The same options of a serializer, for people to read.</summary>
    public static JsonSerializerOptions Of(JsonSerializerOptions options) => new(options) { Encoder = Encoder };
}
