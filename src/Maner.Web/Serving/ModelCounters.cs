namespace Maner.Web.Serving;

/// <summary>What a model has done and has to do, over all its versions. Thread-safe.</summary>
internal sealed class ModelCounters
{
    private const double Smoothing = 0.1;
    private readonly Lock _lock = new();
    private double _wordsPerSecond;

    /// <summary>Requests that wait or are tagged.</summary>
    public int WaitingRequests { get; private set; }

    /// <summary>Their words.</summary>
    public int WaitingWords { get; private set; }

    /// <summary>Words that were tagged.</summary>
    public long Words { get; private set; }

    /// <summary>Batches that were tagged.</summary>
    public long Batches { get; private set; }

    /// <summary>Requests, or parts of them, that were in those batches.</summary>
    public long Slices { get; private set; }

    /// <summary>Seconds that the tagger worked.</summary>
    public double BusySeconds { get; private set; }

    /// <summary>How fast it is while it works, lately.</summary>
    public double WordsPerSecond
    {
        get
        {
            lock (_lock)
            {
                return _wordsPerSecond;
            }
        }
    }

    /// <summary>How long the work that waits will take, as far as can be told: 1 to 60.</summary>
    public int SecondsOfWork
    {
        get
        {
            lock (_lock)
            {
                return _wordsPerSecond > 0 ? (int)Math.Clamp(Math.Ceiling(WaitingWords / _wordsPerSecond), 1, 60) : 1;
            }
        }
    }

    public void Enter(int words)
    {
        lock (_lock)
        {
            WaitingRequests++;
            WaitingWords += words;
        }
    }

    public void Leave(int words)
    {
        lock (_lock)
        {
            WaitingRequests--;
            WaitingWords -= words;
        }
    }

    public void AddBatch(int words, int slices, TimeSpan elapsed)
    {
        lock (_lock)
        {
            Batches++;
            Slices += slices;
            Words += words;
            BusySeconds += elapsed.TotalSeconds;
            double speed = words / Math.Max(elapsed.TotalSeconds, 1e-6);
            _wordsPerSecond = _wordsPerSecond == 0 ? speed : (Smoothing * speed) + ((1 - Smoothing) * _wordsPerSecond);
        }
    }
}
