using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Text.Words;

/// <summary>
/// <c>words.json</c> of a model folder: what a word is for the model. Models without it cut as <see cref="WordSplitter"/> does.
/// </summary>
internal sealed record WordCutFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "words.json";

    /// <summary>The version that this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    // Letters of all scripts as they are.
    private static readonly WordCutJson s_readable = new(new JsonSerializerOptions(WordCutJson.Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Version of this file's format.</summary>
    [JsonRequired]
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>What is cut otherwise than by default.</summary>
    [JsonRequired]
    public WordRules Rules { get; init; } = WordRules.Default;

    /// <summary>Words of scripts without spaces and how often each was seen; null without.</summary>
    public IReadOnlyDictionary<string, int>? Lexicon { get; init; }

    /// <summary>The filter of training words, in base64; null without.</summary>
    public byte[]? Seen { get; init; }

    /// <summary>A cut as the text of the file.</summary>
    public static byte[] Write(WordCut cut) => JsonSerializer.SerializeToUtf8Bytes(
        new WordCutFile
        {
            Rules = cut.Rules,
            Lexicon = cut.Lexicon.Counts is { Count: > 0 } counts ? new SortedDictionary<string, int>(counts.ToDictionary(), StringComparer.Ordinal) : null,
            Seen = cut.Seen?.Bits.ToArray(),
        },
        s_readable.WordCutFile);

    /// <summary>Reads the file of a folder.</summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>The cut; null where the folder has no such file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or of another version.</exception>
    public static WordCut? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            WordCutFile? file = JsonSerializer.Deserialize(File.ReadAllBytes(path), WordCutJson.Default.WordCutFile);
            if (file is null || file.FormatVersion != CurrentVersion)
            {
                throw new InvalidDataException(
                    $"{path}: expected format version {CurrentVersion}, found {file?.FormatVersion}. The model is from another version of maner: use that version, or train the model again.");
            }

            if (file.Rules is not { Cut: not null, JoinLetters: not null, JoinDigits: not null, BeforeDigits: not null, AfterDigits: not null, Suffixes: not null, Prefixes: not null })
            {
                throw new InvalidDataException($"{path}: expected signs and clitics under 'rules', found null. Copy the model folder again.");
            }

            string? wrong = file.Lexicon?.Where(pair => pair.Value < 1 || UnspacedRuns.GroupOf(pair.Key) == UnspacedScripts.None).Select(pair => pair.Key).FirstOrDefault();
            if (wrong is not null)
            {
                throw new InvalidDataException($"{path}: expected words of scripts without spaces with their counts under 'lexicon', found '{wrong}'. Copy the model folder again.");
            }

            return new WordCut(
                file.Rules,
                file.Lexicon is { } counts ? new UnspacedLexicon(new Dictionary<string, int>(counts, StringComparer.Ordinal)) : null,
                file.Seen is { } bits ? new SeenWords(bits) : null);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: expected how a model's words are cut, as JSON, found something else ({error.Message}). Copy the model folder again.", error);
        }
    }
}

/// <summary>Generated serialisation of the file.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(WordCutFile))]
internal sealed partial class WordCutJson : JsonSerializerContext;
