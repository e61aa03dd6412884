using System.Text.Json;

namespace Maner.Model.Storage;

/// <summary>Opens the shards that <c>model.safetensors.index.json</c> or <c>pytorch_model.bin.index.json</c> names: its <c>weight_map</c> gives every tensor's file.</summary>
internal static class ShardIndex
{
    private static readonly string[] PickleEndings = [".bin", ".pt", ".pth", ".ckpt", ".pkl"];

    public static bool IsPickleName(string name) => PickleEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names of all shards, in ordinal order.</summary>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public static IReadOnlyList<string> ShardsOf(string index, string ending) =>
        [.. ReadWeightMap(index, ending).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Opens all shards, or none when one of them is not as the index says.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="index">The index.</param>
    /// <param name="ending">How the names of shards end: <c>.safetensors</c> or <c>.bin</c>.</param>
    /// <param name="open">Opens a shard.</param>
    /// <exception cref="InvalidDataException">The index is damaged, or a shard is missing, damaged, or without a tensor that it should hold.</exception>
    public static (Dictionary<string, ITensorFile> FileOf, List<ITensorFile> Files) Open(string folder, string index, string ending, Func<string, ITensorFile> open)
    {
        Dictionary<string, string> shardOf = ReadWeightMap(index, ending);
        var fileOf = new Dictionary<string, ITensorFile>(StringComparer.Ordinal);
        var files = new List<ITensorFile>();
        try
        {
            foreach (IGrouping<string, string> shard in shardOf.GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal))
            {
                ITensorFile file = OpenShard(folder, index, shard.Key, shard.First(), open);
                files.Add(file);
                foreach (string name in shard)
                {
                    if (!file.Tensors.ContainsKey(name))
                    {
                        throw new InvalidDataException(
                            $"'{index}': expected tensor '{name}' in shard '{shard.Key}', found none of that name there. Download the checkpoint again.");
                    }

                    fileOf.Add(name, file);
                }
            }

            // What a shard holds besides its list is kept: nobody asks for it, so it is reported as unread.
            foreach (ITensorFile file in files)
            {
                foreach (string name in file.Tensors.Keys)
                {
                    fileOf.TryAdd(name, file);
                }
            }

            return (fileOf, files);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    private static ITensorFile OpenShard(string folder, string index, string shard, string tensor, Func<string, ITensorFile> open)
    {
        try
        {
            return open(Path.Combine(folder, shard));
        }
        catch (FileNotFoundException error)
        {
            throw new InvalidDataException(
                $"'{index}': expected shard '{shard}' with tensor '{tensor}' in the folder, found no such file. Download the missing shard.", error);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{index}': shard '{shard}', which should hold tensor '{tensor}', cannot be read: {error.Message}", error);
        }
    }

    private static Dictionary<string, string> ReadWeightMap(string index, string ending)
    {
        using JsonDocument document = JsonFile.Read(index);
        if (!document.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"'{index}': expected an object \"weight_map\", found none. Download the index again.");
        }

        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (JsonProperty tensor in map.EnumerateObject())
            {
                string? shard = tensor.Value.ValueKind == JsonValueKind.String ? tensor.Value.GetString() : null;
                CheckShardName(index, tensor.Name, shard, ending);
                shardOf.Add(tensor.Name, shard!);
            }
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"'{index}': expected names in Unicode, found half a surrogate pair. Download the index again.", error);
        }

        return shardOf.Count > 0
            ? shardOf
            : throw new InvalidDataException($"'{index}': expected tensors in \"weight_map\", found none. Download the index again.");
    }

    /// <summary>A shard lies in the checkpoint's folder: an index must not reach other files of the machine.</summary>
    private static void CheckShardName(string index, string tensor, string? shard, string ending)
    {
        // Both separators and the colon of a drive are refused on every system, so that a folder means the same everywhere.
        if (string.IsNullOrEmpty(shard) || shard is "." or ".." || shard.AsSpan().ContainsAny("/\\:\0"))
        {
            throw new InvalidDataException(
                $"'{index}': expected the plain name of a file in the folder for tensor '{tensor}', found '{shard}'. Do not use this checkpoint unless you trust where it comes from.");
        }

        if (!shard.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"'{index}': expected shards that end with {ending}, found '{shard}' for tensor '{tensor}'. {ForeignFile.HowToRead}");
        }
    }
}
