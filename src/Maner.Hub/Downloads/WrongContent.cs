using System.Text;
using Maner.Model.Storage;

namespace Maner.Hub.Downloads;

/// <summary>What came in place of a file.</summary>
internal static class WrongContent
{
    private const int Shown = 64;
    private const int LongestPointer = 1024;

    /// <summary>What the beginning of a file tells, as the beginning of a phrase; empty when it tells nothing.</summary>
    public static string Describe(string path) => ForeignFile.DescribeText(Start(path)) is { } text ? $"{text.Split('.')[0]}, hash " : "";

    /// <summary>A file that is a pointer of Git LFS instead of what it points to; null for any other.</summary>
    public static string? OfPointer(string path) =>
        new FileInfo(path).Length < LongestPointer && Encoding.ASCII.GetString(Start(path)).StartsWith("version https://git-lfs", StringComparison.Ordinal) ? path : null;

    private static byte[] Start(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[Shown];
        return start[..file.ReadAtLeast(start, Shown, throwOnEndOfStream: false)];
    }
}
