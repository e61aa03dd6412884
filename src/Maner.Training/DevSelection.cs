using Maner.Model.Parameters;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Lexical;
using Maner.Ner.Prediction;
using Maner.Text.Sentences;

namespace Maner.Training;

/// <summary>
/// Dev scores choose the parameters that a run ends with, the weight of the lexical CRF and, with patience, when it ends. The encoder reads dev once
/// per evaluation; every weight is tried on the same probabilities.
/// </summary>
/// <param name="tagger">The tagger in training.</param>
/// <param name="dev">Labelled sentences.</param>
/// <param name="options">The options, resolved.</param>
/// <param name="epochs">Epochs of the full run.</param>
internal sealed class DevSelection(Tagger tagger, IReadOnlyList<Sentence> dev, TrainingOptions options, int epochs)
{
    private static readonly float[] s_crfWeights = [0, 0.5f, 1, 2, 4, 8];

    private double[][]? _crfScores;

    /// <summary>The best parameters so far, an arena each; null before the first evaluation, and where the best are the tagger's own.</summary>
    public IReadOnlyList<ArenaSnapshot>? Best { get; set; }

    /// <summary>Dev as the best parameters tag it; null where no evaluation of this process found them.</summary>
    public EvaluationRun? BestTags { get; private set; }

    /// <summary>Whether a multiple of epochs / evaluations falls on an epoch, counted from 1.</summary>
    public bool IsDue(int epoch)
    {
        int evaluations = Math.Min(options.Evaluations, epochs);
        return epoch * evaluations / epochs != (epoch - 1) * evaluations / epochs;
    }

    /// <summary>Scores the tagger as it is at the end of an epoch, and keeps its parameters if they are the best: of equals the latest.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="state">Takes the scores, and whether the run is to end.</param>
    /// <returns>The weight of the lexical CRF that scored best.</returns>
    public float Evaluate(int epoch, TrainingState state)
    {
        (double f1, float crfWeight, EvaluationRun tagged) = Score();
        state.LastDevF1 = f1;
        state.EvaluationsWithoutBetter = state.BestDevF1 is > 0 && f1 <= state.BestDevF1 ? state.EvaluationsWithoutBetter + 1 : 0;
        state.IsStopped = epoch < epochs && state.EvaluationsWithoutBetter >= options.Patience;
        if (state.BestDevF1 is null || f1 >= state.BestDevF1)
        {
            (state.BestDevF1, state.BestEpoch, state.BestCrfWeight) = (f1, epoch, crfWeight);
            BestTags = tagged;
            FreeBest(); // before the new copy is made: with a large encoder there is no room for both
            Best = epoch == epochs ? null : [.. tagger.Arenas.Select(arena => arena.SnapshotValues())];
        }

        return crfWeight;
    }

    /// <summary>Gives the tagger the best parameters back.</summary>
    public void Restore()
    {
        foreach ((IParameterArena arena, ArenaSnapshot snapshot) in tagger.Arenas.Zip(Best ?? []))
        {
            arena.RestoreValues(snapshot);
        }

        FreeBest();
    }

    /// <summary>How the tagger as it is chooses tags with a weight of the lexical CRF, with the temperature that serves dev best.</summary>
    public TagDecoder Decoder(float crfWeight)
    {
        TagDecoder decoder = tagger.Decoder.WithCrfWeight(crfWeight);
        return decoder.HasTemperature ? TemperatureFit.Of(decoder, tagger.Tags, dev, EncoderOfDev(), CrfScoresOfDev()) : decoder;
    }

    /// <summary>F1 on dev, and the weight of the lexical CRF that gives it: of those to choose from the best, of equals the greatest.</summary>
    private (double F1, float CrfWeight, EvaluationRun Tagged) Score()
    {
        float[][] encoder = EncoderOfDev();
        bool isChosen = tagger.Decoder.IsMixed && options.CrfWeight is null;
        double[][] crfScores = CrfScoresOfDev();
        return (isChosen ? s_crfWeights : [tagger.Decoder.CrfWeight])
            .Select(weight =>
            {
                TagDecoder decoder = tagger.Decoder.WithCrfWeight(weight);
                EvaluationRun run = Evaluator.Run(dev, tagger.Tags, encoder.Select((probabilities, index) => decoder.Decode(crfScores[index], probabilities, [])));
                return (run.F1, CrfWeight: weight, Tagged: run);
            })
            .Aggregate((best, next) => next.F1 >= best.F1 ? next : best);
    }

    private float[][] EncoderOfDev() => [.. tagger.Classify(dev).Select(sentence => sentence.Probabilities)];

    private double[][] CrfScoresOfDev() => _crfScores ??= [.. dev.Select(CrfScores)];

    private double[] CrfScores(Sentence sentence)
    {
        if (!tagger.Decoder.IsMixed)
        {
            return [];
        }

        var scores = new double[sentence.Words.Count * tagger.Tags.Count];
        LexicalCrf crf = tagger.Decoder.Crf!;
        crf.Forward(crf.Read(tagger.Scripts.Read(sentence.Words)), scores);
        return scores;
    }

    private void FreeBest()
    {
        foreach (ArenaSnapshot snapshot in Best ?? [])
        {
            snapshot.Values.Dispose();
        }

        Best = null;
    }
}
