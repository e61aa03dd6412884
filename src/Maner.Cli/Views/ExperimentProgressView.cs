using System.Globalization;
using Maner.Experiments.Running;
using Spectre.Console;

namespace Maner.Cli.Views;

/// <summary>Shows how far an experiment is: a bar below the lines of finished cells on a terminal, otherwise the lines alone, on standard error.</summary>
internal static class ExperimentProgressView
{
    public static RunState Show(CliContext context, Func<Action<RunState>, RunState> run) =>
        context.IsTerminal ? ShowBar(context, run) : run(state =>
        {
            if (state.Event is { } news)
            {
                context.Error.WriteLine($"{Text(state)}  {news}");
            }
        });

    private static RunState ShowBar(CliContext context, Func<Action<RunState>, RunState> run) =>
        context.Console.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(view =>
            {
                ProgressTask task = view.AddTask("planning");
                return run(state =>
                {
                    task.MaxValue = Math.Max(1, state.Cells);
                    task.Value = state.Earlier + state.Done;
                    task.Description = Markup.Escape(Text(state));
                    if (state.Event is { } news)
                    {
                        context.Console.WriteLine(news);
                    }
                });
            });

    /// <summary>An estimate of the time left, as the rest of a line; nothing without one.</summary>
    public static string Left(TimeSpan? time) => time is not { } left ? "" : string.Create(
        CultureInfo.InvariantCulture, $", {(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left");

    private static string Text(RunState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.Earlier + state.Done}/{state.Cells} done, {state.Running} running{Some(state.Elsewhere, "elsewhere")}{Some(state.Collapsed, "collapsed")}{Some(state.Failed, "failed")}{Left(state.TimeLeft)}");

    private static string Some(int count, string what) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} {what}");
}
