using System.Diagnostics;
using System.Text.Json;

namespace Maner.Benchmarks.Peers;

/// <summary>Runs PyTorch and Maner in turn, every round in a fresh process, and never two at a time.</summary>
/// <param name="options">What to run.</param>
/// <param name="pyTorch">The peer; null without.</param>
/// <param name="log">Where progress goes.</param>
internal sealed class PeerRun(PeerRunOptions options, PyTorch? pyTorch, TextWriter log)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, IReadOnlyList<PeerResult>> _calibrations = [];

    /// <summary>The settings that were tried for a work, the fastest first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PeerResult>> Calibrations => _calibrations;

    /// <summary>Measures a work.</summary>
    public PeerOutcome Measure(PeerWork work)
    {
        string path = BatchFiles.Write(work);
        PeerOptions how = PeerOptions.For(work, path, options.Threads, options.IsQuick) with { IsProcessorTime = options.IsProcessorTime };
        string setting = pyTorch is null ? "" : Strongest(work, how);
        List<PeerResult> grouped = [], mixed = [], maner = [];
        int rounds = work.Rounds > 0 ? Math.Min(work.Rounds, options.Rounds) : options.Rounds;
        for (int round = 1; round <= rounds; round++)
        {
            if (pyTorch is not null)
            {
                grouped.Add(Told(work, round, pyTorch.Run(how, setting)));
            }

            maner.Add(Told(work, round, Maner(how)));
        }

        if (pyTorch is not null && !work.IsOneSentence && !PeerWork.Families.Contains(work)) // whose table has sorted batches alone
        {
            mixed.Add(Told(work, rounds, pyTorch.Run(how with { Order = "mixed" }, setting)));
        }

        return new PeerOutcome(work, PeerFile.Load(path), grouped, mixed, maner);
    }

    /// <summary>Says how far things are.</summary>
    public void Tell(string what) => log.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");

    /// <summary>The fastest setting, tried out once for works of one kind.</summary>
    private string Strongest(PeerWork work, PeerOptions how)
    {
        string key = work.CalibratedBy ?? work.Name;
        if (!_calibrations.TryGetValue(key, out IReadOnlyList<PeerResult>? tried))
        {
            PeerWork like = PeerWork.Named(key);
            PeerOptions briefly = PeerOptions.For(like, like == work ? how.File : BatchFiles.Write(like), options.Threads, isQuick: true) with { IsProcessorTime = how.IsProcessorTime };
            Tell($"{key}: trying PyTorch's settings");
            tried = pyTorch!.Calibrate(briefly, options.Settings, like.IsTraining);
            _calibrations.Add(key, tried);
        }

        return tried[0].Setting;
    }

    private static PeerResult Maner(PeerOptions how) =>
        JsonSerializer.Deserialize(ChildProcess.Run(ChildProcess.Self, ["maner-side", .. how.Arguments])[0], PeerJson.Default.PeerResult)!;

    private PeerResult Told(PeerWork work, int round, PeerResult result)
    {
        var time = new Figure(Statistics.Seconds(result.Passes, work.IsTraining), Spread: null);
        Tell(FormattableString.Invariant(
            $"{work.Name} round {round}: {result.Side} {result.Setting} {result.Order} {time} over {result.Passes.Count} passes, {result.PeakBytes / 1e9:F2} GB"));
        return result;
    }
}

/// <summary>What the <c>peers</c> command is asked for.</summary>
internal sealed record PeerRunOptions
{
    /// <summary>The sections besides works that <see cref="Only"/> can name.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["families", "avx2", "tagging", "start", "kernels", "breakdown"];

    public int Threads { get; init; } = 2;

    public int Rounds { get; init; } = 3;

    /// <summary>Fewer passes: to see that everything works.</summary>
    public bool IsQuick { get; init; }

    /// <summary>One thread's processor time instead of time that passes, which other work on the machine makes longer.</summary>
    public bool IsProcessorTime { get; init; }

    /// <summary>Neither side may use AVX-512.</summary>
    public bool IsAvx2 { get; init; }

    /// <summary>Names of works and sections; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>PyTorch's settings to try; empty for all that fit a work.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>
    /// Where the page goes. With <see cref="Only"/> sections they take their places in it; with works among them, or <see cref="IsQuick"/>, all
    /// goes to standard output instead.
    /// </summary>
    public string Page { get; init; } = Path.Combine(PeerFolder.Repository, "docs", "lab", "performance.md");

    /// <summary>Reads <c>[--threads 2] [--rounds 3] [--only NAME,NAME] [--settings NAME,NAME] [--quick] [--processor-time] [--avx2] [--out FILE]</c>.</summary>
    public static PeerRunOptions Parse(IReadOnlyList<string> arguments)
    {
        var line = new Arguments(arguments, "peers [--threads 2] [--rounds 3] [--only NAME,NAME] [--settings NAME,NAME] [--quick] [--processor-time] [--avx2] [--out FILE]");
        var options = new PeerRunOptions
        {
            Threads = (int)line.Number("--threads", 2),
            Rounds = (int)line.Number("--rounds", 3),
            IsQuick = line.Has("--quick"),
            IsProcessorTime = line.Has("--processor-time"),
            IsAvx2 = line.Has("--avx2"),
            Only = line.List("--only", []),
            Settings = line.List("--settings", []),
        };
        IEnumerable<string> known = PeerWork.All.Select(work => work.Name).Concat(Sections);
        if (options.Only.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"--only: expected some of {string.Join(", ", known)}, found '{unknown}'.", nameof(arguments));
        }

        return line.Has("--out") ? options with { Page = line.Text("--out", "") } : options;
    }

    /// <summary>Whether only sections are asked for, in a format that can be quoted: then the rest of the page stays.</summary>
    public bool IsPartOfPage => Only.Count > 0 && Only.All(Sections.Contains) && !IsQuick && !IsAvx2;

    /// <summary>Whether a work or section is asked for.</summary>
    public bool Wants(string name) => Only.Count == 0 || Only.Contains(name);
}
