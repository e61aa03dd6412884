using Maner.Hub.Protocol;

namespace Maner.Hub.Tests.Fake;

/// <summary>Remembers what it is told.</summary>
internal sealed class Listener : IHubListener
{
    public List<string> Notes { get; } = [];

    public List<DownloadProgress> Steps { get; } = [];

    /// <summary>Called at every step.</summary>
    public Action<DownloadProgress>? OnProgress { get; set; }

    public void Progress(DownloadProgress progress)
    {
        Steps.Add(progress);
        OnProgress?.Invoke(progress);
    }

    public void Note(string text) => Notes.Add(text);
}
