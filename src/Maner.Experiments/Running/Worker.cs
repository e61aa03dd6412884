using System.Diagnostics;
using System.Text;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Running;

/// <summary>A child process that trains one cell.</summary>
internal sealed class Worker : IDisposable
{
    /// <summary>The cell is finished.</summary>
    public const int Finished = 0;

    /// <summary>Another worker holds the cell.</summary>
    public const int Taken = 1;

    /// <summary>Files or arguments are not usable; nothing is the matter with the cell.</summary>
    public const int BadInput = 2;

    private const int MostSaid = 20_000;
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    public Worker(WorkerProgram program, IEnumerable<string> command, PlannedCell cell, int slot)
    {
        (Cell, Slot) = (cell, slot);
        _process = program.Start(command);
        ProcessId = _process.Id;

        // Both pipes are emptied all the time: a worker that fills one would wait for ever.
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public PlannedCell Cell { get; }

    /// <summary>Which of the places side by side it has.</summary>
    public int Slot { get; }

    public int ProcessId { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>How it ended, and all that it said.</summary>
    public (int Code, string Said) End()
    {
        _process.WaitForExit();
        lock (_said)
        {
            return (_process.ExitCode, _said.ToString().TrimEnd());
        }
    }

    /// <summary>Ends it at once; a result that it was writing is whole or not there.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Add(string? line)
    {
        lock (_said)
        {
            if (line is not null && _said.Length < MostSaid)
            {
                _said.AppendLine(line);
            }
        }
    }
}
