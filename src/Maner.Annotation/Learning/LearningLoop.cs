using Maner.Annotation.Records;
using Maner.Annotation.Selection;
using Maner.Ner.Selection;

namespace Maner.Annotation.Learning;

/// <summary>
/// Learning while a project is annotated: what a page talks to. One job at a time runs in the background; the model that suggests is replaced when the next is whole, and stays when
/// a training run fails or is killed. Thread-safe; <see cref="Changed"/> is raised on other threads.
/// </summary>
internal sealed class LearningLoop : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ILearningStore _store;
    private readonly ITrainingRunner _runner;
    private readonly LearningOptions _options;
    private readonly TimeProvider _clock;
    private readonly ModelFolders _folders;
    private readonly SentenceQueue _queue;
    private readonly JobMaker _jobs;
    private readonly bool _ownsStore;
    private Task? _loop;
    private LearningMemory _memory;
    private LearningStatus _status = new();
    private string _strategy;
    private bool _isForced;
    private bool _isStale = true;
    private int _known = -1;
    private int _new;
    private (string Message, int New, DateTimeOffset Time)? _failure;

    /// <summary>A loop over a project; nothing runs before <see cref="Start"/>.</summary>
    /// <exception cref="InvalidDataException">The project keeps what another version wrote, or there is no such strategy.</exception>
    public LearningLoop(ILearningStore store, ITrainingRunner runner, string folder, LearningOptions? options = null, TimeProvider? clock = null, bool ownsStore = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        (_store, _runner, _options, _clock, _ownsStore) = (store, runner, options ?? new(), clock ?? TimeProvider.System, ownsStore);
        _folders = new ModelFolders(folder);
        _queue = new SentenceQueue(store);
        _jobs = new JobMaker(store, _options, _folders);
        _memory = LearningMemory.Load(store);
        _strategy = AllStrategies.Named(_memory.Strategy ?? _options.Strategy).Name;
    }

    /// <summary>A loop over a project, with its taggers in the folder beside it, trained by a child process of the running program.</summary>
    public static LearningLoop Of(AnnotationProject project, LearningOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(project);
        string folder = options?.Folder ?? project.Path + "-models";
        return new LearningLoop(new ProjectStore(project), new ChildTrainingRunner(TrainingProgram.Current, new ModelFolders(folder)), folder, options, clock, ownsStore: true);
    }

    /// <summary>Raised when <see cref="Status"/>, <see cref="Curve"/> or <see cref="Advice"/> has changed. The handler is quick.</summary>
    public event Action<LearningStatus>? Changed;

    /// <summary>What it is doing.</summary>
    public LearningStatus Status => Locked(() => _status);

    /// <summary>The strategies to choose from.</summary>
    public static IReadOnlyList<(string Name, string Description)> Strategies { get; } = [.. AllStrategies.List.Select(strategy => (strategy.Name, strategy.Description))];

    /// <summary>The name of the one that chooses.</summary>
    public string Strategy => Locked(() => _strategy);

    /// <summary>The learning curve, in the order of its points.</summary>
    public IReadOnlyList<LearningPoint> Curve => Locked(() => _memory.Curve);

    /// <summary>Whether more labels still help.</summary>
    public StopAdvice Advice => Locked(() => StopAdvice.Of(_memory.Kappas, _memory.Curve));

    /// <summary>The folder of the newest tagger; null before the first training.</summary>
    public string? Folder
    {
        get
        {
            lock (_lock)
            {
                return _memory.Version == 0 ? null : _folders.Of(_memory.Version);
            }
        }
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _folders.Clean(_memory.Version);
        if (_memory.Version > 0 && !Directory.Exists(_folders.Of(_memory.Version)))
        {
            Remember(_memory with { Version = 0, Sentences = 0, Event = 0 }); // somebody took it away: it is trained again
        }

        _store.Changed += Wake;
        _loop ??= RunAsync();
    }

    /// <summary>Chooses another strategy, from the next batch on.</summary>
    /// <exception cref="ActionRefusedException">There is none of the name.</exception>
    public void Choose(string strategy)
    {
        if (AllStrategies.List.All(known => known.Name != strategy))
        {
            throw new ActionRefusedException($"Expected one of the strategies {string.Join(", ", AllStrategies.List.Select(known => known.Name))}, found '{strategy}'. Choose one of these.");
        }

        lock (_lock)
        {
            _isStale |= _strategy != strategy;
            _strategy = strategy;
            _memory = _memory with { Strategy = strategy };
            _memory.Save(_store);
        }

        Wake();
    }

    /// <summary>The sentence that a person should label next; null when none is left. How it was chosen is recorded.</summary>
    /// <param name="user">The person's id.</param>
    /// <param name="after">The sentence that was shown last.</param>
    public long? Next(int user, long? after) => _queue.Next(user, after);

    /// <summary>Trains as soon as it can, however few sentences are new.</summary>
    public void TrainNow()
    {
        Volatile.Write(ref _isForced, true);
        Wake();
    }

    /// <summary>Ends the job that runs, which leaves nothing half-done, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        _store.Changed -= Wake;
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_loop is not null)
        {
            await _loop.ConfigureAwait(false);
        }

        if (_ownsStore)
        {
            (_store as IDisposable)?.Dispose();
        }

        _stop.Dispose();
        _signal.Dispose();
    }

    private void Wake()
    {
        lock (_lock)
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield(); // whoever starts it does not wait for the first job to be made
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (!await DoDueAsync().ConfigureAwait(false))
                {
                    await WaitAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed of.
        }

        Show(Status with { State = LearningState.Off, Message = "Learning has ended." });
    }

    /// <summary>Does what is due. What goes wrong is shown and tried again, whatever it is: the page goes on without learning.</summary>
    /// <returns>Whether there was anything to do.</returns>
    private async Task<bool> DoDueAsync()
    {
        bool trains = false;
        try
        {
            if (Due() is not { } due)
            {
                return false;
            }

            trains = due;
            await WorkAsync(trains).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Fail(trains, error.Message);
            return false;
        }
    }

    /// <summary>Waits until something changes, or until a failed job is to be tried again.</summary>
    private async Task WaitAsync()
    {
        TimeSpan left = _failure is { } failed ? failed.Time + _options.PauseAfterFailure - _clock.GetUtcNow() : TimeSpan.MaxValue;
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task signal = _signal.WaitAsync(pause.Token);
        await Task.WhenAny(signal, Task.Delay(_failure is null ? Timeout.InfiniteTimeSpan : left, _clock, pause.Token)).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Whether there is a model to be trained now (true), or sentences to be read (false); null when there is nothing to be done.</summary>
    private bool? Due()
    {
        bool isForced = Interlocked.Exchange(ref _isForced, false); // a click from now on is the next round's
        (LearningMemory memory, bool isStale) = Snapshot();
        IReadOnlyList<GoldSentence> changed = _store.Gold(memory.Event);
        int needed = _options.BatchAfter(memory.Sentences), sentences = _store.Sentences;
        _new = changed.Count;
        bool hasEntities = memory.Version > 0 || changed.Any(sentence => sentence.Sentence.Entities is { Count: > 0 });
        bool canTrain = hasEntities && changed.Count > 0;
        bool mayTry = _failure is not { } failure || isForced || changed.Count >= failure.New + needed || _clock.GetUtcNow() >= failure.Time + _options.PauseAfterFailure;
        if (mayTry && canTrain && (isForced || changed.Count >= needed))
        {
            return true;
        }

        if (mayTry && (isStale || sentences != _known) && sentences > 0)
        {
            _known = sentences;
            return false;
        }

        _failure = mayTry ? null : _failure; // nothing is left to be tried
        Show(Status with
        {
            State = _failure is null ? LearningState.Waiting : LearningState.Failed,
            Message = _failure?.Message ?? memory.Waiting(changed.Count, needed, hasEntities),
            Sentences = memory.Sentences,
            New = changed.Count,
            CanTrain = canTrain,
        });
        return null;
    }

    private async Task WorkAsync(bool trains)
    {
        LearningMemory memory = Snapshot().Memory;
        lock (_lock)
        {
            _isStale = false;
        }

        Show(Status with { State = trains ? LearningState.Training : LearningState.Suggesting, Message = trains ? "A model is being trained." : "Sentences are read for suggestions.", CanTrain = false });
        long newest = _store.LastEvent;
        JobMaker.Made made = _jobs.Make(memory, Strategy, trains, memory.IsScoreDue, _queue.Upcoming);
        _queue.SetReserve(made.Reserve);
        if (memory.StopSentences.Count == 0 && made.StopSentences.Count > 0)
        {
            Remember(_memory with { StopSentences = made.StopSentences });
        }

        await _runner.RunAsync(made.Job, message => Take(made.Job, newest, message), _stop.Token).ConfigureAwait(false);
        _failure = null;
        _folders.Clean(Snapshot().Memory.Version);
    }

    private void Fail(bool trains, string message)
    {
        string still = Status.Model is { } model ? $"{model} still suggests" : "there are no suggestions";
        _failure = ($"{(trains ? "The training" : "Reading sentences for suggestions")} failed, and {still}: {message}", _new, _clock.GetUtcNow());
        lock (_lock)
        {
            _isStale = true; // whatever was read is not whole
        }

        Show(Status with { State = LearningState.Failed, Message = _failure.Value.Message, New = _new });
    }

    private void Take(TrainingJob job, long newest, JobMessage message)
    {
        switch (message)
        {
            case ModelTrained:
                Remember(_memory with { Version = _memory.Version + 1, Sentences = job.Gold.Count, Event = newest });
                Show(Status with { State = LearningState.Suggesting, Message = FormattableString.Invariant($"{job.Model} has learned from {job.Gold.Count} sentences and reads the others."), Sentences = job.Gold.Count, New = 0 });
                break;
            case SentencesSuggested suggested:
                Store(job, suggested);
                if (Status.Model != job.Model)
                {
                    Show(Status with { Model = job.Model });
                }

                break;
            case BatchChosen chosen:
                _queue.Replace(chosen.Picks);
                break;
            case ModelsAgreed agreed:
                Remember(_memory with { Kappas = [.. _memory.Kappas, agreed.Kappa] });
                break;
            case ScoringStarted:
                Show(Status with { State = LearningState.Scoring, Message = FormattableString.Invariant($"{job.Model} suggests; its score on {job.Sample.Count} random sentences is being found.") });
                break;
            case SampleScored scored:
                double? kappa = job.PreviousTags is not null && _memory.Kappas.Count > 0 ? _memory.Kappas[^1] : null;
                Remember(_memory with { Curve = [.. _memory.Curve, new LearningPoint(job.Gold.Count, scored.F1, scored.Low, scored.High, scored.Scored, job.Model, kappa)] });
                Show(Status);
                break;
        }
    }

    private void Store(TrainingJob job, SentencesSuggested suggested)
    {
        IReadOnlyDictionary<string, int> types = _store.Types;
        _store.StoreSuggestions(job.Model, [.. suggested.Sentences.Select(sentence => new SentenceSuggestion(
            sentence.Id,
            [.. sentence.Entities.Where(entity => types.ContainsKey(entity.Type)).Select(entity => new AnnotatedSpan(entity.First, entity.End, types[entity.Type], SpanOrigin.Model, job.Model, entity.Score))],
            sentence.Words, sentence.Value))]);
    }

    private (LearningMemory Memory, bool IsStale) Snapshot()
    {
        lock (_lock)
        {
            return (_memory, _isStale);
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    private void Remember(LearningMemory memory)
    {
        lock (_lock)
        {
            _memory = memory with { Strategy = _memory.Strategy };
            _memory.Save(_store);
        }
    }

    private void Show(LearningStatus status)
    {
        lock (_lock)
        {
            _status = status;
        }

        Changed?.Invoke(status);
    }
}
