using System.Globalization;

namespace Maner.Cli.Views;

/// <summary>Shows how far tagging is, on standard error: a line that is written over where a person watches, otherwise a line now and then. Short runs show nothing.</summary>
/// <param name="context">Where to.</param>
/// <param name="fraction">How much of the input is read, from 0 to 1; null where nobody knows.</param>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class PredictionView(CliContext context, Func<double?> fraction, TimeProvider? time = null)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(2), s_refresh = TimeSpan.FromMilliseconds(500), s_line = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _start = (time ?? TimeProvider.System).GetTimestamp();
    private TimeSpan _shown;
    private long _sentences, _words;
    private double _begun;
    private int _width;

    // What is on the terminal already is the result, line by line, where it goes there.
    private bool IsBar => context.IsErrorTerminal && !context.IsTerminal;

    /// <summary>Counts from here: what an earlier run had done does not make this one faster.</summary>
    public void Begin()
    {
        _begun = fraction() ?? 0;
        _start = _time.GetTimestamp();
    }

    /// <summary>A sentence is done.</summary>
    public void Add(int words)
    {
        _sentences++;
        _words += words;
        TimeSpan now = _time.GetElapsedTime(_start);
        if (now < s_first || now - _shown < (IsBar ? s_refresh : s_line))
        {
            return;
        }

        _shown = now;
        string text = Text(now);
        if (IsBar)
        {
            context.Error.Write("\r" + text.PadRight(_width));
            context.Error.Flush();
            _width = text.Length;
        }
        else
        {
            context.Error.WriteLine(text);
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (_width > 0)
        {
            context.Error.WriteLine("\r" + Text(_time.GetElapsedTime(_start)).PadRight(_width));
            _width = 0;
        }
    }

    private string Text(TimeSpan elapsed)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-3), done = fraction() ?? 0, speed = (done - _begun) / seconds;
        string left = speed <= 0 || done >= 1 ? "" : $", {Left(TimeSpan.FromSeconds(Math.Min((1 - done) / speed, 1e7)))} left";
        string share = fraction() is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * done:F0}%  ");
        return string.Create(CultureInfo.InvariantCulture, $"{share}{_sentences} sentences, {_words} words, {_words / seconds:F0} words/s{left}");
    }

    private static string Left(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
