namespace Maner.Benchmarks.Peers;

/// <summary><c>peers</c>: everything in one run, and <c>docs/lab/performance.md</c> at its end.</summary>
internal static class PeersCommand
{
    /// <summary>Measures and writes.</summary>
    public static void Run(IReadOnlyList<string> arguments)
    {
        PeerRunOptions options = PeerRunOptions.Parse(arguments);
        if (options.IsAvx2)
        {
            Avx2.Hold();
        }

        PyTorch? pyTorch = PyTorch.Find();
        if (pyTorch is null)
        {
            Console.Error.WriteLine(PyTorch.HowToInstall + " Maner alone is measured.");
        }

        if (options.IsPartOfPage && File.Exists(options.Page))
        {
            MeasureAgain(options, pyTorch);
            return;
        }

        if (options.Wants("start"))
        {
            StartUp.Publish();
        }

        (long Busy, long Own) before = Machine.ProcessorTime();
        var run = new PeerRun(options, pyTorch, Console.Error);
        (IReadOnlyList<PeerOutcome> outcomes, IReadOnlyList<string> failures) = Measure(run, options);
        var page = new PerformancePage();
        page.AddHead(outcomes, options);
        foreach (string failure in failures)
        {
            page.Line($"**Not measured: {failure}**");
        }

        page.AddComparison(outcomes, run.Calibrations, options);
        foreach (string section in PeerRunOptions.Sections.Where(options.Wants))
        {
            run.Tell(section);
            AddSection(page, section, options, pyTorch);
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
            dotnet run -c Release --project bench/Maner.Benchmarks -- peers --only train-base-8 --avx2   # with AVX2 on both sides
            dotnet run -c Release --project bench/Maner.Benchmarks -- peers --only kernels        # one section, put into this page with its own date
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

    /// <summary>Half an hour's figures are not lost because one work's process ended badly: the page says which, and why.</summary>
    private static (IReadOnlyList<PeerOutcome> Outcomes, IReadOnlyList<string> Failures) Measure(PeerRun run, PeerRunOptions options)
    {
        List<PeerOutcome> outcomes = [];
        List<string> failures = [];
        foreach (PeerWork work in PeerWork.All.Where(work => options.Wants(work.Name)))
        {
            try
            {
                outcomes.Add(run.Measure(work));
            }
            catch (InvalidOperationException error)
            {
                failures.Add($"{work.Title}: {error.Message}");
                run.Tell(failures[^1]);
            }
        }

        return (outcomes, failures);
    }

    /// <summary>Measures sections again and puts each into the page, with its date: the rest of the page keeps its own.</summary>
    private static void MeasureAgain(PeerRunOptions options, PyTorch? pyTorch)
    {
        foreach (string section in options.Only)
        {
            if (section == "start")
            {
                StartUp.Publish();
            }

            (long Busy, long Own) before = Machine.ProcessorTime();
            var page = new PerformancePage();
            AddSection(page, section, options, pyTorch);
            (long Busy, long Own) after = Machine.ProcessorTime();
            page.AddOrigin(after.Busy - before.Busy, after.Own - before.Own);
            File.WriteAllText(options.Page, PageSections.Replace(File.ReadAllText(options.Page), page.Text));
            Console.Error.WriteLine($"{section}: written into {options.Page}");
        }
    }

    private static void AddSection(PerformancePage page, string section, PeerRunOptions options, PyTorch? pyTorch)
    {
        switch (section)
        {
            case "families":
                if (pyTorch is not null)
                {
                    var run = new PeerRun(options, pyTorch, Console.Error);
                    page.AddFamilies([.. PeerWork.Families.Select(run.Measure)], run.Calibrations, options);
                }

                break;
            case "start":
                page.AddStart(StartUp.Measure(pyTorch));
                break;
            case "avx2":
                if (pyTorch is not null)
                {
                    Avx2.Add(page, options, pyTorch);
                }

                break;
            case "tagging":
                TaggingSpeed.Add(page);
                break;
            case "kernels":
                KernelSections.AddShares(page, options.Threads, options.IsQuick);
                break;
            case "breakdown":
                KernelSections.AddBreakdown(page, options.Threads);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(section), section, $"Expected one of {string.Join(", ", PeerRunOptions.Sections)}.");
        }
    }
}
