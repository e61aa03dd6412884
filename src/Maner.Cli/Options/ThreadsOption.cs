using System.CommandLine;
using Maner.Tensors;

namespace Maner.Cli.Options;

/// <summary>The number of threads of a long command.</summary>
internal sealed class ThreadsOption
{
    private readonly Option<int> _option = StrictNumber.New(
        "--threads", "Threads to compute with; results have the same bits for any number (default: one for each processor).", () => Environment.ProcessorCount);

    public void AddTo(Command command) => command.Add(_option);

    /// <exception cref="InvalidDataException">The number makes no sense.</exception>
    public Workers Start(ParseResult result) => new(Of(result));

    /// <summary>The number itself.</summary>
    /// <exception cref="InvalidDataException">The number makes no sense.</exception>
    public int Of(ParseResult result) => result.GetValue(_option) is int threads and >= 1 and <= 1024
        ? threads
        : throw new InvalidDataException($"--threads: expected a number from 1 to 1024, found {result.GetValue(_option)}.");
}
