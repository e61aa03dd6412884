using System.Diagnostics;
using System.Runtime.InteropServices;
using Maner.Model.Configuration;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Input;
using Maner.Ner.Lexical;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Text.Sentences;

namespace Maner.Training;

/// <summary>
/// Fine-tunes encoder and head together with cross-entropy over the rows that carry labels (MANER §3). The order of sentences, dropout and
/// all else that is random follow from the seed and the step's number, so a run that was interrupted goes on bit for bit.
/// </summary>
public sealed class Trainer
{
    private readonly Tagger _tagger;
    private readonly TrainingOptions _options;
    private readonly Workers _workers;
    private readonly IReadOnlyList<Sentence> _train;
    private readonly IReadOnlyList<Sentence>? _dev;
    private readonly TrainingSet _set;
    private readonly Optimizer _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly Rng _rng;
    private readonly InputBatch _batch;
    private readonly List<int> _labels = [];
    private readonly int _stepsPerEpoch;
    private readonly int _epochs;
    private TrainingState _state = new();
    private IReadOnlyList<ArenaSnapshot>? _best;
    private double[][]? _devCrfScores;

    /// <summary>Prepares a run.</summary>
    /// <param name="tagger">A fresh tagger; trained in place.</param>
    /// <param name="train">Labelled sentences.</param>
    /// <param name="dev">Labelled sentences that choose the checkpoint; null to keep the last.</param>
    /// <param name="options">The options.</param>
    /// <param name="workers">The team that the tagger computes with.</param>
    public Trainer(Tagger tagger, IReadOnlyList<Sentence> train, IReadOnlyList<Sentence>? dev, TrainingOptions options, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(options);
        (_tagger, _train, _dev, _options, _workers) = (tagger, train, dev, options.Validated().Resolved(tagger.Encoder.Config), workers);
        _set = new TrainingSet(train, tagger);
        _stepsPerEpoch = (_set.Count + options.BatchSize - 1) / options.BatchSize;
        _epochs = Math.Max(options.Epochs, (options.MinUpdates + _stepsPerEpoch - 1) / _stepsPerEpoch);
        if ((long)_epochs * _stepsPerEpoch > int.MaxValue)
        {
            throw new InvalidDataException($"--epochs: expected at most {int.MaxValue} updates in all, found {_epochs} epochs of {_stepsPerEpoch}. Train fewer epochs.");
        }

        _schedule = new LearningRateSchedule(_options.LearningRate!.Value, (int)(options.WarmUp * Steps), Steps);
        _optimizer = new Optimizer(tagger.Arenas, options.WeightDecay, options.ClipNorm);
        _rng = new Rng(options.Seed);
        _batch = tagger.NewBatch();
        bool hasCrf = _options.CrfWeight != 0;
        tagger.Decoder = new TagDecoder(
            tagger.Tags, DecodingNames.Parse(_options.Decoding, "--decoding"),
            hasCrf ? LexicalCrfTrainer.Run(train, tagger.Tags, _rng.Split("surface"), tagger.Decoder.Crf) : null,
            hasCrf ? _options.CrfWeight ?? CrfWeightFor(tagger.Encoder.Config) : 0);
    }

    /// <summary>Updates in all.</summary>
    public int Steps => _epochs * _stepsPerEpoch;

