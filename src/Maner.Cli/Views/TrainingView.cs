using System.Globalization;
using Maner.Training;
using Spectre.Console;

namespace Maner.Cli.Views;

/// <summary>Shows how far a training run is: a bar on a terminal, otherwise a line at each evaluation, on standard error.</summary>
internal static class TrainingView
{
    public static T Show<T>(CliContext context, Func<Action<TrainingProgress>, T> run)
    {
        return context.IsTerminal ? ShowBar(context, run) : run(new Lines(context).Report);
    }

    private static T ShowBar<T>(CliContext context, Func<Action<TrainingProgress>, T> run) =>
        context.Console.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(view =>
            {
                ProgressTask task = view.AddTask("loading");
                return run(progress =>
                {
                    task.MaxValue = progress.Steps;
                    task.Value = progress.Step;
                    task.Description = Markup.Escape(Text(progress));
                });
            });

    private static string Text(TrainingProgress progress)
    {
        string dev = progress.DevF1 is { } f1 ? string.Create(CultureInfo.InvariantCulture, $"  dev F1 {f1:F3} (best {progress.BestDevF1:F3})") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F3}{dev}  {progress.SentencesPerSecond:F0} sentences/s  {Left(progress.TimeLeft)} left");
    }

    private static string Left(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    /// <summary>At most about twenty lines a run.</summary>
    private sealed class Lines(CliContext context)
    {
        private int _shown;

        public void Report(TrainingProgress progress)
        {
            int due = (int)(20L * progress.Step / progress.Steps);
            if (due > _shown)
            {
                _shown = due;
                context.Error.WriteLine(Text(progress));
            }
        }
    }
}
