using System.Globalization;
using System.Text;

namespace Maner.Benchmarks.Peers;

/// <summary>The generated page: measured numbers, and only as many words as they need.</summary>
internal sealed class PerformancePage
{
    /// <summary>A share of other work that makes figures doubtful.</summary>
    private const double MuchOtherWork = 0.05;

    private readonly StringBuilder _text = new();

    /// <summary>The page so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Adds the head of a whole page.</summary>
    public void AddHead(IReadOnlyList<PeerOutcome> outcomes, PeerRunOptions options)
    {
        PeerResult? maner = outcomes.SelectMany(outcome => outcome.Maner).FirstOrDefault();
        PeerResult? pyTorch = outcomes.SelectMany(outcome => outcome.Grouped).FirstOrDefault();
        Line("# Performance");
        Line("Written by `dotnet run -c Release --project bench/Maner.Benchmarks -- peers`; do not edit it by hand.");
        Conclusion.Row[] rows = [.. outcomes.Select(outcome => new Conclusion.Row(
            outcome.Work.Title, outcome.Work.Kind, outcome.Ratio, outcome.Work.Target,
            outcome.Grouped.Count == 0 ? double.NaN : PeerOutcome.Peak(outcome.Maner) / (double)PeerOutcome.Peak(outcome.Grouped)))];
        if (Conclusion.Of(rows) is { } conclusion)
        {
            Line(conclusion);
        }

        var table = new MarkdownTable("", "");
        table.Add("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        table.Add("commit", Machine.Commit());
        table.Add("machine", Machine.Describe());
        table.Add("Maner", $".NET {maner?.Version ?? Environment.Version.ToString()}, {options.Threads} threads, {(options.IsAvx2 ? "AVX2" : Ceiling.InstructionSet)}, 32-bit floats");
        table.Add("PyTorch", pyTorch is null ? "not there" : $"{pyTorch.Version}, {options.Threads} threads, 32-bit floats; BLAS: {pyTorch.Blas}");
        table.Add("rounds", $"{options.Rounds}{(options.IsQuick ? ", quick: not for quoting" : "")}");
        Line(table.ToString());
    }

    /// <summary>Adds the comparison of speed, memory and settings.</summary>
    public void AddComparison(IReadOnlyList<PeerOutcome> outcomes, IReadOnlyDictionary<string, IReadOnlyList<PeerResult>> calibrations, PeerRunOptions options)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        Line("## Against PyTorch");
        Line(
            $"""
            Both sides run the same sentences with the same weights on {options.Threads} threads, in turn (PyTorch, Maner, PyTorch, Maner, …), every round in a
            fresh process with a warm-up. A time is the median over rounds of a median over passes, ± the farthest that a round was from it. A training
            step is forward, cross-entropy at the masks, backward, clipping and AdamW over all parameters, with dropout. The sentences
            are drawn from WikiANN in 28 languages and put into MANER's format (without that data: random ids in sentences of the same lengths). PyTorch
            pads each batch to its longest sentence; its batches are sorted by length (*PyTorch*) or left as they come (*not sorted*, one round). Maner
            does not pad and runs the sorted ones. *Ratio* is PyTorch's time over Maner's: above 1, Maner is faster.
            """);
        var table = new MarkdownTable($"work, {options.Threads} threads", " PyTorch", " Maner", " ratio", " target", "", " PyTorch, not sorted", " ratio");
        foreach (PeerOutcome outcome in outcomes)
        {
            table.Add(
                outcome.Work.Title, Shown(outcome.PyTorchTime), outcome.ManerTime.ToString(), Ratio(outcome.Ratio),
                outcome.Work.Target is { } target ? string.Create(CultureInfo.InvariantCulture, $"≥ {target}") : "", outcome.Verdict(),
                outcome.Mixed.Count == 0 ? "" : Shown(outcome.MixedTime), outcome.Mixed.Count == 0 ? "" : Ratio(outcome.MixedRatio));
        }

        Line(table.ToString());
        AddBatches(outcomes);
        AddMemory(outcomes);
        AddSettings(outcomes, calibrations, options.Settings);
    }

