using System.Diagnostics;
using Maner.Model.Parameters;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Training;

/// <summary>A run of the <see cref="TrainingLoop"/>: between its updates dev is scored, the log and checkpoints are written, and whoever watches is told.</summary>
internal sealed class Trainer
{
    private readonly Tagger _tagger;
    private readonly IReadOnlyList<Sentence> _train;
    private readonly TrainingOptions _options;
    private readonly TrainingSet _set;
    private readonly TrainingLoop _loop;
    private readonly DevSelection? _dev;
    private readonly Stopwatch _clock = new();
    private TrainingState _state = new();
    private double _secondsBefore;

    /// <summary>Prepares a run.</summary>
    /// <param name="tagger">A fresh tagger with the decoder to score dev with; trained in place.</param>
    /// <param name="train">Labelled sentences.</param>
    /// <param name="dev">Labelled sentences that choose the checkpoint; null to keep the last.</param>
    /// <param name="options">The options, valid and resolved.</param>
    /// <param name="workers">The threads that the tagger computes with.</param>
    public Trainer(Tagger tagger, IReadOnlyList<Sentence> train, IReadOnlyList<Sentence>? dev, TrainingOptions options, Workers workers)
    {
        (_tagger, _train, _options) = (tagger, train, options);
        _set = new TrainingSet(train, tagger);
        _loop = new TrainingLoop(tagger, _set, options, workers);
        _dev = dev is null ? null : new DevSelection(tagger, dev, options, _loop.Epochs);
    }

    /// <summary>What a run ends with.</summary>
    /// <param name="Result">How it went.</param>
    /// <param name="Tagger">The tagger with the best parameters by dev F1 (or the last) and the decoder that goes with them.</param>
    /// <param name="DevTags">Dev as this tagger tags it; null without dev, and where a resumed run had found the best parameters before.</param>
    public sealed record Outcome(TrainingResult Result, Tagger Tagger, EvaluationRun? DevTags);

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    /// <summary>Trains to the end.</summary>
    /// <param name="run">Where to log, save and continue; null for none of it.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves a checkpoint and ends the run.</param>
    /// <exception cref="OperationCanceledException">The run was interrupted; it can be resumed.</exception>
    /// <exception cref="InvalidDataException">The loss is no longer a number.</exception>
    public Outcome Run(RunFolder<TrainingState>? run, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (run is not null)
        {
            _state = run.State;
            IReadOnlyList<ArenaSnapshot>? best = run.Restore(_tagger.Arenas);
            if (_dev is not null)
            {
                _dev.Best = best;
            }
        }

        _clock.Start();
        _secondsBefore = _state.Seconds;
        var speed = new TrainingSpeed(_state.Step, _loop.Steps, _train.Count / (double)_loop.StepsPerEpoch);
        double lastSave = 0;
        foreach (StepReport step in speed.Clocked(_loop.Run(_state)))
        {
            _state.EpochLoss += step.Loss;
            double loss = _state.EpochLoss / step.InEpoch;
            if (step.EndsEpoch)
            {
                EndEpoch(step, run);
            }

            progress?.Invoke(new TrainingProgress(
                step.Epoch, _loop.Epochs, _state.Step, _loop.Steps, loss, _state.LastDevF1, _state.BestDevF1,
                speed.SentencesPerSecond(_state.Step), speed.TimeLeft(_state.Step, _clock.Elapsed)));
            if (run is not null && (cancellation.IsCancellationRequested || _clock.Elapsed.TotalSeconds - lastSave > _options.CheckpointSeconds))
            {
                lastSave = _clock.Elapsed.TotalSeconds;
                _state.Seconds = Seconds;
                run.Save(_state, _tagger.Arenas, _dev?.Best);
            }

            cancellation.ThrowIfCancellationRequested();
        }

        return Finish(speed);
    }

    private void EndEpoch(StepReport step, RunFolder<TrainingState>? run)
    {
        (_state.LastLoss, _state.EpochLoss) = (_state.EpochLoss / _loop.StepsPerEpoch, 0);
        float? crfWeight = _dev?.IsDue(step.Epoch) == true ? _dev.Evaluate(step.Epoch, _state) : null;
        run?.Log(json =>
        {
            json.WriteNumber("epoch", step.Epoch);
            json.WriteNumber("step", _state.Step);
            json.WriteNumber("loss", _state.LastLoss);
            json.WriteNumber("learning_rate", step.LearningRate);
            if (crfWeight is { } weight)
            {
                json.WriteNumber("dev_f1", _state.LastDevF1!.Value);
                json.WriteNumber("crf_weight", weight);
            }

            json.WriteNumber("seconds", Math.Round(Seconds, 3));
        });
    }

    private Outcome Finish(TrainingSpeed speed)
    {
        _state.Seconds = Seconds;
        _dev?.Restore();
        Tagger tagger = _state.BestDevF1 is null ? _tagger : _tagger.WithDecoder(_dev!.Decoder(_state.BestCrfWeight));
        foreach (IParameterArena arena in tagger.Arenas)
        {
            arena.EndTraining(); // saving a large encoder needs the room
        }

        int epochs = _state.Step / _loop.StepsPerEpoch;
        var result = new TrainingResult(
            epochs, _state.Step, _state.LastLoss, _state.BestDevF1, _state.BestDevF1 is null ? epochs : _state.BestEpoch, _state.Seconds,
            speed.SentencesPerSecond(_state.Step), CollapseCheck.Warning(tagger, _train, _state.LastLoss, _set.LabelEntropy(tagger.Tags.Count)), _loop.Epochs);
        return new Outcome(result, tagger, _dev?.BestTags);
    }
}
