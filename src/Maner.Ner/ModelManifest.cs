using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Maner.Model.Storage;
using Maner.Ner.Prediction;
using Maner.Text.Repairs;

namespace Maner.Ner;

/// <summary>
/// <c>maner.json</c> of a model folder: what the Hugging Face files beside it cannot say. Only <see cref="FormatVersion"/>,
/// <see cref="Method"/>, <see cref="NewTokenId"/>, <see cref="Decoding"/>, <see cref="CrfWeight"/>, <see cref="CrfRomanised"/>,
/// <see cref="Temperature"/> and <see cref="ReadAsDevanagari"/> change predictions; the rest is a record of how it was made.
/// </summary>
internal sealed record ModelManifest
{
    /// <summary>The newest version that this program reads.</summary>
    public const int CurrentVersion = 5;

    /// <summary>The oldest version that this program reads. Version 1 has neither decoding nor CRF; version 2 calls the CRF "surface".</summary>
    public const int OldestVersion = 1;

    private static readonly string[] s_own = [TaggerFolder.CrfFile, TaggerFolder.OldCrfFile, TaggerFolder.WordsFile];

    // A file says the oldest version that has all it needs, so that programs before that read what they can.
    private const int WithoutRomanised = 3, WithRomanised = 4;

    /// <summary>The file's name.</summary>
    public const string FileName = "maner.json";

    /// <summary>Version of this file's format.</summary>
    [JsonRequired]
    public int FormatVersion { get; init; } = WithoutRomanised;

    /// <summary>Name of the method.</summary>
    [JsonRequired]
    public string Method { get; init; } = "";

    /// <summary>The row of the word embeddings that is the method's own new token; null without one.</summary>
    public int? NewTokenId { get; init; }

    /// <summary>How tags are chosen: <c>viterbi</c>, or <c>argmax</c>, which is meant where nothing is said.</summary>
    public string? Decoding { get; init; }

    /// <summary>The interpolation weight of the lexical CRF (<see cref="TaggerFolder.CrfFile"/>); null without one.</summary>
    public float? CrfWeight { get; init; }

    /// <summary>Whether the CRF also has features of how words sound; null where it does not. From version 4 on.</summary>
    public bool? CrfRomanised
    {
        get;
        init => (field, FormatVersion) = (value is true ? true : null, value is true ? Math.Max(FormatVersion, WithRomanised) : FormatVersion);
    }

    /// <summary>What divides the scores behind the probabilities of a model with a CRF (<see cref="Prediction.TagDecoder.Temperature"/>); null for 1. From version 5 on.</summary>
    public float? Temperature
    {
        get;
        init => (field, FormatVersion) = (value, value is null ? FormatVersion : CurrentVersion);
    }

    /// <summary>Scripts whose words encoder and CRF read in Devanagari (<see cref="Text.Romanization.SisterScripts"/>); null for none. From version 5 on.</summary>
    public IReadOnlyList<string>? ReadAsDevanagari
    {
        get;
        init => (field, FormatVersion) = (value, value is null ? FormatVersion : CurrentVersion);
    }

    /// <summary>The same under its name in versions 1 and 2, kept so that such a file has the hash that it always had.</summary>
    [JsonInclude]
    internal float? SurfaceWeight { get; init; }

    /// <summary>The weight of the CRF, whichever name the file has for it.</summary>
    [JsonIgnore]
    public float? WeightOfCrf => CrfWeight ?? SurfaceWeight;

    /// <summary>The tags in the order of the classifier's rows; the same as <c>id2label</c> in <c>config.json</c>.</summary>
    public IReadOnlyList<string>? TagSet { get; init; }

    /// <summary>The resolved options of the training run.</summary>
    public JsonNode? Options { get; init; }

    /// <summary>SHA-256 of each file of data, by its role.</summary>
    public IReadOnlyDictionary<string, string>? DataHashes { get; init; }

    /// <summary>SHA-256 of the folder's files of weights, CRF, tokenizer and words, by name; null in models of before version 0.5.</summary>
    public IReadOnlyDictionary<string, string>? FileHashes { get; init; }

