using Maner.Model.Storage;
using Maner.Ner;

namespace Maner.Training;

/// <summary>Where a run's folder is and what may be there.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Overwrite">Files of an older run may be replaced.</param>
/// <param name="Resume">Continue an interrupted run.</param>
internal sealed record Destination(string Path, bool Overwrite = false, bool Resume = false)
{
    private const string OtherwiseAdvice =
        $"To replace its files use {CallerOptions.Overwrite}, to continue its run {CallerOptions.Resume}.";

    /// <summary>Makes the folder, unless a run is resumed, and runs; a new folder that is left empty goes.</summary>
    /// <exception cref="IOException">The folder exists and may not be overwritten, or cannot be made.</exception>
    public TResult Fill<TResult>(Func<TResult> run)
    {
        bool existed = Resume || Directory.Exists(Path);
        if (!Resume)
        {
            OutputFolder.Create(Path, Overwrite, OtherwiseAdvice);
        }

        try
        {
            return run();
        }
        catch when (!existed && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
            throw;
        }
    }
}
