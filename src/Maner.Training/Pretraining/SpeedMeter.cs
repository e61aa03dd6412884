namespace Maner.Training.Pretraining;

/// <summary>Tokens a second over the last updates, so that a pause or a busy hour is soon forgotten.</summary>
internal sealed class SpeedMeter
{
    private const int Updates = 50;
    private readonly Queue<(int Tokens, double Seconds)> _window = new(Updates + 1);
    private long _tokens;
    private double _seconds;

    public double TokensPerSecond => _seconds > 0 ? _tokens / _seconds : 0;

    public void Add(int tokens, double seconds)
    {
        _window.Enqueue((tokens, seconds));
        (_tokens, _seconds) = (_tokens + tokens, _seconds + seconds);
        if (_window.Count > Updates)
        {
            (int oldTokens, double oldSeconds) = _window.Dequeue();
            (_tokens, _seconds) = (_tokens - oldTokens, _seconds - oldSeconds);
        }
    }
}
