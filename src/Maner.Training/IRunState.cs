namespace Maner.Training;

/// <summary>How far a run is, besides its tensors. Saved in the checkpoint.</summary>
internal interface IRunState<TSelf>
    where TSelf : IRunState<TSelf>
{
    /// <summary>The kind of run that is in this state.</summary>
    static abstract RunKind<TSelf> Kind { get; }

    /// <summary>Updates done.</summary>
    int Step { get; }

    /// <summary>Seconds of work so far, over all sessions of the run.</summary>
    double Seconds { get; }

    /// <summary>Bytes of the log that belong to this state.</summary>
    long LogLength { get; set; }
}
