using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Training.Pretraining;

/// <summary>The figures of a pre-training run, as <c>metrics.json</c> and <c>--json</c> have them.</summary>
/// <param name="Updates">Optimizer updates done.</param>
/// <param name="Tokens">Tokens that were trained on.</param>
/// <param name="MaskedPieces">Masked pieces that were to be predicted.</param>
/// <param name="LongestSequence">The longest sequence, special tokens included.</param>
/// <param name="Seconds">Time taken, over all sessions.</param>
/// <param name="PeakMemoryMb">Most memory that the process has had resident, in MiB.</param>
/// <param name="Loss">Mean training loss of the log's last line; null where nothing was trained.</param>
/// <param name="HeldOutLoss">Loss on all held-out text; null without any, as the next two.</param>
/// <param name="HeldOutMeanOfLanguages">The unweighted mean of the languages' held-out losses.</param>
/// <param name="HeldOutPieces">Masked pieces of held-out text.</param>
/// <param name="Languages">Each language, in the order of their names.</param>
internal sealed record PretrainingMetrics(
    int Updates, long Tokens, [property: JsonPropertyName("hidden_pieces")] long MaskedPieces,
    [property: JsonPropertyName("longest_row")] int LongestSequence, double Seconds, long PeakMemoryMb, double? Loss, double? HeldOutLoss,
    double? HeldOutMeanOfLanguages, long? HeldOutPieces, IReadOnlyDictionary<string, PretrainingMetrics.Language> Languages)
{
    /// <summary>A language's share of a run.</summary>
    /// <param name="Sentences">Sentences of its text.</param>
    /// <param name="TrainingTokens">Tokens to train on.</param>
    /// <param name="Share">Its share of the rows drawn.</param>
    /// <param name="TokensSeen">Tokens that were trained on.</param>
    /// <param name="HeldOutLoss">Loss on its held-out text; null without any.</param>
    public sealed record Language(long Sentences, long TrainingTokens, double Share, long TokensSeen, double? HeldOutLoss);

    /// <summary>The figures of a run that is done now.</summary>
    public static PretrainingMetrics Of(PretrainingState state, HeldOutScore? score, Corpus corpus, IReadOnlyList<double> shares)
    {
        Dictionary<string, TokenManifest> manifests = corpus.Manifests.ToDictionary(manifest => manifest.Language);
        return new PretrainingMetrics(
            state.Step, state.Tokens, state.Targets, state.LongestSequence, Math.Round(state.Seconds, 3), PeakMemory.Mib(), Rounded(state.LastLoss, 5),
            Rounded(score?.Loss, 5), Rounded(score?.MeanOfLanguages, 5), score?.Pieces,
            corpus.Languages.Index().ToDictionary(language => language.Item.Name, language => new Language(
                manifests[language.Item.Name].Sentences, language.Item.TrainingTokens, Math.Round(shares[language.Index], 6), state.Seen[language.Index],
                score?.Languages.TryGetValue(language.Item.Name, out double loss) == true ? Rounded(loss, 4) : null)));
    }

    /// <summary>The figures as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PretrainingJson.Readable.PretrainingMetrics);

    private static double? Rounded(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;
}
