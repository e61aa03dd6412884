namespace Maner.Cli.Views;

/// <summary>Tells failures to load a part of the program itself: most often too few files may be open. Nothing here needs another library.</summary>
internal static class LoadFailure
{
    private const int TooManyFiles = 24; // EMFILE

    /// <summary>Whether an exception, or what is behind it, is one.</summary>
    public static bool Is(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is FileLoadException or BadImageFormatException or DllNotFoundException or TypeLoadException
                || (error is FileNotFoundException missing && missing.FileName is { } name && name.Contains(", Version=", StringComparison.Ordinal))
                || (error is IOException && error.HResult == TooManyFiles))
            {
                return true;
            }
        }

        return false;
    }
}
