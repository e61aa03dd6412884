using Maner.Annotation.Records;
using Microsoft.Data.Sqlite;

namespace Maner.Annotation.Storage;

/// <summary>What SQLite says, in words that tell a person what to do.</summary>
internal static class StorageErrors
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;

    public static StorageException Of(SqliteException error, string path) => new(error.SqliteErrorCode switch
    {
        Busy or Locked => $"{path}: expected to be the only program that writes it, found another one at work for more than {Database.BusySeconds} seconds. Nothing was saved: close the other program, then try again.",
        Full => $"{path}: expected room for the change, found the disk (or the limit of the file) full. Nothing was saved of this action; all before it is. Make room, then try again.",
        ReadOnly => $"{path}: expected a file that may be written, found it read-only. Nothing was saved: change its permissions, or those of its folder.",
        Corrupt => Damaged(path, error.Message),
        NoDatabase => NoProject(path),
        CannotOpen => $"{path}: expected a file that can be opened, found none, or one that may not be read. Check its name and permissions, and those of its folder.",
        InputOutput => $"{path}: expected a disk that can be read and written, found an error of it ({error.Message}). Nothing was saved of this action. Check the disk and its free space.",
        _ => $"{path}: expected SQLite to do what was asked, found its error {error.SqliteErrorCode} ({error.Message}). Nothing was saved of this action.",
    }, error);

    /// <summary>The message about a file with another content.</summary>
    public static string NoProject(string path) => $"{path}: expected an annotation project, found another kind of file. Check the name; a new project gets a name that is free.";

    /// <summary>The message about a damaged file.</summary>
    public static string Damaged(string path, string details) =>
        $"{path}: expected a whole project, found damage ({details}). Nothing was changed. Work with a copy that is whole, or take what is left out with 'sqlite3 {System.IO.Path.GetFileName(path)} .recover'.";
}
