using System.Globalization;
using Maner.Hub.Downloads;
using Maner.Hub.Protocol;

namespace Maner.Cli.Views;

/// <summary>Shows how a download goes, on standard error: a bar where a person watches, otherwise a line now and then.</summary>
/// <param name="context">Where to.</param>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class DownloadView(CliContext context, TimeProvider? time = null) : IHubListener
{
    // A line must fit 80 columns: one that wraps cannot be written over.
    private const int BarWidth = 12;
    private const int LongestName = 24;
    private const int LinesPerDownload = 10;
    private const long LeastShown = 1_000_000; // less is here before anybody has read that it comes
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10); // over which the speed is measured

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Queue<(long At, long Fetched)> _samples = new();
    private long _shownAt;
    private DownloadProgress _last;
    private int _shownTenth;
    private int _width; // of the bar's line that is on the screen

    /// <inheritdoc/>
    public void Progress(DownloadProgress progress)
    {
        if (progress.Total < LeastShown || (progress.Done, progress.Total) == (_last.Done, _last.Total))
        {
            return;
        }

        _shownTenth = progress.Total == _last.Total ? _shownTenth : 0; // more files are known now
        _last = progress;
        long now = _time.GetTimestamp();
        bool isDone = progress.Done == progress.Total;
        if (_samples.Count == 0)
        {
            _samples.Enqueue((now, progress.Fetched));
        }

        if (context.IsErrorTerminal && (isDone || _width == 0 || _time.GetElapsedTime(_shownAt, now) >= Refresh))
        {
            _shownAt = now;
            ShowBar(Text(progress, now), isDone);
        }

        int tenth = (int)(LinesPerDownload * progress.Done / progress.Total);
        if (!context.IsErrorTerminal && tenth > _shownTenth && progress.Fetched > 0)
        {
            context.Error.WriteLine(Text(progress, now));
        }

        _shownTenth = Math.Max(tenth, _shownTenth);
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        EndBar();
        context.Error.WriteLine($"Note: {text}");
    }

    private void ShowBar(string text, bool isDone)
    {
        context.Error.Write("\r" + text.PadRight(_width));
        _width = text.Length;
        if (isDone)
        {
            EndBar();
        }

        context.Error.Flush();
    }

    private void EndBar()
    {
        if (_width > 0)
        {
            context.Error.WriteLine();
            _width = 0;
        }
    }

    private string Text(DownloadProgress progress, long now)
    {
        double speed = Speed(progress.Fetched, now), share = (double)progress.Done / progress.Total;
        string name = progress.File.Length > LongestName ? "…" + progress.File[^(LongestName - 1)..] : progress.File;
        string bar = context.IsErrorTerminal ? $"[{new string('#', (int)(BarWidth * share)).PadRight(BarWidth, '-')}] " : "";
        string left = progress.Done == progress.Total || speed <= 0 ? "" : $", {Left(TimeSpan.FromSeconds((progress.Total - progress.Done) / speed))} left";
        return string.Create(CultureInfo.InvariantCulture, $"{name} {bar}{(int)(100 * share)}% of {Sizes.Text(progress.Total)}{(speed > 0 ? $", {Sizes.Text(speed)}/s" : "")}{left}");
    }

    private double Speed(long fetched, long now)
    {
        while (_samples.Count > 1 && _time.GetElapsedTime(_samples.Peek().At, now) > Window)
        {
            _samples.Dequeue();
        }

        (long at, long before) = _samples.Peek();
        _samples.Enqueue((now, fetched));
        double seconds = _time.GetElapsedTime(at, now).TotalSeconds;
        return seconds > 0 ? (fetched - before) / seconds : 0;
    }

    private static string Left(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
