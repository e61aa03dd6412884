using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Tensors;

namespace Maner.Cli.Tests.Fuzz;

/// <summary>Changes that stay within a grammar: trees of JSON, headers of safetensors, fields of protocol buffers. What they say is wrong, how they say it is right.</summary>
internal static class GrammarMutation
{
    private static readonly string[] s_values =
    [
        "null", "true", "false", "-1", "0", "1", "2", "1.5", "1e308", "-1e308", "1e-320", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "99999999999999999999",
        "\"\"", "\"x\"", "\" \"", "\"\\u0000\"", "\"../x\"", "\"/dev/zero\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":null}", "[1,2,3]", "[\"a\",\"a\"]", "\"\\ud83d\\ude00\"", "\"B-\"",
    ];

    /// <summary>A changed copy; null where a file's kind has no grammar here, or the copy is no good.</summary>
    public static byte[]? Of(string name, byte[] seed, Rng rng) =>
        name.EndsWith(".json", StringComparison.Ordinal) ? Json(seed, rng)
        : name.EndsWith(".jsonl", StringComparison.Ordinal) ? Lines(seed, rng)
        : name.EndsWith(".safetensors", StringComparison.Ordinal) ? SafeTensors(seed, rng)
        : name.EndsWith(".model", StringComparison.Ordinal) ? Fields(seed, rng, deepest: 2)
        : null;

    /// <summary>JSON with one to three nodes changed.</summary>
    public static byte[]? Json(ReadOnlySpan<byte> seed, Rng rng)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(seed);
        }
        catch (JsonException)
        {
            return null;
        }

        if (root is null)
        {
            return null;
        }

        for (int changes = 1 + rng.Next(3); changes > 0; changes--)
        {
            Change(root, rng);
        }

        string text = root.ToJsonString();
        if (rng.Next(20) == 0 && root is JsonObject { Count: > 0 } members)
        {
            (string key, JsonNode? value) = members.ElementAt(rng.Next(members.Count)); // a key twice
            text = $"{{{JsonSerializer.Serialize(key)}:{value?.ToJsonString() ?? "null"},{text[1..]}";
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static void Change(JsonNode root, Rng rng)
    {
        List<JsonNode> parents = [];
        Collect(root, parents);
        if (parents.Count == 0)
        {
            return;
        }

        JsonNode parent = parents[rng.Next(parents.Count)];
        if (parent is JsonArray list)
        {
            int at = rng.Next(list.Count);
            switch (rng.Next(5))
            {
                case 0:
                    list.RemoveAt(at);
                    break;
                case 1:
                    list.Insert(at, list[at]?.DeepClone());
                    break;
                default:
                    list[at] = Value(list[at], rng);
                    break;
            }

            return;
        }

        JsonObject members = parent.AsObject();
        string key = members.ElementAt(rng.Next(members.Count)).Key;
        JsonNode? value = members[key];
        switch (rng.Next(6))
        {
            case 0:
                members.Remove(key);
                break;
            case 1:
                members.Remove(key);
                members[key + "x"] = value;
                break;
            default:
                members[key] = Value(value, rng);
                break;
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> parents)
    {
        const int Most = 20_000;
        IEnumerable<JsonNode?> children = node is JsonArray list ? list : node is JsonObject members ? members.Select(member => member.Value) : [];
        if (node is JsonArray { Count: > 0 } or JsonObject { Count: > 0 } && parents.Count < Most)
        {
            parents.Add(node);
            foreach (JsonNode? child in children)
            {
                Collect(child, parents);
            }
        }
    }

    private static JsonNode? Value(JsonNode? old, Rng rng)
    {
        switch (rng.Next(8))
        {
            case 0:
                return new JsonArray(old?.DeepClone());
            case 1:
                return new JsonObject { ["x"] = old?.DeepClone() };
            case 2:
                JsonNode? deep = old?.DeepClone();
                for (int depth = 0; depth < 40; depth++)
                {
                    deep = new JsonArray(deep);
                }

                return deep;
            default:
                return JsonNode.Parse(s_values[rng.Next(s_values.Length)]);
        }
    }

    private static byte[]? Lines(byte[] seed, Rng rng)
    {
        string[] lines = Encoding.UTF8.GetString(seed).Split('\n');
        int at = rng.Next(lines.Length);
        if (lines[at].Length == 0 || Json(Encoding.UTF8.GetBytes(lines[at]), rng) is not { } changed)
        {
            return null;
        }

        lines[at] = Encoding.UTF8.GetString(changed);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    /// <summary>A header that is changed as JSON and has its length put right, before data that are whole, short or long.</summary>
    private static byte[]? SafeTensors(byte[] seed, Rng rng)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(seed);
        if (Json(seed.AsSpan(sizeof(ulong), length), rng) is not { } header)
        {
            return null;
        }

        byte[] data = seed[(sizeof(ulong) + length)..];
        data = rng.Next(4) switch { 0 => data[..rng.Next(data.Length + 1)], 1 => [.. data, 0, 0, 0, 0], _ => data };
        int padding = (8 - (header.Length % 8)) % 8;
        byte[] start = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(start, (ulong)(header.Length + padding));
        return [.. start, .. header, .. Enumerable.Repeat((byte)' ', padding), .. data];
    }

    /// <summary>A message with one field gone, twice, moved or changed; lengths are right at every depth.</summary>
    private static byte[]? Fields(byte[] seed, Rng rng, int deepest)
    {
        List<(ulong Tag, byte[] Value)> fields = [];
        for (int at = 0; at < seed.Length;)
        {
            if (!Varint(seed, ref at, out ulong tag))
            {
                return null;
            }

            int begin = at;
            switch (tag & 7)
            {
                case 0 when Varint(seed, ref at, out _):
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case 2 when Varint(seed, ref at, out ulong bytes) && bytes <= (ulong)(seed.Length - at):
                    begin = at;
                    at += (int)bytes;
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    return null;
            }

            if (at > seed.Length)
            {
                return null;
            }

            fields.Add((tag, seed[begin..at]));
        }

        if (fields.Count == 0)
        {
            return null;
        }

        int chosen = rng.Next(fields.Count);
        (ulong number, byte[] value) = fields[chosen];
        switch (rng.Next(6))
        {
            case 0:
                fields.RemoveAt(chosen);
                break;
            case 1:
                fields.Insert(chosen, fields[chosen]);
                break;
            case 2:
                fields.RemoveAt(chosen);
                fields.Insert(rng.Next(fields.Count + 1), (number, value));
                break;
            default:
                fields[chosen] = (number, (number & 7) switch
                {
                    0 => ((byte[][])[[0], [1], [0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]])[rng.Next(5)],
                    5 => BitConverter.GetBytes(((float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -1e38f, 1e38f])[rng.Next(6)]),
                    2 when deepest > 0 && Fields(value, rng, deepest - 1) is { } inner => inner,
                    2 => ((byte[][])[[], [0xFF], [.. value, .. value], Mutation.Of(value, rng)])[rng.Next(4)],
                    _ => value,
                });
                break;
        }

        using var output = new MemoryStream();
        foreach ((ulong tag, byte[] content) in fields)
        {
            Write(output, tag);
            if ((tag & 7) == 2)
            {
                Write(output, (ulong)content.Length);
            }

            output.Write(content);
        }

        return output.ToArray();
    }

    private static bool Varint(byte[] bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static void Write(MemoryStream output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.WriteByte((byte)(value | 0x80));
        }

        output.WriteByte((byte)value);
    }
}
