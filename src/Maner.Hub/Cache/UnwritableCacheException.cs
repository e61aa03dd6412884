using Maner.Hub.Protocol;

namespace Maner.Hub.Cache;

/// <summary>Something would have to be written into a cache that may only be read, as a shared one of a cluster.</summary>
internal sealed class UnwritableCacheException(string message, Exception inner) : HubException(message, inner)
{
    private const int ReadOnly = 30; // EROFS of Linux and macOS

    /// <summary>The exception for what the system says of a folder.</summary>
    public static UnwritableCacheException Of(string folder, Exception error) =>
        new($"{folder}: expected a folder to keep models in, found that it cannot be written ({error.Message.TrimEnd('.')}). Name another with HF_HUB_CACHE.", error);

    /// <summary>Whether the system refuses to write, whatever is written.</summary>
    public static bool IsRefusal(Exception error) => error is UnauthorizedAccessException or IOException { HResult: ReadOnly };
}
