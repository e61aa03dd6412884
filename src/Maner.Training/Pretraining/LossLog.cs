using System.Text.Json;

namespace Maner.Training.Pretraining;

/// <summary>A point of a loss curve.</summary>
/// <param name="Tokens">Tokens trained on.</param>
/// <param name="Loss">In nats per masked token.</param>
internal readonly record struct LossPoint(long Tokens, double Loss);

/// <summary>The evaluations of one language.</summary>
/// <param name="Language">Its name.</param>
/// <param name="HeldOut">At least one.</param>
internal sealed record LanguageLosses(string Language, IReadOnlyList<LossPoint> HeldOut)
{
    /// <summary>The loss as it is now.</summary>
    public double Last => HeldOut[^1].Loss;
}

/// <summary>The losses of a run as its <c>log.jsonl</c> tells them.</summary>
/// <param name="Training">Means over some updates.</param>
/// <param name="HeldOut">Evaluations.</param>
/// <param name="Languages">The same evaluations by language.</param>
internal sealed record LossLog(IReadOnlyList<LossPoint> Training, IReadOnlyList<LossPoint> HeldOut, IReadOnlyList<LanguageLosses> Languages)
{
    /// <summary>Key of a training loss.</summary>
    public const string LossKey = "loss";

    /// <summary>Key of a held-out loss.</summary>
    public const string HeldOutKey = "held_out_loss";

    /// <summary>Key of the held-out losses by language.</summary>
    public const string LanguagesKey = "held_out_languages";

    /// <summary>Key of the tokens so far.</summary>
    public const string TokensKey = "tokens";

    /// <summary>Reads the log, which a run may still be writing.</summary>
    public static LossLog Read(string path)
    {
        List<LossPoint> training = [], heldOut = [];
        var languages = new SortedDictionary<string, List<LossPoint>>(StringComparer.Ordinal);
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            long tokens = root.GetProperty(TokensKey).GetInt64();
            if (root.TryGetProperty(LossKey, out JsonElement loss))
            {
                training.Add(new LossPoint(tokens, loss.GetDouble()));
            }

            if (root.TryGetProperty(HeldOutKey, out JsonElement measured))
            {
                heldOut.Add(new LossPoint(tokens, measured.GetDouble()));
            }

            if (root.TryGetProperty(LanguagesKey, out JsonElement byLanguage))
            {
                foreach (JsonProperty language in byLanguage.EnumerateObject())
                {
                    languages.TryAdd(language.Name, []);
                    languages[language.Name].Add(new LossPoint(tokens, language.Value.GetDouble()));
                }
            }
        }

        return new LossLog(training, heldOut, [.. languages.Select(language => new LanguageLosses(language.Key, language.Value))]);
    }
}
