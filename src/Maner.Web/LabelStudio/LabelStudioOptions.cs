namespace Maner.Web.LabelStudio;

/// <summary>Where Label Studio is, for fetching labelled tasks.</summary>
internal sealed record LabelStudioOptions
{
    /// <summary>Its address; null: the one that it gives itself with /setup.</summary>
    public Uri? Address { get; init; }

    /// <summary>A token of its API; null: the one that it gives itself with /setup.</summary>
    public string? Token { get; init; }

    /// <summary>The most bytes of an export.</summary>
    public long MostBytes { get; init; } = 512L << 20;

    /// <summary>How long an export may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
