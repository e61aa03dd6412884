using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>What a measuring process is asked for, on both sides.</summary>
/// <param name="File">The work's file.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Order"><c>mixed</c> or <c>grouped</c>.</param>
/// <param name="WarmUp">Steps before any is timed.</param>
/// <param name="Passes">Timed passes over the batches at the least.</param>
/// <param name="Seconds">Timed passes go on for so long.</param>
internal sealed record PeerOptions(string File, int Threads, string Order, int WarmUp, int Passes, double Seconds)
{
    /// <summary>The options as arguments, the same for the Python script and for <see cref="Parse"/>.</summary>
    public IEnumerable<string> Arguments =>
    [
        File, "--threads", Text(Threads), "--order", Order, "--warm-up", Text(WarmUp), "--passes", Text(Passes), "--seconds", Text(Seconds),
    ];

    /// <summary>Reads <see cref="Arguments"/>.</summary>
    public static PeerOptions Parse(IReadOnlyList<string> arguments)
    {
        string Of(string name) => arguments[arguments.ToList().IndexOf(name) + 1];
        return new PeerOptions(
            arguments[0], Whole(Of("--threads")), Of("--order"), Whole(Of("--warm-up")), Whole(Of("--passes")),
            double.Parse(Of("--seconds"), CultureInfo.InvariantCulture));
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
