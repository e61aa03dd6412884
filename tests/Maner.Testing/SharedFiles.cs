using Xunit;

namespace Maner.Testing;

/// <summary>Finds the repository and the folder <c>shared</c> beside it; a test that needs the latter is skipped where it is missing.</summary>
internal static class SharedFiles
{
    /// <summary>The repository's root: the nearest folder above the test binary that holds Maner.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The bundled encoder.</summary>
    public static string Mini { get; } = Path.Combine(Repository, "models", "mini");

    /// <summary>A path under <c>../shared</c>; skips the running test, with a word, when it is not there.</summary>
    public static string OrSkip(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(Repository, "..", "shared", relative));
        if (!Path.Exists(path))
        {
            Assert.Skip($"needs ../shared/{relative}, which is not on this machine");
        }

        return path;
    }

    private static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Maner.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Maner.slnx.");
    }
}