    /// <summary>Trains to the end, and leaves the best parameters by dev F1 (or the last) in the tagger.</summary>
    /// <param name="run">Where to log and save; null for neither.</param>
    /// <param name="saved">Where to go on; null for the beginning.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves a checkpoint and ends the run.</param>
    /// <exception cref="OperationCanceledException">The run was interrupted; it can be resumed.</exception>
    /// <exception cref="InvalidDataException">The loss is no longer a number.</exception>
    public TrainingResult Run(
        RunFolder? run = null, SavedRun? saved = null, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (saved is not null)
        {
            _state = saved.State;
            _best = saved.Restore(_tagger.Arenas);
            _optimizer.StepCount = _state.Step;
        }

        var clock = Stopwatch.StartNew();
        double before = _state.Seconds, lastSave = 0, trainingSeconds = 0;
        int firstStep = _state.Step;
        List<int[]> batches = [];
        while (_state.Step < Steps)
        {
            int epoch = _state.Step / _stepsPerEpoch, inEpoch = _state.Step % _stepsPerEpoch;
            if (inEpoch == 0 || batches.Count == 0)
            {
                batches = _set.Batches(_options.BatchSize, _rng.Split("order").Split((ulong)epoch));
            }

            double start = clock.Elapsed.TotalSeconds;
            _state.EpochLoss += Update(batches[inEpoch], epoch);
            _state.Step++;
            trainingSeconds += clock.Elapsed.TotalSeconds - start;
            if (inEpoch == _stepsPerEpoch - 1)
            {
                EndEpoch(epoch + 1, run, before + clock.Elapsed.TotalSeconds);
            }

            double speed = _train.Count / (double)_stepsPerEpoch * (_state.Step - firstStep) / trainingSeconds;
            double left = clock.Elapsed.TotalSeconds / (_state.Step - firstStep) * (Steps - _state.Step);
            double loss = inEpoch == _stepsPerEpoch - 1 ? _state.LastLoss : _state.EpochLoss / (inEpoch + 1);
            progress?.Invoke(new TrainingProgress(
                epoch + 1, _epochs, _state.Step, Steps, loss, _state.LastDevF1, _state.BestDevF1, speed, TimeSpan.FromSeconds(left)));

            if (run is not null && (cancellation.IsCancellationRequested || clock.Elapsed.TotalSeconds - lastSave > _options.CheckpointSeconds))
            {
                lastSave = clock.Elapsed.TotalSeconds;
                _state.Seconds = before + lastSave;
                _state.LogLength = run.LogLength;
                run.Save(_state, _tagger.Arenas, _best);
            }

            cancellation.ThrowIfCancellationRequested();
        }

        _state.Seconds = before + clock.Elapsed.TotalSeconds;
        RestoreBest();
        if (_state.BestDevF1 is not null)
        {
            _tagger.Decoder = _tagger.Decoder.WithCrfWeight(_state.BestCrfWeight);
        }

        foreach (IParameterArena arena in _tagger.Arenas)
        {
            arena.EndTraining(); // saving a large encoder needs the room
        }

        return new TrainingResult(
            _epochs, _state.Step, _state.LastLoss, _state.BestDevF1, _state.BestDevF1 is null ? _epochs : _state.BestEpoch, _state.Seconds,
            trainingSeconds > 0 ? _train.Count / (double)_stepsPerEpoch * (_state.Step - firstStep) / trainingSeconds : 0,
            CollapseWarning());
    }

    /// <summary>Tags labelled sentences, for scoring.</summary>
    public static List<EvaluatedSentence> Evaluate(Tagger tagger, IReadOnlyList<Sentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        return [.. sentences.Zip(
            tagger.Tag(sentences), (gold, predicted) => new EvaluatedSentence(gold, predicted.Tags))];
    }

