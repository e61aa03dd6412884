using System.Runtime.CompilerServices;

namespace Maner.Tensors;

/// <summary>A piece of work cut into independent items. A struct, so that the loop over items is compiled for it and nothing is allocated.</summary>
internal interface IParallelOperation
{
    /// <summary>Does item <paramref name="item"/>. Items may run in any order, on any thread, side by side.</summary>
    void Invoke(int item);
}

/// <summary>
/// The one place with parallelism: a fixed set of threads with a cheap fork and join. Who runs an item never matters for its
/// result (items write apart from each other and no sum crosses an item), so results have the same bits for any number of threads.
/// They serve one caller at a time; several in one process do not know of each other.
/// </summary>
internal sealed unsafe class Workers : IDisposable
{
    // A fork costs about a microsecond while workers still spin, tens of microseconds once they sleep. A training step forks every
    // 50 to 500 microseconds, so spinning this long bridges the gaps and gives the core back between commands.
    private const int SpinsBeforeSleep = 2000;

    // The others' last items take some ten microseconds, less than a visit to the operating system.
    private const int SpinsBeforeYield = 500;

    private readonly Thread[] _threads;
    private readonly Lock _wake = new();
    private readonly SemaphoreSlim _sleepers = new(0);
    private int _sleeping;
    private volatile int _generation;
    private volatile bool _stopping;
    private delegate*<void*, int, void> _invoke;
    private void* _operation;
    private volatile int _isRunning;
    private int _count;
    private int _next;

    // Closed is added to close the gate and added again (it wraps around) to open it; the rest counts workers inside. A worker that
    // comes late finds the gate closed and goes back, so a busy machine costs a fork nothing but that worker's help.
    private const int Closed = int.MinValue;
    private int _gate = Closed;
    private Exception? _failure;

    /// <summary>A set of <paramref name="threads"/> threads: the caller and <paramref name="threads"/> − 1 of its own.</summary>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Count = threads;
        _threads = new Thread[threads - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            _threads[index] = new Thread(WorkLoop) { IsBackground = true, Name = $"maner worker {index + 1}" };
            _threads[index].Start();
        }
    }

    /// <summary>Number of threads that share the work, the caller included.</summary>
    public int Count { get; }

    /// <summary>Runs items 0 … <paramref name="count"/> − 1 and returns when all are done.</summary>
    /// <exception cref="AggregateException">An item threw on another thread.</exception>
    /// <exception cref="InvalidOperationException">Another caller is inside: in every build, since what comes of two is wrong in silence.</exception>
    public void Run<TOperation>(int count, TOperation operation)
        where TOperation : unmanaged, IParallelOperation
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new InvalidOperationException(
                "These worker threads serve one caller at a time, found a second one. Share a NerModel, or give every caller a model and worker threads of its own.");
        }

        try
        {
            RunAlone(count, operation);
        }
        finally
        {
            _isRunning = 0;
        }
    }

    private void RunAlone<TOperation>(int count, TOperation operation)
        where TOperation : unmanaged, IParallelOperation
    {
        if (count <= 1 || Count == 1)
        {
            for (int item = 0; item < count; item++)
            {
                operation.Invoke(item);
            }

            return;
        }

        _operation = &operation;
        _invoke = &InvokeItem<TOperation>;
        _count = count;
        _next = 0;
        Interlocked.Add(ref _gate, Closed);
        Fork();
        try
        {
            TakeItems();
        }
        finally
        {
            Join(); // also when an item threw here: workers still read the operation on this stack
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        Fork();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _sleepers.Dispose();
    }

    private static void InvokeItem<TOperation>(void* operation, int item)
        where TOperation : unmanaged, IParallelOperation => ((TOperation*)operation)->Invoke(item);

    private void Fork()
    {
        lock (_wake)
        {
            _generation++;
            if (_sleeping > 0)
            {
                _sleepers.Release(_sleeping);
                _sleeping = 0;
            }
        }
    }

    private void Join()
    {
        Interlocked.Add(ref _gate, Closed);
        for (int spins = 0; Volatile.Read(ref _gate) != Closed; spins++)
        {
            if (spins < SpinsBeforeYield)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield(); // with fewer free cores than threads the last worker may not be running: give it ours
            }
        }

        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw new AggregateException(failure);
        }
    }

    private void TakeItems()
    {
        int item;
        while ((item = Interlocked.Increment(ref _next) - 1) < _count)
        {
            _invoke(_operation, item);
        }
    }

    private void WorkLoop()
    {
        int seen = 0;
        while (true)
        {
            seen = AwaitFork(seen);
            if (_stopping)
            {
                return;
            }

            if (Interlocked.Increment(ref _gate) > 0)
            {
                try
                {
                    TakeItems();
                }
#pragma warning disable CA1031 // The caller's thread rethrows it; a worker must live on.
                catch (Exception exception)
                {
                    _failure = exception;
                }
#pragma warning restore CA1031
            }

            Interlocked.Decrement(ref _gate);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AwaitFork(int seen)
    {
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            if (_generation != seen)
            {
                return _generation;
            }

            Thread.SpinWait(8);
        }

        lock (_wake)
        {
            if (_generation != seen)
            {
                return _generation;
            }

            _sleeping++;
        }

        _sleepers.Wait();
        return _generation;
    }
}
