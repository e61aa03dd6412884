using Maner.Ner.Evaluation;
using Maner.Tensors;

namespace Maner.Training;

/// <summary>
/// Methods side by side: each trained with every seed on the same data, encoder and number of updates, scored on the same sentences, and
/// tested in pairs over those sentences.
/// </summary>
internal static class MethodComparison
{
    /// <summary>What every method is compared with when it is among them: the method that this program is about.</summary>
    public const string PreferredReference = "maner";

    /// <summary>Trains and scores all runs, seed by seed, so that an interrupted comparison has seen all methods alike.</summary>
    /// <param name="data">The labelled files; test is scored, or dev where there is no test.</param>
    /// <param name="encoder">Folder of the pre-trained encoder.</param>
    /// <param name="options">The options of all runs; method and seed are set here.</param>
    /// <param name="methods">Names of the methods.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="finished">Told after every run.</param>
    /// <param name="cancellation">Ends the comparison; it is then over the seeds that every method has.</param>
    /// <exception cref="OperationCanceledException">It was ended before any seed was whole.</exception>
    /// <exception cref="InvalidDataException">There is neither test nor dev data, or a run cannot be made.</exception>
    public static ComparisonReport Run(
        TaskData data, string encoder, TrainingOptions options, IReadOnlyList<string> methods, IReadOnlyList<ulong> seeds, Workers workers,
        Action<ComparedRun>? finished = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(seeds);
        if (data.Test is null && data.Dev is null)
        {
            throw new InvalidDataException(
                $"{data.Train.Path}: expected held-out sentences to compare the methods on, found training data only. Give {nameof(TaskData)}.{nameof(TaskData.Test)} (or {nameof(TaskData)}.{nameof(TaskData.Dev)}).");
        }

        var runs = new List<ComparedRun>();
        var scores = methods.ToDictionary(method => method, _ => new List<EntityScore[]>(), StringComparer.Ordinal);
        foreach (ulong seed in seeds)
        {
            try
            {
                foreach (string method in methods)
                {
                    (ComparedRun run, EntityScore[] sentences) = RunOne(data, encoder, options with { Method = method, Seed = seed }, workers, cancellation);
                    runs.Add(run);
                    scores[method].Add(sentences);
                    finished?.Invoke(run);
                }
            }
            catch (OperationCanceledException) when (runs.Count >= methods.Count)
            {
                // What is there with whole seeds is a comparison too, of fewer.
                int whole = runs.Count / methods.Count;
                runs.RemoveRange(whole * methods.Count, runs.Count - (whole * methods.Count));
                scores = scores.ToDictionary(pair => pair.Key, pair => pair.Value[..whole], StringComparer.Ordinal);
                break;
            }
        }

        return new ComparisonReport
        {
            Encoder = Path.GetFileName(Path.GetFullPath(encoder)),
            ScoredOn = data.Test is null ? "dev" : "test",
            Options = ComparisonReport.SharedOptions(options),
            DataSha256 = data.Hashes,
            TrainSentences = data.Train.Sentences.Count,
            SampleSeed = data.SampleSeed,
            ScoredSentences = (data.Test ?? data.Dev)!.Sentences.Count,
            Runs = runs,
            Methods = [.. methods.Select(method => MethodSummary.Of(method, [.. runs.Where(run => run.Method == method)]))],
            Differences = Differences(methods, scores),
        };
    }

    private static (ComparedRun Run, EntityScore[] Sentences) RunOne(
        TaskData data, string encoder, TrainingOptions options, Workers workers, CancellationToken cancellation)
    {
        FineTuning.Outcome outcome = FineTuning.Run(data, encoder, options, workers, cancellation: cancellation);
        using (outcome.Tagger)
        {
            IReadOnlyList<EvaluatedSentence> tagged = (outcome.Test ?? outcome.Dev)!.Sentences;
            EntityScore[] strict = SentenceScores.Of(tagged, SpanRule.Strict);
            TrainingResult training = outcome.Training;
            var run = new ComparedRun(
                options.Method, options.Seed, SentenceScores.Total(strict), SentenceScores.Total(SentenceScores.Of(tagged, SpanRule.Lenient)),
                training.BestDevF1, training.Updates, Math.Round(training.FinalLoss, 6), Math.Round(training.Seconds, 3), training.Warning);
            return (run, strict);
        }
    }

    private static List<MethodDifference> Differences(IReadOnlyList<string> methods, Dictionary<string, List<EntityScore[]>> scores)
    {
        string reference = methods.Contains(PreferredReference) ? PreferredReference : methods[0];
        return
        [
            .. methods.Where(method => method != reference)
                .Select(method => MethodDifference.Between(reference, scores[reference], method, scores[method])),
        ];
    }
}
