namespace Maner.Benchmarks.Peers;

/// <summary><c>peers</c>: everything in one run, and <c>docs/performance.md</c> at its end.</summary>
internal static class PeersCommand
{
    /// <summary>Measures and writes.</summary>
    public static void Run(IReadOnlyList<string> arguments)
    {
        PeerRunOptions options = PeerRunOptions.Parse(arguments);
        PyTorch? pyTorch = PyTorch.Find();
        if (pyTorch is null)
        {
            Console.Error.WriteLine(PyTorch.HowToInstall + " Maner alone is measured.");
        }

        (long Busy, long Own) before = Machine.ProcessorTime();
        var run = new PeerRun(options, pyTorch, Console.Error);
        PeerOutcome[] outcomes = [.. PeerWork.All.Where(work => options.Wants(work.Name)).Select(run.Measure)];
        var page = new PerformancePage();
        page.AddHead(outcomes, options);
        page.AddComparison(outcomes, run.Calibrations, options.Threads);
        if (options.Wants("start"))
        {
            run.Tell("start: publishing the program");
            page.AddStart(StartUp.Measure(pyTorch));
        }

        if (options.Wants("kernels"))
        {
            run.Tell("kernels: shares of the ceiling");
            KernelSections.AddShares(page, options.Threads, options.IsQuick);
        }

        if (options.Wants("breakdown"))
        {
            run.Tell("breakdown: the parts of a training step");
            KernelSections.AddBreakdown(page, options.Threads);
        }

        (long Busy, long Own) after = Machine.ProcessorTime();
        page.AddDisturbance(after.Busy - before.Busy, after.Own - before.Own);
        page.Line("## Run it again");
        page.Line(
            """
            ```sh
            apt install python3-torch libopenblas0-openmp libopenblas0-pthread libblis4-openmp
            dotnet run -c Release --project bench/Maner.Benchmarks -- peers                       # all, and this page
            dotnet run -c Release --project bench/Maner.Benchmarks -- peers --only train-base-8   # one row, printed
            python3 bench/peers/pytorch_peer.py check ../shared/oracle/encoder-tiny               # PyTorch's side computes XLM-R
            ```
            """);
        page.Line("Other names for `--only`: " + string.Join(", ", PeerWork.All.Select(work => work.Name).Concat(PeerRunOptions.Sections)) + ".");
        if (options.Only.Count > 0 && !arguments.Contains("--out"))
        {
            Console.Out.Write(page.Text);
        }
        else
        {
            File.WriteAllText(options.Page, page.Text.TrimEnd('\n') + "\n");
            run.Tell("written: " + options.Page);
        }
    }
}
