namespace Maner.Annotation.Learning;

/// <summary>Runs a job somewhere; the loop gives it one at a time.</summary>
internal interface ITrainingRunner
{
    /// <summary>Runs a job to its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="report">Told what is ready, in order, one call after the other.</param>
    /// <param name="cancellation">Ends it; what it has not reported is lost, and nothing half-done is left.</param>
    /// <exception cref="TrainingFailedException">It could not be done; the message is for people.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    Task RunAsync(TrainingJob job, Action<JobMessage> report, CancellationToken cancellation);
}

/// <summary>A job in the background could not be done. The message says why and what to do.</summary>
internal sealed class TrainingFailedException(string message, Exception? inner = null) : Exception(message, inner);