    /// <summary>Adds encoders of other families.</summary>
    /// <param name="outcomes">What was measured.</param>
    /// <param name="calibrations">The settings of PyTorch that were tried, the fastest first.</param>
    /// <param name="options">How it was measured.</param>
    public void AddFamilies(IReadOnlyList<PeerOutcome> outcomes, IReadOnlyDictionary<string, IReadOnlyList<PeerResult>> calibrations, PeerRunOptions options)
    {
        Line("## Other families");
        Line(
            $"""
            As above: the same ids and random weights on both sides, {options.Threads} thread{(options.Threads == 1 ? "" : "s")}, in turn, {options.Rounds} rounds, batches sorted by length; random ids in sentences of the lengths that
            XLM-R's have.{(options.IsProcessorTime ? " **The machine was not quiet, so times are processor time of a process with one thread, not time that passed on two.**" : "")} A time is made of each batch's least over all rounds and passes, since others may have used the machine. XLM-R's own shapes are in the tables above; RoBERTa's and DistilBERT's
            layers are theirs and BERT's. mmBERT is ModernBERT's build: 22 layers, windows in two of three, 256,000 rows of embeddings. Memory is the most that was resident.
            """);
        var table = new MarkdownTable("work", " PyTorch", " Maner", " ratio", " target", "", " PyTorch's memory", " Maner's");
        foreach (PeerOutcome outcome in outcomes)
        {
            double pyTorch = outcome.Least(outcome.Grouped), maner = outcome.Least(outcome.Maner), ratio = pyTorch / maner;
            table.Add(
                outcome.Work.Title, Plain(pyTorch), Plain(maner), Ratio(ratio), string.Create(CultureInfo.InvariantCulture, $"≥ {outcome.Work.Target}"),
                ratio >= outcome.Work.Target ? "met" : "missed", Gigabytes(PeerOutcome.Peak(outcome.Grouped)), Gigabytes(PeerOutcome.Peak(outcome.Maner)));
        }

        Line(table.ToString());
        string[] apart = [.. outcomes.Where(outcome => !outcome.Agrees).Select(outcome => outcome.Work.Name)];
        Line(apart.Length > 0 ? $"**The two sides did not compute the same loss in {string.Join(", ", apart)}: these rows compare different things.**"
            : "The loss of the first batch without dropout is the same on both sides, within 1e-4.");
        Line("PyTorch's settings, the fastest of those that were tried first: " + string.Join("; ", calibrations.Select(tried =>
            $"{PeerWork.Named(tried.Key).Title}: {string.Join(", ", tried.Value.Select(result => $"{result.Setting} {Plain(Statistics.Seconds(result.Passes, PeerWork.Named(tried.Key).IsTraining))}"))}")) + ".");
    }

    /// <summary>Adds the start of the program.</summary>
    public void AddStart(StartUp start)
    {
        Line("## Start");
        Line(
            """
            A whole process, from its start to its exit: tag one sentence with a model of the bundled encoder's shape. Maner is the program as
            `dotnet publish -r linux-x64` puts it out (ReadyToRun) and reads text; PyTorch is the script above and reads ids.
            """);
        var table = new MarkdownTable("start to first prediction", " time", " target", "");
        Add("Maner, encoder and head", start.Maner);
        Add("Maner, `mini-ner`: also the lexical CRF", start.Whole);
        if (start.PyTorch is { } pyTorch)
        {
            table.Add("PyTorch", pyTorch.ToString(), "", "");
        }

        Line(table.ToString());

        void Add(string name, Figure figure) =>
            table.Add(name, figure.ToString(), FormattableString.Invariant($"≤ {StartUp.Target} s"), figure.Median <= StartUp.Target ? "met" : "missed");
    }

    /// <summary>Says how much of the machine's work was not this run's.</summary>
    /// <param name="busy">Clock ticks in which cores were busy.</param>
    /// <param name="own">Those of them that were this run's.</param>
    public void AddDisturbance(long busy, long own)
    {
        Line("## How quiet the machine was");
        Line(Disturbance(busy, own));
    }

    /// <summary>Says of a section that was measured by itself when that was, and how quiet the machine was.</summary>
    /// <param name="busy">Clock ticks in which cores were busy.</param>
    /// <param name="own">Those of them that were this run's.</param>
    public void AddOrigin(long busy, long own) => Line(string.Create(
        CultureInfo.InvariantCulture,
        $"This section was measured by itself, on {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC at commit {Machine.Commit()}, on {Machine.Describe()}. {Disturbance(busy, own)}"));

    /// <summary>Adds any section.</summary>
    public void Line(string text) => _text.Append(text.TrimEnd('\n')).Append("\n\n");

    private static string Disturbance(long busy, long own)
    {
        double share = busy == 0 ? 0 : Math.Max(0, 1 - (own / (double)busy));
        string others = string.Create(CultureInfo.InvariantCulture, $"Of all processor time that the machine spent during the run, {share * 100:F0} % went to other processes.");
        return share > MuchOtherWork ? $"**{others} Threads that wait for each other suffer most from that: do not quote these numbers.**" : others;
    }