    /// <summary>One update: forward, loss, backward, step. The loss in nats a word.</summary>
    private double Update(int[] examples, int epoch)
    {
        var pass = new EncoderPass(
            IsTraining: true, _options.Dropout, _options.AttentionDropout, Rng.Mix(_options.Seed ^ Rng.Mix((ulong)_state.Step + 1)));
        _set.Fill(_batch, _labels, examples, _options.MaskProbability, _rng.Split("chance").Split((ulong)epoch));

        _optimizer.ClearGradients();
        Matrix logits = _tagger.Logits(_batch, pass);
        double loss = CrossEntropy.ForwardBackward(_workers, logits, CollectionsMarshal.AsSpan(_labels));
        _tagger.Encoder.Backward(_tagger.Head.Backward(logits));
        double norm = _optimizer.Step(_schedule.At(_state.Step));
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"Training went astray at update {_state.Step + 1}: the loss is {loss}, the gradient norm {norm}. ") +
                FormattableString.Invariant($"Try a lower --learning-rate than {_options.LearningRate}."));
        }

        return loss;
    }

    private void EndEpoch(int epoch, RunFolder? run, double seconds)
    {
        _state.LastLoss = _state.EpochLoss / _stepsPerEpoch;
        _state.EpochLoss = 0;
        bool isEvaluated = _dev is not null && IsEvaluated(epoch);
        float crfWeight = 0;
        if (isEvaluated)
        {
            (double f1, crfWeight) = Score(_dev!);
            _state.LastDevF1 = f1;
            if (_state.BestDevF1 is null || f1 >= _state.BestDevF1)
            {
                _state.BestDevF1 = f1;
                _state.BestEpoch = epoch;
                _state.BestCrfWeight = crfWeight;
                FreeBest(); // before the new copy is made: with a large encoder there is no room for both
                _best = epoch == _epochs ? null : [.. _tagger.Arenas.Select(arena => arena.SnapshotValues())];
            }
        }

        run?.Log(json =>
        {
            json.WriteNumber("epoch", epoch);
            json.WriteNumber("step", _state.Step);
            json.WriteNumber("loss", _state.LastLoss);
            json.WriteNumber("learning_rate", _schedule.At(_state.Step - 1));
            if (isEvaluated)
            {
                json.WriteNumber("dev_f1", _state.LastDevF1!.Value);
                json.WriteNumber("crf_weight", crfWeight);
            }

            json.WriteNumber("seconds", Math.Round(seconds, 3));
        });
    }

    /// <summary>F1 on dev, and the weight of the words' surface that gives it: of those to choose from the best, of equals the greatest.</summary>
    private (double F1, float CrfWeight) Score(IReadOnlyList<Sentence> dev)
    {
        TagDecoder decoder = _tagger.Decoder;
        if (decoder.Crf is null || _options.CrfWeight is not null)
        {
            return (RuleScores.Of(Evaluate(_tagger, dev), SpanRule.Strict).Micro.F1, decoder.CrfWeight);
        }

        // The encoder reads dev once; every weight mixes a copy of its probabilities.
        _tagger.Decoder = decoder.WithCrfWeight(0);
        List<TaggedSentence> alone = [.. _tagger.Tag(dev)];
        _tagger.Decoder = decoder;
        double[][] surface = _devCrfScores ??= [.. dev.Select(sentence =>
        {
            var scores = new double[sentence.Words.Count * _tagger.Tags.Count];
            decoder.Crf.Forward(NormalizedWords.Of(sentence.Words), scores);
            return scores;
        })];
        (double F1, float CrfWeight) best = (double.NegativeInfinity, 0);
        foreach (float weight in (ReadOnlySpan<float>)[0, 0.5f, 1, 2, 4, 8])
        {
            TagDecoder weighted = decoder.WithCrfWeight(weight);
            double f1 = RuleScores.Of(
                [.. dev.Select((gold, index) => new EvaluatedSentence(gold, weighted.Decode(surface[index], alone[index].CopyProbabilities(), areKept: false)))],
                SpanRule.Strict).Micro.F1;
            best = f1 >= best.F1 ? (f1, weight) : best;
        }

        return best;
    }

    /// <summary>Without dev: what served the embedded encoder; wider ones know more, and were not at hand to try.</summary>
    private static float CrfWeightFor(XlmrConfig encoder) => encoder.HiddenSize <= 512 ? 4 : 0.5f;

    /// <summary>Whether a multiple of epochs / evaluations falls on this epoch.</summary>
    private bool IsEvaluated(int epoch)
    {
        int evaluations = Math.Min(_options.Evaluations, _epochs);
        return epoch * evaluations / _epochs != (epoch - 1) * evaluations / _epochs;
    }

    private void RestoreBest()
    {
        if (_best is null)
        {
            return;
        }

        foreach ((IParameterArena arena, ArenaSnapshot snapshot) in _tagger.Arenas.Zip(_best))
        {
            arena.RestoreValues(snapshot);
        }

        FreeBest();
    }

    private void FreeBest()
    {
        foreach (ArenaSnapshot snapshot in _best ?? [])
        {
            snapshot.Values.Dispose();
        }

        _best = null;
    }

    /// <summary>A model that learned nothing says so: it finds no entity in its own training sentences, or its loss is that of tag frequencies.</summary>
    private string? CollapseWarning()
    {
        TagDecoder decoder = _tagger.Decoder;
        _tagger.Decoder = decoder.WithCrfWeight(0); // the encoder's own learning is in question
        List<EvaluatedSentence> onTrain = Evaluate(_tagger, _train);
        _tagger.Decoder = decoder;
        double entropy = _set.LabelEntropy(_tagger.Tags.Count);
        if (onTrain.TrueForAll(sentence => sentence.PredictedEntities(SpanRule.Lenient).Count == 0))
        {
            return "The run collapsed: the model tags every word O, even in the sentences it was trained on. " +
                "Try another --seed, a lower --learning-rate, or more updates (--min-updates).";
        }

        return _state.LastLoss > 0.9 * entropy
            ? FormattableString.Invariant($"The run gained nothing: the last epoch's loss is {_state.LastLoss:F3}, and knowing only how frequent each tag is gives {entropy:F3}. ") +
                "Try another --seed, a lower --learning-rate, or more updates (--min-updates)."
            : null;
    }
}
