namespace Maner.Model.Storage;

/// <summary>The length of a file. <c>FileInfo.Length</c> of a symbolic link is that of its target's name, and all files of the hub's cache are links.</summary>
internal static class FileLength
{
    /// <summary>Bytes of a file, or of the one that a link leads to.</summary>
    /// <exception cref="IOException">There is none, or links lead in a circle.</exception>
    public static long Of(string path)
    {
        var file = new FileInfo(path);
#pragma warning disable RS0030 // the one place that may: no link is left
        return (file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!).Length;
#pragma warning restore RS0030
    }

    /// <summary>The same; null where there is no file.</summary>
    public static long? OrNone(string path)
    {
        try
        {
            return Of(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
