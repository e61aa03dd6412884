namespace Maner.Benchmarks.Peers;

/// <summary>All rounds of one work.</summary>
/// <param name="Work">The work.</param>
/// <param name="File">What both sides ran.</param>
/// <param name="Grouped">PyTorch, batches of like length; empty without PyTorch.</param>
/// <param name="Mixed">PyTorch, batches as the sentences come.</param>
/// <param name="Maner">Maner.</param>
internal sealed record PeerOutcome(
    PeerWork Work, PeerFile File, IReadOnlyList<PeerResult> Grouped, IReadOnlyList<PeerResult> Mixed, IReadOnlyList<PeerResult> Maner)
{
    /// <summary>The largest difference of losses that rounding explains.</summary>
    private const double Tolerance = 1e-4;

    public Figure PyTorchTime => Time(Grouped);

    public Figure MixedTime => Time(Mixed);

    public Figure ManerTime => Time(Maner);

    /// <summary>PyTorch's time over Maner's; not a number without PyTorch.</summary>
    public double Ratio => PyTorchTime.Median / ManerTime.Median;

    /// <summary>The same with PyTorch's batches as the sentences come.</summary>
    public double MixedRatio => MixedTime.Median / ManerTime.Median;

    /// <summary>Whether both sides computed the same loss from the same weights and sentences.</summary>
    public bool Agrees => Grouped.Concat(Mixed).Concat(Maner).All(result => Math.Abs(result.Check - Maner[0].Check) <= Tolerance * (1 + Math.Abs(Maner[0].Check)));

    /// <summary>Most memory that any round had resident, in bytes.</summary>
    public static long Peak(IReadOnlyList<PeerResult> results) => results.Count == 0 ? 0 : results.Max(result => result.PeakBytes);

    /// <summary>Seconds made of each batch's least over all rounds and passes: other work on the machine only ever slows it.</summary>
    public double Least(IReadOnlyList<PeerResult> results)
    {
        IReadOnlyList<double>[] passes = [.. results.SelectMany(result => result.Passes)];
        double[] least = [.. Enumerable.Range(0, passes[0].Count).Select(batch => passes.Min(pass => pass[batch]))];
        return Statistics.Seconds([least], Work.IsTraining);
    }

    /// <summary>The comparison in plain words.</summary>
    public string Verdict() => (Work.Target, Ratio) switch
    {
        (_, double.NaN) => "PyTorch was not there",
        (null, < 1) => "slower than PyTorch",
        (null, _) => "",
        ({ } target, double ratio) when ratio >= target => "met",
        ({ } target, < 1) when MixedRatio >= target => "missed: slower than PyTorch; met against batches as they come",
        (_, < 1) => "missed: slower than PyTorch",
        ({ } target, _) when MixedRatio >= target => "missed; met against batches as they come",
        _ => "missed",
    };

    private Figure Time(IReadOnlyList<PeerResult> results) =>
        Statistics.Of([.. results.Select(result => Statistics.Seconds(result.Passes, Work.IsTraining))]);
}
