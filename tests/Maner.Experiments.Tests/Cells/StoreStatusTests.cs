using System.Text.Json;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Xunit;

namespace Maner.Experiments.Tests.Cells;

public sealed class StoreStatusTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Yaml = "encoders: […]\nmethods: [token, maner]\nsizes: [10]\nretry: true\nblocks:\n  a: {report: methods, data: [wikiann/yo], seeds: 3}\n";

    [Fact]
    public void The_time_left_is_that_of_finished_cells_for_those_that_run_side_by_side()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml);
        Hold(store, plan.Cells[3]);
        Assert.Null(StoreStatus.Of(plan, store).TimeLeft);

        Finish(store, plan.Cells[0], (CellStatus.Ok, 10));
        Finish(store, plan.Cells[1], (CellStatus.Collapsed, 8), (CellStatus.Ok, 12));
        Assert.Equal(new StoreStatus(6, 2, 1, 0, 0, TimeSpan.FromSeconds(60)), StoreStatus.Of(plan, store)); // 15 s for each of four, one by one

        Hold(store, plan.Cells[4]);
        Assert.Equal(TimeSpan.FromSeconds(30), StoreStatus.Of(plan, store).TimeLeft);
        Assert.Equal(
            "cells: 2 of 6 finished, 2 running, 2 waiting, 0:00:30 left; of the finished, 0 collapsed and 0 failed\n",
            Maner.Cli.Tests.Cli.Run(["experiment", "status", store.Path]).Output);
    }

    [Fact]
    public void A_cell_takes_as_long_as_its_sentences_say()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml.Replace("sizes: [10]", "sizes: [4, 17]", StringComparison.Ordinal));
        PlannedCell small = plan.Cells.First(cell => cell.Key.Sentences == 4);
        Finish(store, small, (CellStatus.Ok, 54));
        Hold(store, plan.Cells.Last(cell => cell.Key.Sentences == 4));

        // A second a unit of load; five cells of 54 are left and six of 67.
        Assert.Equal(TimeSpan.FromSeconds((5 * 54) + (6 * 67)), StoreStatus.Of(plan, store).TimeLeft);
    }

    [Fact]
    public void There_is_no_estimate_where_no_cell_runs_nor_from_workers_that_died()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml);
        Finish(store, plan.Cells[0], (CellStatus.Ok, 10));
        Assert.Null(StoreStatus.Of(plan, store).TimeLeft);

        Hold(store, plan.Cells[2]);
        Finish(store, plan.Cells[1], (CellStatus.Failed, 0), (CellStatus.Failed, 0));
        Assert.Equal(new StoreStatus(6, 2, 1, 0, 1, TimeSpan.FromSeconds(40)), StoreStatus.Of(plan, store));
    }

    private static void Hold(ResultStore store, PlannedCell cell) =>
        File.WriteAllText(store.LockPath(cell.Id), JsonSerializer.Serialize(new { host = "elsewhere", process = 1, started = 1L }));

    private static void Finish(ResultStore store, PlannedCell cell, params (CellStatus Status, double Seconds)[] attempts) =>
        store.Write(CellRunner.OfDeadProcess(cell, null, "") with
        {
            Attempts = [.. attempts.Select((attempt, index) => new CellAttempt { Seed = (ulong)index, Status = attempt.Status, Seconds = attempt.Seconds })],
        });
}
