using Maner.Ner;
using Maner.Tensors;

namespace Maner;

/// <summary>
/// Taggers over the same weights, each for one caller at a time. The first has all threads; another is made when it is needed, and has one. Whoever
/// comes when all are taken waits. Thread-safe.
/// </summary>
internal sealed class TaggerPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _free;
    private readonly Stack<Seat> _idle = new();
    private readonly Tagger _first;
    private int _taken;
    private bool _isDisposed;

    /// <summary>A pool.</summary>
    /// <param name="first">A tagger that was loaded for prediction; owned from here on.</param>
    /// <param name="workers">Its threads; owned from here on.</param>
    /// <param name="size">Taggers at the most.</param>
    public TaggerPool(Tagger first, Workers workers, int size)
    {
        _first = first;
        _free = new SemaphoreSlim(size, size);
        _idle.Push(new Seat(first, workers));
    }

    /// <summary>Does something with a tagger that nobody else uses meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The pool is disposed of.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public T Use<T>(Func<Tagger, T> use, CancellationToken cancellation)
    {
        lock (_lock)
        {
            ThrowIfDisposed();
        }

        _free.Wait(cancellation);
        return UseFree(use);
    }

    /// <summary>The same, without a thread that waits; the work itself is done on a thread of the pool of .NET.</summary>
    public async Task<T> UseAsync<T>(Func<Tagger, T> use, CancellationToken cancellation)
    {
        lock (_lock)
        {
            ThrowIfDisposed();
        }

        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        return await Background.Run(() => UseFree(use)).ConfigureAwait(false);
    }

    /// <summary>Ends the pool. Calls that compute are finished, and the last of them frees the memory; who waits or comes later gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        bool isUnused;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            isUnused = _taken == 0;
        }

        if (isUnused)
        {
            Free();
        }
    }

    private T UseFree<T>(Func<Tagger, T> use)
    {
        Seat? seat = null;
        try
        {
            seat = Take();
            return use(seat.Tagger);
        }
        finally
        {
            if (seat is not null && GiveBack(seat))
            {
                Free();
            }

            _free.Release(); // also when there is no tagger any more: the next who waits is to learn it
        }
    }

    private Seat Take()
    {
        lock (_lock)
        {
            ThrowIfDisposed();
            if (!_idle.TryPop(out Seat? seat))
            {
                var workers = new Workers(1);
                seat = new Seat(_first.Share(workers), workers);
            }

            _taken++;
            return seat;
        }
    }

    /// <returns>Whether this was the last one out of a pool that is disposed of.</returns>
    private bool GiveBack(Seat seat)
    {
        lock (_lock)
        {
            _idle.Push(seat);
            return --_taken == 0 && _isDisposed;
        }
    }

    private void Free()
    {
        foreach (Seat seat in _idle)
        {
            seat.Tagger.Dispose();
            seat.Workers.Dispose();
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(NerModel));

    private sealed record Seat(Tagger Tagger, Workers Workers);
}
