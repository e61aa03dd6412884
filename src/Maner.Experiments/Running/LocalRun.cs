using System.Diagnostics;
using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Running;

/// <summary>
/// Runs the cells of a plan on this machine, several side by side, each in a process of its own that is bound to processors of its own. It
/// can be ended at any moment and started again: finished cells are files, and only what has none is trained.
/// </summary>
internal sealed class LocalRun
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pauseForOthers = TimeSpan.FromSeconds(5);

    private readonly Plan _plan;
    private readonly ResultStore _store;
    private readonly LocalRunOptions _options;
    private readonly IReadOnlyList<ulong>? _cores;
    private readonly LinkedList<PlannedCell> _waiting;
    private readonly List<PlannedCell> _elsewhere = [];
    private readonly List<Worker> _running = [];
    private readonly HashSet<string> _died = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failedHere = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _cells;
    private readonly int _earlier;
    private readonly double _load;
    private long _lookedElsewhere;
    private int _done;
    private double _loadDone;
    private int _collapsed;
    private int _failed;

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="store">Where results go.</param>
    /// <param name="options">How.</param>
    public LocalRun(Plan plan, ResultStore store, LocalRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        (_plan, _store, _options) = (plan, store, options);
        _cores = options.IsBound ? CoreSet.Divide(options.Jobs, options.Threads) : null;
        PlannedCell[] cells = [.. plan.Cells.Where((_, index) => index % options.Parts == options.Part)];
        _waiting = new LinkedList<PlannedCell>(cells.Where(cell => !IsFinished(cell)));
        (_cells, _earlier, _load) = (cells.Length, cells.Length - _waiting.Count, _waiting.Sum(cell => cell.Load));
    }

    /// <summary>Whether workers are bound to processors: asked for, and with enough of them to divide.</summary>
    public bool IsBound => _cores is not null;

    /// <summary>What kept cells from being run, a message each; they have no result and are tried again by the next run.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Runs until every cell has a result.</summary>
    /// <param name="progress">Told whenever something happens.</param>
    /// <param name="cancellation">Ends the workers and the run.</param>
    /// <exception cref="OperationCanceledException">The run was ended; start it again to continue.</exception>
    public RunState Run(Action<RunState> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            progress(State(null));
            while (_waiting.Count + _running.Count + _elsewhere.Count > 0)
            {
                StartWorkers(progress);
                foreach (Worker worker in _running.Where(worker => worker.HasExited).ToArray())
                {
                    _running.Remove(worker);
                    string? news = Finish(worker);
                    worker.Dispose();
                    progress(State(news));
                }

                LookElsewhere(progress);
                cancellation.WaitHandle.WaitOne(s_pause);
                cancellation.ThrowIfCancellationRequested();
            }

            return State(null);
        }
        finally
        {
            foreach (Worker worker in _running)
            {
                worker.Kill();
                worker.Dispose();
                CellLock.Release(_store.LockPath(worker.Cell.Id), worker.ProcessId);
            }
        }
    }

    private bool IsFinished(PlannedCell cell)
    {
        if (_store.Read(cell.Id) is not { } result)
        {
            return false;
        }

        return result.IsFinished(_plan.MostAttempts) && !(_options.RetryFailed && result.Last.Status == CellStatus.Failed);
    }

    private void StartWorkers(Action<RunState> progress)
    {
        while (_waiting.First is { } next && _running.Count < _options.Jobs)
        {
            _waiting.RemoveFirst();
            int slot = Enumerable.Range(0, _options.Jobs).First(number => _running.TrueForAll(worker => worker.Slot != number));
            string[] command =
            [
                "experiment", "cell", _store.Path, next.Value.Id, "--threads", _options.Threads.ToString(CultureInfo.InvariantCulture),
                .. _cores is null ? Array.Empty<string>() : ["--cores", CoreSet.Format(_cores[slot])],
                .. _options.RetryFailed && !_failedHere.Contains(next.Value.Id) ? ["--retry-failed"] : Array.Empty<string>(),
            ];
            _running.Add(new Worker(_options.Program, command, next.Value, slot));
            progress(State(null));
        }
    }

    /// <summary>Takes note of how a worker ended.</summary>
    private string? Finish(Worker worker)
    {
        (int code, string said) = worker.End();
        PlannedCell cell = worker.Cell;
        if (said.Length > 0)
        {
            File.AppendAllText(_store.LogPath(cell.Id), said + "\n");
        }

        switch (code)
        {
            case Worker.Finished:
                return Count(cell);
            case Worker.Taken:
                _elsewhere.Add(cell);
                return null;
            case Worker.BadInput:
                _problems.Add($"{Name(cell)}: {said}");
                return _problems[^1];
            default:
                return Died(worker, code);
        }
    }

    /// <summary>
    /// A worker that died is replaced once: it may have been killed by mistake. Who dies twice lacks memory, most often: that training run has
    /// failed, and where the plan retries failed ones, the cell waits for its other seed, whose worker is not replaced any more.
    /// </summary>
    private string Died(Worker worker, int code)
    {
        PlannedCell cell = worker.Cell;
        CellLock.Release(_store.LockPath(cell.Id), worker.ProcessId);
        if (IsFinished(cell))
        {
            return Count(cell); // it died with its result written, or another run has trained the cell meanwhile
        }

        string log = _store.LogPath(cell.Id);
        string message = string.Create(CultureInfo.InvariantCulture, $"its process ended with code {code}{(File.Exists(log) ? $", see {log}" : ", without a word")}");
        if (_died.Add(cell.Id))
        {
            _waiting.AddFirst(cell);
            return $"{Name(cell)}: {message}; it is tried again";
        }

        // What failed in an earlier run is tried from the first seed, what failed in this one is not.
        CellResult? earlier = _store.Read(cell.Id);
        if (_failedHere.Add(cell.Id) && _options.RetryFailed && earlier?.Last.Status == CellStatus.Failed)
        {
            earlier = null;
        }

        CellResult result = CellRunner.OfDeadProcess(cell, earlier, message);
        _store.Write(result);
        if (result.IsFinished(_plan.MostAttempts))
        {
            return Count(cell);
        }

        _waiting.AddFirst(cell);
        return $"{Name(cell)}: {message}; it is tried with another seed";
    }

    private string Count(PlannedCell cell)
    {
        CellAttempt last = _store.Read(cell.Id)?.Last ?? throw new InvalidDataException(
            $"{_store.ResultPath(cell.Id)}: expected the result that a worker said it wrote, found none. Is the disk shared in a way that delays files?");
        _done++;
        _loadDone += cell.Load;
        _collapsed += last.Status == CellStatus.Collapsed ? 1 : 0;
        _failed += last.Status == CellStatus.Failed ? 1 : 0;
        string outcome = last.Status switch
        {
            CellStatus.Failed => $"FAILED: {last.Message}",
            _ => string.Create(CultureInfo.InvariantCulture, $"F1 {(last.Test ?? last.Dev)?.Strict.F1:F3} in {last.Seconds:F1} s{(last.Status == CellStatus.Collapsed ? "  COLLAPSED" : "")}"),
        };
        return $"{Name(cell)}: {outcome}";
    }

    /// <summary>Cells that others hold are done when their result is there, and taken back when their owner died.</summary>
    private void LookElsewhere(Action<RunState> progress)
    {
        if (_elsewhere.Count == 0 || _clock.ElapsedMilliseconds - _lookedElsewhere < s_pauseForOthers.TotalMilliseconds)
        {
            return;
        }

        _lookedElsewhere = _clock.ElapsedMilliseconds;
        foreach (PlannedCell cell in _elsewhere.ToArray())
        {
            if (IsFinished(cell))
            {
                _elsewhere.Remove(cell);
                progress(State(Count(cell)));
            }
            else if (!CellLock.IsHeld(_store.LockPath(cell.Id)))
            {
                _elsewhere.Remove(cell);
                _waiting.AddLast(cell);
            }
        }
    }

    private RunState State(string? news)
    {
        TimeSpan? time = _done == 0 ? null : _clock.Elapsed / _loadDone * (_load - _loadDone);
        return new RunState(_cells, _earlier, _done, _running.Count, _elsewhere.Count, _collapsed, _failed, time, news);
    }

    private static string Name(PlannedCell cell) => string.Create(
        CultureInfo.InvariantCulture, $"{cell.Data}, {cell.Key.Options.Method}, {(cell.Key.Simulation is { } simulation ? $"{simulation.Strategy} up to {simulation.Scored[^1]}" : cell.Key.Sentences)} sentences, seed {cell.Key.Options.Seed}");
}