    private void AddBatches(IReadOnlyList<PeerOutcome> outcomes)
    {
        var table = new MarkdownTable("what was run", " sentences", " tokens", " masks", " with padding, sorted", " not sorted");
        foreach (PeerOutcome outcome in outcomes)
        {
            IReadOnlyList<PeerSentence> sentences = outcome.File.Sentences;
            table.Add(
                outcome.Work.Title, Whole(sentences.Count), Whole(sentences.Sum(sentence => sentence.Ids.Count)),
                Whole(sentences.Sum(sentence => sentence.Rows.Count)), Whole(Padded(outcome.File.Orders.Grouped)), Whole(Padded(outcome.File.Orders.Mixed)));

            int Padded(IReadOnlyList<IReadOnlyList<int>> order) => order.Sum(batch => batch.Count * batch.Max(index => sentences[index].Ids.Count));
        }

        Line(table.ToString());
        string[] apart = [.. outcomes.Where(outcome => !outcome.Agrees).Select(outcome => outcome.Work.Name)];
        Line(apart.Length > 0 ? $"**The two sides did not compute the same loss in {string.Join(", ", apart)}: these rows compare different things.**"
            : outcomes.Any(outcome => outcome.Grouped.Count > 0) ? "The loss of the first batch without dropout is the same on both sides, within 1e-4."
            : PyTorch.HowToInstall);
    }

    private void AddMemory(IReadOnlyList<PeerOutcome> outcomes)
    {
        Line("## Memory");
        Line("The most that a process had resident (VmHWM of Linux), files that are mapped included; PyTorch in its fastest setting. Maner's has the tokenizer in it, PyTorch's reads ids.");
        var table = new MarkdownTable("work", " PyTorch", " Maner", " limit", "");
        foreach (PeerOutcome outcome in outcomes)
        {
            long maner = PeerOutcome.Peak(outcome.Maner);
            double? limit = (outcome.Work.Shape, outcome.Work.IsTraining) switch
            {
                ("large", true) => 8,
                ("base", true) => 2.5,
                ("large", false) => 3,
                _ => null,
            };
            table.Add(
                outcome.Work.Title, outcome.Grouped.Count == 0 ? "" : Gigabytes(PeerOutcome.Peak(outcome.Grouped)), Gigabytes(maner),
                limit is null ? "" : string.Create(CultureInfo.InvariantCulture, $"≤ {limit} GB"), limit is null ? "" : maner <= limit * 1e9 ? "met" : "missed");
        }

        Line(table.ToString());
    }

    private void AddSettings(IReadOnlyList<PeerOutcome> outcomes, IReadOnlyDictionary<string, IReadOnlyList<PeerResult>> calibrations, IReadOnlyList<string> settings)
    {
        if (calibrations.Count == 0)
        {
            return;
        }

        Line("## PyTorch's settings");
        Line(
            """
            Each was tried for a moment; the fastest, which stands first, is what the tables above hold Maner against (`--settings` names those
            to try; without it, all in `bench/peers/settings.py` are tried that can run). PyTorch 1.13 has no
            `fused=True` for AdamW on the processor (it asks for CUDA tensors).
            """ + (settings.Count == 0 ? "" : $" In this run only some were tried: {string.Join(", ", settings)}."));
        var table = new MarkdownTable("work", "setting", " time", "what it is");
        foreach ((string name, IReadOnlyList<PeerResult> tried) in calibrations)
        {
            PeerWork work = PeerWork.Named(name);
            foreach (PeerResult result in tried)
            {
                table.Add(
                    result == tried[0] ? work.Title : "", result.Setting, Plain(Statistics.Seconds(result.Passes, work.IsTraining)), result.About);
            }
        }

        Line(table.ToString());
        IEnumerable<PeerOutcome> borrowed = outcomes.Where(outcome => outcome.Work.CalibratedBy is not null);
        Line(string.Join(" ", borrowed.Select(outcome =>
            $"“{outcome.Work.Title}” runs with the setting that was fastest for “{PeerWork.Named(outcome.Work.CalibratedBy!).Title}”.")));
    }

    private static string Plain(double seconds) => new Figure(seconds, Spread: null).ToString();

    private static string Shown(Figure figure) => double.IsNaN(figure.Median) ? "" : figure.ToString();

    private static string Ratio(double ratio) => double.IsNaN(ratio) ? "" : ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB");

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
