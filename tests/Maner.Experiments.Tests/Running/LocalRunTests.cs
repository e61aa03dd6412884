using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Running;
using Xunit;

namespace Maner.Experiments.Tests.Running;

/// <summary>Real child processes.</summary>
public sealed class LocalRunTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private static readonly string s_yaml = $"encoders: […]\nmethods: [token, maner]\nsizes: [10]\n{ExperimentFixture.Quick}\nblocks:\n  a: {{report: methods, data: [wikiann/yo], seeds: 2}}\n";

    [Fact]
    public void Every_cell_is_trained_once_and_an_extended_experiment_trains_what_is_new()
    {
        (Plan plan, ResultStore store) = fixture.Start(s_yaml);
        var states = new List<RunState>();

        RunState end = new LocalRun(plan, store, Options(jobs: 2)).Run(states.Add, Token);

        Assert.True(end.IsComplete);
        Assert.Equal((4, 0, 4, 0), (end.Cells, end.Earlier, end.Done, end.Running));
        Assert.Equal(2, states.Max(state => state.Running));
        Assert.Equal(4, states.Count(state => state.Event is not null));
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Path, "locks")));
        Dictionary<string, string> before = Bytes(store);

        Plan extended = fixture.Plan(s_yaml.Replace("seeds: 2", "seeds: 3", StringComparison.Ordinal));
        extended.Save(store.PlanPath);
        end = new LocalRun(extended, store, Options(jobs: 1)).Run(_ => { }, Token);

        Assert.Equal((6, 4, 2), (end.Cells, end.Earlier, end.Done));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllText(file.Key)));
        Assert.Equal(6, store.ReadAll(extended).Count);
    }

    [Fact]
    public void A_run_that_is_ended_leaves_no_worker_and_no_claim_and_goes_on()
    {
        (Plan plan, ResultStore store) = fixture.Start(TwoCells(epochs: 200));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        int process = 0;

        // Ended while the second cell is trained.
        Assert.Throws<OperationCanceledException>(() => new LocalRun(plan, store, Options(jobs: 1)).Run(
            state =>
            {
                if (state is { Done: 1, Running: 1 })
                {
                    process = WaitForClaim(store);
                    source.Cancel();
                }
            },
            source.Token));

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Path, "locks")));
        Dictionary<string, string> before = Bytes(store);
        Assert.Equal([store.ResultPath(plan.Cells[0].Id)], before.Keys);

        RunState end = new LocalRun(plan, store, Options(jobs: 1)).Run(_ => { }, Token);

        Assert.Equal((2, 1, 1, true), (end.Cells, end.Earlier, end.Done, end.IsComplete));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllText(file.Key)));
        Assert.Equal(2, store.ReadAll(plan).Count);
    }

    [Fact]
    public void A_worker_that_is_killed_is_replaced_once_and_then_its_cell_has_failed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs signals");
        (Plan plan, ResultStore store) = fixture.Start(OneCell(epochs: 2000));

        (RunState end, int killed) = RunAndKill(plan, store, Options(jobs: 1), workers: 2);

        Assert.Equal((2, 1), (killed, end.Failed));
        CellAttempt failed = store.Read(plan.Cells[0].Id)!.Last;
        Assert.Equal(CellStatus.Failed, failed.Status);
        Assert.Contains("its process ended with code 137", failed.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_whose_workers_are_killed_is_tried_with_another_seed_if_asked_and_fails_when_that_dies_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs signals");
        (Plan plan, ResultStore store) = fixture.Start("retry: true\n" + OneCell(epochs: 200));

        (RunState end, int killed) = RunAndKill(plan, store, Options(jobs: 1), workers: 3);

        Assert.Equal((3, 1, 1, true), (killed, end.Done, end.Failed, end.IsComplete));
        CellResult result = store.Read(plan.Cells[0].Id)!;
        Assert.Equal([(1UL, CellStatus.Failed), (1_000_001UL, CellStatus.Failed)], result.Attempts.Select(attempt => (attempt.Seed, attempt.Status)));
        Assert.True(StoreStatus.Of(plan, store).IsComplete);

        // What failed before is forgotten if that is asked for, what fails now is not.
        (end, killed) = RunAndKill(plan, store, Options(jobs: 1) with { RetryFailed = true }, workers: 2);

        Assert.Equal((2, 1, 0, true), (killed, end.Done, end.Failed, end.IsComplete));
        result = store.Read(plan.Cells[0].Id)!;
        Assert.Equal([1UL, 1_000_001UL], result.Attempts.Select(attempt => attempt.Seed));
        Assert.NotEqual(CellStatus.Failed, result.Last.Status);
        Assert.NotNull(result.Last.Test);
    }

    [Fact]
    public void A_worker_that_dies_when_its_cell_has_a_result_takes_nothing_from_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs signals");
        (Plan plan, ResultStore store) = fixture.Start(OneCell(epochs: 2000));
        CellResult written = CellRunner.OfDeadProcess(plan.Cells[0], null, "") with
        {
            Attempts = [new CellAttempt { Seed = 1, Status = CellStatus.Collapsed, Seconds = 1 }],
        };

        (RunState end, int killed) = RunAndKill(plan, store, Options(jobs: 1), workers: 1, _ => store.Write(written));

        Assert.Equal((1, 1, 0, 1), (killed, end.Done, end.Failed, end.Collapsed));
        Assert.Equal(written.ToJson(), store.Read(plan.Cells[0].Id)!.ToJson());
    }

    [Fact]
    public void A_worker_that_is_told_to_end_is_replaced_like_one_that_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs signals");
        (Plan plan, ResultStore store) = fixture.Start(OneCell(epochs: 200));
        bool isTold = false;
        var news = new List<string>();
        var run = new LocalRun(plan, store, Options(jobs: 1));

        RunState end = run.Run(
            state =>
            {
                news.AddRange(state.Event is { } said ? [said] : []);
                if (state.Running == 1 && !isTold)
                {
                    isTold = true;
                    Process.Start("kill", ["-TERM", $"{WaitForClaim(store)}"]).WaitForExit();
                }
            },
            Token);

        Assert.Empty(run.Problems);
        Assert.Equal((1, 0, true), (end.Done, end.Failed, end.IsComplete));
        Assert.Contains("its process ended with code 143", news[0], StringComparison.Ordinal);
        Assert.EndsWith("it is tried again", news[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_another_run_holds_is_waited_for_and_taken_back_when_its_holder_dies()
    {
        (Plan plan, ResultStore store) = fixture.Start(s_yaml.Replace("seeds: 2", "seeds: 1", StringComparison.Ordinal).Replace("[token, maner]", "[token]", StringComparison.Ordinal));
        string path = store.LockPath(plan.Cells[0].Id);
        File.WriteAllText(path, JsonSerializer.Serialize(new { host = "elsewhere", process = 1, started = 1L }));
        bool wasElsewhere = false;

        RunState end = new LocalRun(plan, store, Options(jobs: 1)).Run(
            state =>
            {
                if (state.Elsewhere == 1)
                {
                    wasElsewhere = true;
                    File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromHours(1));
                }
            },
            Token);

        Assert.True(wasElsewhere);
        Assert.Equal(1, end.Done);
    }

    [Fact]
    public void A_missing_file_is_a_problem_and_no_result()
    {
        fixture.AddData("other/gone", 0);
        (Plan plan, ResultStore store) = fixture.Start(s_yaml.Replace("wikiann/yo", "other/gone", StringComparison.Ordinal).Replace("seeds: 2", "seeds: 1", StringComparison.Ordinal));
        File.Delete(plan.Cells[0].Test!);
        var run = new LocalRun(plan, store, Options(jobs: 2));

        RunState end = run.Run(_ => { }, Token);

        Assert.False(end.IsComplete);
        Assert.Equal(2, run.Problems.Count);
        Assert.All(run.Problems, problem => Assert.Contains("test.conll", problem, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Path, "cells")));
    }

    [Fact]
    public void Parts_are_all_cells_once()
    {
        (Plan plan, ResultStore store) = fixture.Start(s_yaml);

        RunState[] ends = [.. Enumerable.Range(0, 3).Select(part => new LocalRun(plan, store, Options(jobs: 2) with { Part = part, Parts = 3 }).Run(_ => { }, Token))];

        // A cell that two parts have would be one that the second of them finds trained.
        Assert.Equal([(2, 0, 2), (1, 0, 1), (1, 0, 1)], ends.Select(end => (end.Cells, end.Earlier, end.Done)));
        Assert.Equal(plan.Cells.Select(cell => cell.Id).Order(StringComparer.Ordinal), store.ReadAll(plan).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0b1111UL, 2, 2, "3 c")]
    [InlineData(0b1011_0000UL, 3, 1, "10 20 80")]
    [InlineData(0b11UL, 3, 1, null)]
    public void Cores_are_divided_without_overlap(ulong allowed, int jobs, int threads, string? expected) =>
        Assert.Equal(expected, CoreSet.Divide(allowed, jobs, threads) is { } sets ? string.Join(' ', sets.Select(CoreSet.Format)) : null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Workers_have_cores_of_their_own_unless_unbound_is_asked_for(bool isUnbound)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc/PID/status.");
        IReadOnlyList<ulong>? sets = CoreSet.Divide(jobs: 2, threads: 1);
        Assert.SkipWhen(sets is null, "Only one processor is allowed here: nothing can be divided.");
        string yaml = TwoCells(epochs: 2000);
        (_, ResultStore store) = fixture.Start(yaml);

        // The whole command: option, worker's command line, binding.
        string[] unbound = isUnbound ? ["--unbound"] : [];
        using Process run = ExperimentFixture.Program.Start(["experiment", "run", fixture.Write(yaml), "--out", store.Path, "--data-root", fixture.Root, "--jobs", "2", .. unbound]);
        try
        {
            string all = AllowedCores(Environment.ProcessId);
            string[] expected = isUnbound ? [all, all] : [.. sets!.Select(CoreSet.Format)];
            Assert.Equal(expected.Order(StringComparer.Ordinal), WaitForClaims(store, 2).Select(AllowedCores).Order(StringComparer.Ordinal));
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            run.WaitForExit();
        }
    }

    private static LocalRunOptions Options(int jobs) => new() { Jobs = jobs, Threads = 1, Program = ExperimentFixture.Program };

    private static string TwoCells(int epochs) => s_yaml.Replace("epochs: 2", $"epochs: {epochs}", StringComparison.Ordinal)
        .Replace("seeds: 2", "seeds: 1", StringComparison.Ordinal);

    private static string OneCell(int epochs) => TwoCells(epochs).Replace("[token, maner]", "[token]", StringComparison.Ordinal);

    /// <summary>Runs, and kills the first workers.</summary>
    private static (RunState End, int Killed) RunAndKill(Plan plan, ResultStore store, LocalRunOptions options, int workers, Action<int>? before = null)
    {
        int killed = 0;
        RunState end = new LocalRun(plan, store, options).Run(
            state =>
            {
                if (state.Running == 1 && killed < workers)
                {
                    using var worker = Process.GetProcessById(WaitForClaim(store));
                    before?.Invoke(worker.Id);
                    worker.Kill();
                    worker.WaitForExit();
                    killed++;
                }
            },
            Token);
        return (end, killed);
    }

    private static Dictionary<string, string> Bytes(ResultStore store) => Directory.GetFiles(Path.Combine(store.Path, "cells")).ToDictionary(file => file, File.ReadAllText);

    /// <summary>The mask of processors that the system lets a process have, as <see cref="CoreSet.Format"/> writes it.</summary>
    private static string AllowedCores(int process)
    {
        const string field = "Cpus_allowed:";
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return line[field.Length..].Trim().Replace(",", "", StringComparison.Ordinal).TrimStart('0');
    }

    private static int WaitForClaim(ResultStore store) => WaitForClaims(store, 1)[0];

    /// <summary>The processes that hold cells, when there are as many.</summary>
    private static int[] WaitForClaims(ResultStore store, int count)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            try
            {
                int[] processes = [.. Directory.GetFiles(Path.Combine(store.Path, "locks")).Select(file => (int)JsonNode.Parse(File.ReadAllText(file))!["process"]!)];
                if (processes.Length >= count)
                {
                    return processes;
                }
            }
            catch (Exception error) when (error is JsonException or IOException)
            {
                // Being written at this moment.
            }

            Token.WaitHandle.WaitOne(20);
        }

        throw new TimeoutException($"Not so many workers as {count} took a cell.");
    }
}
