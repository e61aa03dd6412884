namespace Maner.Tensors;

/// <summary>Work that a caller does not wait for. Beside <see cref="Workers"/> the only place that uses other threads.</summary>
internal static class Background
{
    /// <summary>Runs short work on a thread of .NET's pool.</summary>
    public static Task<T> Run<T>(Func<T> work) => Task.Run(work);

    /// <summary>Runs work of minutes or hours on a thread of its own.</summary>
    public static Task<T> RunLong<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
