namespace Maner.Web.Hosting;

/// <summary>Whether a server is about to end.</summary>
internal sealed class ServerState
{
    private volatile bool _isDraining;

    /// <summary>Whether it takes no more work; what asks whether it is ready is told so.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }
}
