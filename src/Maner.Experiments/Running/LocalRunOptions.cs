namespace Maner.Experiments.Running;

/// <summary>How cells are run on one machine.</summary>
internal sealed record LocalRunOptions
{
    /// <summary>Cells side by side.</summary>
    public required int Jobs { get; init; }

    /// <summary>Threads of each.</summary>
    public required int Threads { get; init; }

    /// <summary>The program that trains a cell.</summary>
    public required WorkerProgram Program { get; init; }

    /// <summary>Which part of the cells: this number, counted from 0, of <see cref="Parts"/>.</summary>
    public int Part { get; init; }

    /// <summary>Into how many parts the plan's cells are divided.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Bind cells to processors of their own. Not where other runs share the machine: each would take the same processors.</summary>
    public bool IsBound { get; init; } = true;

    /// <summary>Train cells again that failed.</summary>
    public bool RetryFailed { get; init; }
}
