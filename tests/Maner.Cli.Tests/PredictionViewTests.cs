using Maner.Cli.Views;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>Long taggings say how far they are, how fast, and how long they will take; short ones say nothing.</summary>
public sealed class PredictionViewTests : IDisposable
{
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly Clock _clock = new();
    private double? _fraction = 0;

    [Fact]
    public void Lines_come_now_and_then_where_nobody_watches()
    {
        PredictionView view = View(isTerminal: false);
        for (int second = 1; second <= 70; second++)
        {
            _clock.Seconds = second;
            _fraction = second / 100.0;
            view.Add(20);
        }

        view.End();
        Assert.Equal("30%  30 sentences, 600 words, 20 words/s, 1:10 left\n60%  60 sentences, 1200 words, 20 words/s, 0:40 left\n", _error.ToString());
    }

    [Fact]
    public void A_line_is_written_over_where_a_person_watches()
    {
        PredictionView view = View(isTerminal: true);
        _clock.Seconds = 3;
        _fraction = 0.25;
        view.Add(30);
        view.End();
        Assert.Equal("\r25%  1 sentences, 30 words, 10 words/s, 0:09 left\r25%  1 sentences, 30 words, 10 words/s, 0:09 left\n", _error.ToString());
    }

    [Fact]
    public void Of_a_stream_nobody_knows_the_end()
    {
        _fraction = null;
        PredictionView view = View(isTerminal: false);
        _clock.Seconds = 40;
        view.Add(80);
        Assert.Equal("1 sentences, 80 words, 2 words/s\n", _error.ToString());
    }

    [Fact]
    public void A_run_of_a_second_says_nothing()
    {
        PredictionView view = View(isTerminal: true);
        _clock.Seconds = 1;
        view.Add(30);
        view.End();
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void What_an_earlier_run_had_done_does_not_count_as_speed()
    {
        PredictionView view = View(isTerminal: false);
        _clock.Seconds = 100;
        _fraction = 0.5;
        view.Begin();
        _clock.Seconds = 140;
        _fraction = 0.75;
        view.Add(400);
        Assert.Equal("75%  1 sentences, 400 words, 10 words/s, 0:40 left\n", _error.ToString());
    }

    public void Dispose() => _error.Dispose();

    private PredictionView View(bool isTerminal) =>
        new(new CliContext(TextWriter.Null, _error, TextReader.Null, isTerminal: false, isInputTerminal: false, CancellationToken.None, isErrorTerminal: isTerminal), () => _fraction, _clock);

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
