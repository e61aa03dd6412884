using System.Diagnostics;
using System.Globalization;
using Maner.Training.Pretraining;
using Spectre.Console;

namespace Maner.Cli.Views;

/// <summary>Shows how far a pre-training run is: a bar on a terminal, otherwise a line now and then, on standard error.</summary>
internal static class PretrainingView
{
    public static T Show<T>(CliContext context, Func<Action<PretrainingProgress>, T> run) =>
        context.IsTerminal ? ShowBar(context, run) : run(new Lines(context).Report);

    private static T ShowBar<T>(CliContext context, Func<Action<PretrainingProgress>, T> run) =>
        context.Console.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(view =>
            {
                ProgressTask task = view.AddTask("loading");
                task.MaxValue = 1;
                return run(progress =>
                {
                    task.Value = progress.Spent;
                    task.Description = Markup.Escape(Text(progress));
                });
            });

    private static string Text(PretrainingProgress progress) => progress.Stage switch
    {
        PretrainingStage.Tokenizing => $"tokenizing {progress.Detail}",
        PretrainingStage.Measuring => string.Create(CultureInfo.InvariantCulture, $"update {progress.Step}  measuring on held-out text"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"update {progress.Step}  {progress.Tokens / 1e6:F1}M tokens  loss {progress.Loss:F3}{HeldOut(progress)}  {progress.TokensPerSecond:F0} tokens/s  {Left(progress.TimeLeft)} left"),
    };

    private static string HeldOut(PretrainingProgress progress) =>
        progress.HeldOutLoss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"  held-out {loss:F3}") : "";

    private static string Left(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    /// <summary>A line every half minute, and one at every twentieth of the run.</summary>
    private sealed class Lines(CliContext context)
    {
        private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private TimeSpan _last;
        private int _shown;

        public void Report(PretrainingProgress progress)
        {
            int part = progress.Stage == PretrainingStage.Training ? (int)(20 * progress.Spent) : _shown;
            if (part > _shown || _clock.Elapsed - _last > s_interval)
            {
                (_shown, _last) = (part, _clock.Elapsed);
                context.Error.WriteLine(Text(progress));
            }
        }
    }
}
