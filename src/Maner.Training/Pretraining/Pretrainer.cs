using System.Diagnostics;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>
/// Trains a masked language model (Devlin et al. 2019) on rows of many languages, with AdamW as RoBERTa has it (Liu et al. 2019). All that is
/// random follows from the seed and the update's number, so with a budget in tokens an interrupted run continues bit for bit, on any number of
/// threads.
/// </summary>
internal sealed class Pretrainer
{
    private const float Beta2 = 0.98f;
    private const float Epsilon = 1e-6f;
    private const int StepsPerLogLine = 50;

    // Sampled softmax is an estimate; the end, where the learning rate is low and differences are small, is over the whole vocabulary.
    private const double SampledUntil = 0.9;
    private readonly PretrainedEncoder _encoder;
    private readonly IReadOnlyList<LanguageText> _languages;
    private readonly PretrainingOptions _options;
    private readonly RunFolder<PretrainingState> _folder;
    private readonly double _checkpointSeconds;
    private readonly SequenceStream _stream;
    private readonly HeldOutSet _heldOut;
    private readonly Optimizer _optimizer;
    private readonly Budget _budget;
    private readonly MaskedBatch[] _batches;
    private readonly CandidateSampler? _sampler;
    private readonly CandidateTokens _candidates = new();
    private readonly long[] _drawn;
    private readonly long[] _seen;
    private readonly Stopwatch _clock = new();
    private readonly SpeedMeter _speed = new();
    private readonly PretrainingState _state;
    private double _secondsBefore;

    public Pretrainer(
        PretrainedEncoder encoder, IReadOnlyList<LanguageText> languages, PretrainingOptions options, RunFolder<PretrainingState> folder, double checkpointSeconds)
    {
        (_encoder, _languages, _options, _folder, _checkpointSeconds) = (encoder, languages, options, folder, checkpointSeconds);
        var ids = new PieceIds(encoder.Tokenizer);
        _stream = new SequenceStream(languages, ids, new Masking(options.Rate, options.WholeWords), options.Alpha, new Rng(options.Seed).Split("rows"));
        _heldOut = new HeldOutSet(languages, ids, options.BatchTokens);
        _optimizer = new Optimizer(encoder.Model.Arenas, options.WeightDecay, options.ClipNorm, Beta2, Epsilon);
        _budget = new Budget(options);
        _batches = [.. Enumerable.Range(0, options.Accumulate).Select(_ => new MaskedBatch())];
        _sampler = options.SampledSoftmax == 0 || options.Tokens == 0 ? null : new CandidateSampler(
            CandidateSampler.Frequencies(languages, Shares, encoder.Model.Config.VocabSize), options.SampledSoftmax,
            new Rng(options.Seed).Split("candidates"));
        _state = folder.State;
        _drawn = new long[languages.Count];
        _seen = new long[languages.Count];
    }

    /// <summary>The shares of the languages.</summary>
    public IReadOnlyList<double> Shares => _stream.Sampler.Shares;

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    private double Spent => _budget.Spent(_state.Tokens, Seconds);

