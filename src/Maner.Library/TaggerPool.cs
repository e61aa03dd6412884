using Maner.Ner;
using Maner.Tensors;

namespace Maner;

/// <summary>
/// Taggers over the same weights, each for one caller at a time. The first has all threads and is taken whenever it is free; another is made when it is
/// needed, and has one thread. Whoever comes when all are taken waits. Thread-safe.
/// </summary>
internal sealed class TaggerPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _free;
    private readonly List<Seat> _idle = []; // the first tagger, when it is free, is last
    private readonly Seat _first;
    private readonly IDisposable? _files;
    private int _taken;
    private bool _isDisposed;

    /// <summary>A pool.</summary>
    /// <param name="first">A tagger that was loaded for prediction; owned from here on.</param>
    /// <param name="workers">Its threads; owned from here on.</param>
    /// <param name="size">Taggers at the most.</param>
    /// <param name="files">Disposed of after the last tagger, which may have them mapped; null for nothing.</param>
    public TaggerPool(Tagger first, Workers workers, int size, IDisposable? files)
    {
        _first = new Seat(first, workers);
        _files = files;
        _free = new SemaphoreSlim(size, size);
        _idle.Add(_first);
    }

    /// <summary>Does something with a tagger that nobody else uses meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The pool is disposed of.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public T Use<T>(Func<Tagger, T> use, CancellationToken cancellation)
    {
        ThrowIfDisposed();
        _free.Wait(cancellation);
        return UseFree(use);
    }

    /// <summary>The same, without a thread that waits; the work itself is done on a thread of the pool of .NET.</summary>
    public async Task<T> UseAsync<T>(Func<Tagger, T> use, CancellationToken cancellation)
    {
        ThrowIfDisposed();
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        return await Background.Run(() => UseFree(use)).ConfigureAwait(false);
    }

    /// <summary>Does something with the files of the taggers, for which no tagger is needed: they are there until it is done.</summary>
    /// <exception cref="ObjectDisposedException">The pool is disposed of.</exception>
    public void KeepFiles(Action use)
    {
        lock (_lock)
        {
            ThrowIfDisposed();
            _taken++;
        }

        try
        {
            use();
        }
        finally
        {
            bool isLast;
            lock (_lock)
            {
                isLast = --_taken == 0 && _isDisposed;
            }

            if (isLast)
            {
                Free();
            }
        }
    }

    private void ThrowIfDisposed()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(NerModel));
        }
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
            Seat seat;
            if (_idle.Count > 0)
            {
                seat = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }
            else
            {
                var workers = new Workers(1); // one thread is the caller's: it starts none
                seat = new Seat(_first.Tagger.Share(workers), workers);
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
            _idle.Insert(seat == _first ? _idle.Count : 0, seat);
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

        _files?.Dispose();
    }

    private sealed record Seat(Tagger Tagger, Workers Workers);
}
