namespace Maner.Annotation.Records;

/// <summary>A sentence has changed since the person saw it; nothing was done.</summary>
/// <param name="message">What to do.</param>
/// <param name="current">The sentence as it is now.</param>
internal sealed class StaleRevisionException(string message, SentenceView current) : Exception(message)
{
    /// <summary>The sentence as it is now.</summary>
    public SentenceView Current => current;
}