    /// <summary>Trains until the budget is spent, and leaves the model in its folder.</summary>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Saves a checkpoint and ends the run.</param>
    /// <returns>The final state and the last evaluation.</returns>
    /// <exception cref="OperationCanceledException">The run was interrupted; it can be resumed.</exception>
    /// <exception cref="InvalidDataException">The loss is no longer a number; the last checkpoint is as it was.</exception>
    public (PretrainingState State, HeldOutScore? Score) Run(Action<PretrainingProgress>? progress, CancellationToken cancellation)
    {
        if (_state.Drawn.Length == 0)
        {
            (_state.Drawn, _state.Seen) = (new long[_languages.Count], new long[_languages.Count]);
        }

        _folder.Restore(_encoder.Model.Arenas);
        _optimizer.StepCount = _state.Step;
        _secondsBefore = _state.Seconds;
        _clock.Start();
        double lastSave = 0;
        HeldOutScore? score = null;
        try
        {
            while (true)
            {
                double spent = Spent;
                score = EvaluateIfDue(spent, progress, cancellation) ?? score;
                if (spent >= 1)
                {
                    break;
                }

                cancellation.ThrowIfCancellationRequested();
                Update(cancellation);
                progress?.Invoke(Progress(PretrainingStage.Training));
                if (_clock.Elapsed.TotalSeconds - lastSave > _checkpointSeconds)
                {
                    Save();
                    lastSave = _clock.Elapsed.TotalSeconds;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        if (_state.LossCount > 0)
        {
            LogLosses();
            Draw();
        }

        _state.Seconds = Seconds;
        return (_state, score);
    }

    /// <summary>One update: rows, masks, forward, loss and backward a batch, step. The state moves on only when all is done.</summary>
    private void Update(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        _state.Drawn.CopyTo(_drawn, 0);
        _state.Seen.CopyTo(_seen, 0);
        _stream.Fill(_batches, _options.BatchTokens, _state.Step, _drawn, _seen);
        int targets = _batches.Sum(batch => batch.Targets.Length), tokens = _batches.Sum(batch => batch.Packed.TokenCount);

        _optimizer.ClearGradients();
        double sum = 0;
        for (int index = 0; index < _batches.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            sum += Train(_batches[index], 1f / targets, index);
        }

        float rate = _budget.LearningRate(_budget.Spent(_state.Tokens + (0.5 * tokens), Seconds));
        RequireNumber(sum / targets, "the loss", _state.Step + 1);
        RequireNumber(_optimizer.Step(rate), "the gradient norm", _state.Step + 1);

        _drawn.CopyTo(_state.Drawn, 0);
        _seen.CopyTo(_state.Seen, 0);
        _state.Step++;
        _state.Tokens += tokens;
        _state.Targets += targets;
        _state.LossSum += sum;
        _state.LossCount += targets;
        _speed.Add(tokens, Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (_state.Step % StepsPerLogLine == 0)
        {
            LogLosses();
        }
    }

    /// <summary>Adds a batch's gradients.</summary>
    /// <returns>The sum of its losses.</returns>
    private double Train(MaskedBatch batch, float scale, int index)
    {
        ulong number = ((ulong)_state.Step * (ulong)_batches.Length) + (ulong)index;
        ulong dropoutKey = Rng.Mix(_options.Seed ^ Rng.Mix(number + 1));
        bool isSampled = _sampler is not null && Spent < SampledUntil;
        if (isSampled)
        {
            _sampler!.Draw(number, batch.Targets, _candidates);
        }

        var pass = new EncoderPass(IsTraining: true, _options.Dropout, _options.Dropout, dropoutKey);
        _encoder.Model.Train(batch.Packed, batch.Positions, batch.Targets, scale, pass, batch.Losses, isSampled ? _candidates : null);
        double sum = 0;
        foreach (double loss in batch.Losses)
        {
            sum += loss;
        }

        for (int row = 0; row < batch.Packed.Count; row++)
        {
            _state.LongestSequence = Math.Max(_state.LongestSequence, batch.Packed.Offsets[row + 1] - batch.Packed.Offsets[row]);
        }

        return sum;
    }

    private HeldOutScore? EvaluateIfDue(double spent, Action<PretrainingProgress>? progress, CancellationToken cancellation)
    {
        int due = (int)(spent * _options.Evaluations);
        if (due < _state.Evaluations)
        {
            return null;
        }

        progress?.Invoke(Progress(PretrainingStage.Measuring));
        HeldOutScore? score = _heldOut.Score(_encoder.Model, cancellation);
        _state.Evaluations = due + 1;
        if (score is null)
        {
            return null;
        }

        RequireNumber(score.Loss, "the held-out loss", _state.Step);
        _state.HeldOutLoss = score.Loss;
        _folder.Log(json =>
        {
            json.WriteNumber("step", _state.Step);
            json.WriteNumber(LossLog.TokensKey, _state.Tokens);
            json.WriteNumber(LossLog.HeldOutKey, Math.Round(score.Loss, 5));
            json.WriteNumber("held_out_mean_of_languages", Math.Round(score.MeanOfLanguages, 5));
            json.WriteStartObject(LossLog.LanguagesKey);
            foreach ((string language, double loss) in score.Languages)
            {
                json.WriteNumber(language, Math.Round(loss, 4));
            }

            json.WriteEndObject();
            json.WriteNumber("seconds", Math.Round(Seconds, 3));
        });
        Draw();
        return score;
    }

    private void LogLosses()
    {
        _state.LastLoss = _state.LossSum / _state.LossCount;
        (_state.LossSum, _state.LossCount) = (0, 0);
        _folder.Log(json =>
        {
            json.WriteNumber("step", _state.Step);
            json.WriteNumber(LossLog.TokensKey, _state.Tokens);
            json.WriteNumber(LossLog.LossKey, Math.Round(_state.LastLoss.Value, 5));
            json.WriteNumber("learning_rate", _budget.LearningRate(Spent));
            json.WriteNumber("tokens_per_second", Math.Round(_speed.TokensPerSecond));
            json.WriteNumber("seconds", Math.Round(Seconds, 3));
        });
    }

    /// <summary>A checkpoint to continue from, and the model as it is for whoever wants to use it.</summary>
    private void Save()
    {
        if (_state.Step == 0)
        {
            return; // nothing was trained: the run starts from the beginning
        }

        _state.Seconds = Seconds;
        _folder.Save(_state, _encoder.Model.Arenas);
        _encoder.Save(_folder.Path, _options.DType == "f16", _state.LongestSequence);
    }

    private PretrainingProgress Progress(PretrainingStage stage) => new(
        stage, Spent, "", _state.Step, _state.Tokens, _state.LossCount > 0 ? _state.LossSum / _state.LossCount : _state.LastLoss ?? 0, _state.HeldOutLoss,
        _speed.TokensPerSecond, TimeSpan.FromSeconds(_budget.SecondsLeft(_state.Tokens, Seconds, _speed.TokensPerSecond)));

    private void Draw() => AtomicFile.WriteAllText(
        Path.Combine(_folder.Path, LossCurve.FileName), LossCurve.Draw(LossLog.Read(Path.Combine(_folder.Path, RunFolder<PretrainingState>.LogFile))));

    private void RequireNumber(double value, string what, int update) => Divergence.Check(
        value, what, update, _options.LearningRate, () => _folder.HasCheckpoint
            ? $"Checkpoints from before are kept in {_folder.Path}. Start another run from its model, in another folder ({nameof(PretrainingJob.Source)}.{nameof(PretrainingJob.Source.Encoder)}), with a lower {nameof(PretrainingOptions)}.{nameof(PretrainingOptions.LearningRate)} than"
            : $"No checkpoint was made before. Start again with a lower {nameof(PretrainingOptions)}.{nameof(PretrainingOptions.LearningRate)} than");
}
