using System.Collections.Concurrent;
using Maner.Annotation.Records;
using Microsoft.Data.Sqlite;

namespace Maner.Annotation.Storage;

/// <summary>
/// The project's file. One connection writes, one transaction after the other, each on the disk when it ends (WAL, synchronous=FULL); others read what was
/// there when they began. Safe to share among threads.
/// </summary>
internal sealed class Database : IDisposable
{
    /// <summary>Seconds to wait for another program that writes the same file.</summary>
    public const int BusySeconds = 5;

    private readonly Lock _writing = new();
    private readonly ConcurrentBag<Session> _readers = [];
    private readonly ProjectLock? _lock;
    private readonly Session? _writer;
    private bool _isDisposed;

    private Database(string path, ProjectLock? taken, Session? writer) => (Path, _lock, _writer) = (path, taken, writer);

    public string Path { get; }

    /// <summary>Makes a new file with the tables.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPages">Pages that it may have; 0 for no limit.</param>
    /// <param name="fill">Writes what a new project has.</param>
    /// <exception cref="StorageException">There is such a file, or it cannot be made.</exception>
    public static Database Create(string path, int maxPages, Action<Session> fill)
    {
        ProjectLock taken = ProjectLock.Take(path);
        try
        {
            if (File.Exists(path))
            {
                throw new StorageException($"{path}: expected no such file yet, found one. Open it, or choose another name.");
            }

            // Made under another name, so that a project that is there is a whole one.
            string growing = path + ".new";
            File.Delete(growing);
            using (var first = new Database(growing, null, Connect(growing, SqliteOpenMode.ReadWriteCreate, maxPages)))
            {
                first._writer!.Text("PRAGMA journal_mode = DELETE");
                first.Write(session =>
                {
                    foreach (string statement in Schema.Tables)
                    {
                        session.Execute(statement);
                    }

                    fill(session);
                    return true;
                });
            }

            File.Move(growing, path);
            return Started(path, taken, maxPages);
        }
        catch (SqliteException error)
        {
            taken.Dispose();
            throw StorageErrors.Of(error, path);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file and checks it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPages">Pages that it may have; 0 for no limit.</param>
    /// <param name="isReadOnly">Whether nothing may be written.</param>
    /// <exception cref="StorageException">It is not there, no project, newer, damaged, or open in another process.</exception>
    public static Database Open(string path, int maxPages, bool isReadOnly)
    {
        if (!File.Exists(path))
        {
            throw new StorageException($"{path}: expected a project, found no such file. Check the name.");
        }

        ProjectLock? taken = isReadOnly ? null : ProjectLock.Take(path);
        try
        {
            if (!isReadOnly)
            {
                return Started(path, taken, maxPages);
            }

            var opened = new Database(path, null, null);
            opened.Read(session =>
            {
                Check(session, path);
                return true;
            });
            return opened;
        }
        catch (SqliteException error)
        {
            taken?.Dispose();
            throw StorageErrors.Of(error, path);
        }
        catch
        {
            taken?.Dispose();
            throw;
        }
    }

    /// <summary>Reads, from one state of the file.</summary>
    public T Read<T>(Func<Session, T> read)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Session? session = null;
        try
        {
            session = _readers.TryTake(out Session? free) ? free : Reader(Path);
            session.Execute("BEGIN");
            T result = read(session);
            session.Execute("COMMIT");
            if (_isDisposed)
            {
                session.Dispose(); // whoever closed the project has closed the others
            }
            else
            {
                _readers.Add(session);
            }

            return result;
        }
        catch (SqliteException error)
        {
            session?.Dispose();
            throw StorageErrors.Of(error, Path);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Writes: all of it or nothing. When it returns, it is on the disk.</summary>
    public T Write<T>(Func<Session, T> write)
    {
        Session session = _writer ?? throw new StorageException($"{Path}: expected a project that was opened to write, found one that was opened to read. Nothing was changed.");
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                session.Execute("BEGIN IMMEDIATE");
                T result = write(session);
                session.Execute("COMMIT");
                return result;
            }
            catch (SqliteException error)
            {
                Rollback(session);
                throw StorageErrors.Of(error, Path);
            }
            catch
            {
                Rollback(session);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            while (_readers.TryTake(out Session? reader))
            {
                reader.Dispose();
            }

            _writer?.Dispose();
            _lock?.Dispose();
        }
    }

    private static Database Started(string path, ProjectLock? taken, int maxPages)
    {
        Session writer = Connect(path, SqliteOpenMode.ReadWrite, maxPages);
        try
        {
            Check(writer, path); // before anything is written: the file may be somebody else's
            writer.Text("PRAGMA journal_mode = WAL");
            return new Database(path, taken, writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    // Not opened read-only: the last to close could not take the log's files away then.
    private static Session Reader(string path)
    {
        Session session = Connect(path, SqliteOpenMode.ReadWrite, 0);
        session.Execute("PRAGMA query_only = ON");
        return session;
    }

    private static Session Connect(string path, SqliteOpenMode mode, int maxPages)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            var session = new Session(connection);
            session.Execute("PRAGMA synchronous = FULL");
            session.Execute("PRAGMA cache_size = -65536"); // KiB
            session.Execute("PRAGMA temp_store = MEMORY");
            if (maxPages > 0)
            {
                session.Text(FormattableString.Invariant($"PRAGMA max_page_count = {maxPages}"));
            }

            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Check(Session session, string path)
    {
        if (session.Number("PRAGMA application_id") != Schema.ApplicationId)
        {
            throw new StorageException(StorageErrors.NoProject(path));
        }

        long version = session.Number("PRAGMA user_version") ?? 0;
        if (version > Schema.Version)
        {
            throw new StorageException(FormattableString.Invariant(
                $"{path}: expected a project of version {Schema.Version} or older, found version {version}, which a newer maner wrote. Nothing was changed: open it with that one."));
        }

        if (session.Text("PRAGMA quick_check(1)") is not "ok" and var found)
        {
            throw new StorageException(StorageErrors.Damaged(path, found ?? "no answer of the check"));
        }
    }

    // After some errors SQLite has ended the transaction itself.
    private static void Rollback(Session session)
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // There is nothing to take back.
        }
    }
}
