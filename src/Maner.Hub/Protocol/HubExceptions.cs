namespace Maner.Hub.Protocol;

/// <summary>The hub has no such model, or does not give it, or what it gave cannot be used. The message says what to do.</summary>
internal class HubException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>The hub could not be asked now: no network, offline mode, or it is overloaded. The same command may work later.</summary>
internal sealed class HubUnavailableException(string message, Exception? inner = null) : HubException(message, inner)
{
    /// <summary>Whether something here is set up wrong (a proxy, a certificate): it will not pass by itself, so whoever asks for news must see it.</summary>
    public bool IsSetup { get; init; }
}

/// <summary>A download was ended by the user. What has come is kept, and the same command continues from there.</summary>
internal sealed class HubInterruptedException(string message, CancellationToken cancellation) : OperationCanceledException(message, cancellation);

/// <summary>A transfer broke off or has to be asked for again: the caller resumes it, some times.</summary>
internal sealed class HubTransferException(string message, Exception? inner = null) : HubException(message, inner);
