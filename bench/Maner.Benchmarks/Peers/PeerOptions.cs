using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>What a measuring process is asked for, on both sides.</summary>
/// <param name="File">The work's file.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Order"><c>mixed</c> or <c>grouped</c>.</param>
/// <param name="WarmUp">Steps before any is timed.</param>
/// <param name="Passes">Timed passes over the batches at the least.</param>
/// <param name="Seconds">Timed passes go on for so long.</param>
/// <param name="IsProcessorTime">Processor time of the process instead of time that passes: for one thread on a machine that is not quiet.</param>
internal sealed record PeerOptions(string File, int Threads, string Order, int WarmUp, int Passes, double Seconds, bool IsProcessorTime = false)
{
    /// <summary>The options as arguments, the same for the Python script and for <see cref="Parse"/>.</summary>
    public IEnumerable<string> Arguments =>
    [
        File, "--threads", Text(Threads), "--order", Order, "--warm-up", Text(WarmUp), "--passes", Text(Passes), "--seconds", Text(Seconds),
        .. IsProcessorTime ? (string[])["--processor-time"] : [],
    ];

    /// <summary>How long a work is measured in one process: steps of a large encoder take seconds, a prediction milliseconds.</summary>
    public static PeerOptions For(PeerWork work, string file, int threads, bool isQuick) => work switch
    {
        { IsPretraining: true } => new(file, threads, "grouped", WarmUp: 16, Passes: 3, isQuick ? 0 : 3),
        { IsTraining: true, Shape: "mini" } => new(file, threads, "grouped", WarmUp: 64, Passes: 3, isQuick ? 1 : 3),
        { IsTraining: true } => new(file, threads, "grouped", WarmUp: 2, Passes: isQuick ? 1 : 2, Seconds: 0),
        { IsOneSentence: true } => new(file, threads, "grouped", WarmUp: work.Shape == "mini" ? 200 : 20, Passes: 10, isQuick ? 1 : 3),
        _ => new(file, threads, "grouped", WarmUp: 3, Passes: 2, isQuick ? 0 : 4),
    };

    /// <summary>Reads <see cref="Arguments"/>.</summary>
    public static PeerOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, "maner-side FILE [--threads 2] [--order grouped] [--warm-up 2] [--passes 3] [--seconds 5] [--processor-time]");
        return new PeerOptions(
            arguments[0], (int)options.Number("--threads", 2), options.Text("--order", "grouped"), (int)options.Number("--warm-up", 2),
            (int)options.Number("--passes", 3), options.Number("--seconds", 5), options.Has("--processor-time"));
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