    /// <summary>Scores on dev and test, where there were any.</summary>
    public JsonNode? Metrics { get; init; }

    /// <summary>Reads a folder's manifest; null when there is none (a token-classification checkpoint of another program).</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another version.</exception>
    public static ModelManifest? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            RefuseOwnFiles(folder, path);
            return null;
        }

        ModelManifest? manifest;
        try
        {
            using JsonDocument document = JsonFile.Read(path);
            RefuseUnknown(document.RootElement, path);
            manifest = document.RootElement.Deserialize(ManifestJson.Default.ModelManifest);
            _ = manifest?.ToJson(); // finds text that is no Unicode now, rather than when somebody needs the record
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: expected a model's description as JSON, found something else ({error.Message}). Copy the model folder again.", error);
        }

        if (manifest is null || manifest.FormatVersion is < OldestVersion or > CurrentVersion)
        {
            throw new InvalidDataException(
                $"{path}: expected format version {OldestVersion} to {CurrentVersion}, found {manifest?.FormatVersion}. " +
                "The model is from another version of maner: use that version, or train the model again with this one.");
        }

        if (manifest.FormatVersion > OldestVersion && manifest.Decoding is null)
        {
            throw new InvalidDataException($"{path}: expected a decoding ({string.Join(" or ", DecodingNames.All)}), found none. Copy the model folder again.");
        }

        if (manifest.TagSet?.Contains(null!) == true || manifest.ReadAsDevanagari?.Contains(null!) == true || manifest.FileHashes?.Values.Contains(null!) == true)
        {
            throw new InvalidDataException($"{path}: expected texts in 'tag_set', 'read_as_devanagari' and 'file_hashes', found null. Copy the model folder again.");
        }

        if (manifest.WeightOfCrf is { } weight && weight is not (>= 0 and <= 1000))
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{path}: expected a {(manifest.CrfWeight is null ? "surface_weight" : "crf_weight")} from 0 to 1000, found {weight}. Copy the model folder again."));
        }

        if (manifest.Temperature is { } temperature && temperature is not (>= 0.01f and <= 100))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: expected a temperature from 0.01 to 100, found {temperature}. Copy the model folder again."));
        }

        return manifest.Method is { Length: > 0 }
            ? manifest
            : throw new InvalidDataException($"{path}: expected the name of a method under 'method', found none. Copy the model folder again.");
    }

    /// <summary>What changes predictions, alone.</summary>
    public ModelManifest WithoutRecord() => this with { TagSet = null, Options = null, DataHashes = null, FileHashes = null, Metrics = null };

    /// <summary>A key that is misspelt would change predictions in silence, by its absence.</summary>
    private static void RefuseUnknown(JsonElement root, string path)
    {
        string[] known = [.. ManifestJson.Default.ModelManifest.Properties.Where(property => property.Get is not null).Select(property => property.Name)];
        if (root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new InvalidDataException(
                $"{path}: expected the keys {string.Join(", ", known)}, found {Visible.Quote(unknown)}. Correct the name, or copy the model folder again; a key that a newer version of maner writes needs that version.");
        }
    }

    /// <summary>Without a manifest a folder is read as another program's, which is wrong where the rest of it is of this one.</summary>
    private static void RefuseOwnFiles(string folder, string path)
    {
        string[] own = [.. s_own.Where(file => File.Exists(Path.Combine(folder, file)))];
        if (own.Length > 0 && File.Exists(Path.Combine(folder, TaggerFolder.WeightsFile)))
        {
            throw new InvalidDataException(
                $"{path}: expected this file, which says how the model tags, beside {string.Join(" and ", own)}, found none. Copy the model folder again. Without it the model would be taken for one of another program, and tag wrongly.");
        }
    }

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.ModelManifest) + "\n";

    /// <summary>Writes the manifest into a folder, crash-safe.</summary>
    public void Save(string folder) => AtomicFile.WriteAllText(Path.Combine(folder, FileName), ToJson());
}

/// <summary>Generated serialisation of the manifest.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
