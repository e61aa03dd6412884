using System.Diagnostics;
using System.Text;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Maner.Annotation.Tests;

public sealed class StorageTests
{
    private const string Text = "Asha Mwinyi aliwasili Tanga jana.\nTanga ni mji wa bandari.\n";

    [Theory]
    [InlineData("UPDATE events SET kind = 'nothing'")]
    [InlineData("DELETE FROM events")]
    [InlineData("UPDATE files SET bytes = x'00'")]
    [InlineData("DELETE FROM files")]
    [InlineData("UPDATE documents SET text = ''")]
    public void The_history_and_the_originals_are_append_only(string statement)
    {
        using var test = new TestProject(Text);
        test.Label(test.First(), (0, 2, TestProject.Per));
        test.Project.Dispose();
        SqliteException error = Assert.Throws<SqliteException>(() => Execute(test.Path, statement));
        Assert.Contains(statement.Contains("events", StringComparison.Ordinal) ? "append-only" : "kept as they were", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_project_is_refused_and_left_as_it_is()
    {
        using var test = new TestProject(Text);
        test.Project.Dispose();
        Execute(test.Path, "PRAGMA user_version = 99");
        byte[] before = File.ReadAllBytes(test.Path);
        StorageException error = Assert.Throws<StorageException>(() => AnnotationProject.Open(test.Path));
        Assert.Contains("version 99, which a newer maner wrote", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(test.Path));
        Assert.Equal(["project.db"], Directory.EnumerateFiles(test.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Other_files_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("notes.db"), "This is a text and no project, however long it is. " + new string('x', 5000));
        Assert.Contains("another kind of file", Assert.Throws<StorageException>(() => AnnotationProject.Open(folder.File("notes.db"))).Message, StringComparison.Ordinal);
        Execute(folder.File("other.db"), "CREATE TABLE t(x)");
        Assert.Contains("another kind of file", Assert.Throws<StorageException>(() => AnnotationProject.Open(folder.File("other.db"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<StorageException>(() => AnnotationProject.Open(folder.File("none.db"))).Message, StringComparison.Ordinal);
        Assert.Contains("found one", Assert.Throws<StorageException>(() => AnnotationProject.Create(folder.File("other.db"))).Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => AnnotationProject.Create(Path.Combine(folder.Path, "no", "folder.db")));
    }

    [Fact]
    public void Damage_is_found_on_opening()
    {
        using var test = new TestProject(string.Concat(Enumerable.Range(0, 400).Select(number => $"Sentensi ya {number} ni hii hapa leo.\n")));
        test.Project.Dispose();
        byte[] bytes = File.ReadAllBytes(test.Path);
        for (int page = 8; page < bytes.Length / 4096; page++)
        {
            bytes.AsSpan((page * 4096) + 100, 2000).Fill(0xA5);
        }

        File.WriteAllBytes(test.Path, bytes);
        Assert.Contains("found damage", Assert.Throws<StorageException>(() => AnnotationProject.Open(test.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_opening_is_refused_with_who_has_it_and_reading_is_not()
    {
        using var test = new TestProject(Text);
        test.Label(test.First(), (0, 2, TestProject.Per));
        StorageException error = Assert.Throws<StorageException>(() => AnnotationProject.Open(test.Path));
        Assert.Contains("found it open", error.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Contains($"by process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        }

        using (AnnotationProject reader = AnnotationProject.Open(test.Path, new ProjectOptions { IsReadOnly = true }))
        {
            Assert.Single(reader.Gold());
            test.Label(test.All()[1], (0, 1, TestProject.Loc));
            Assert.Equal(2, reader.Gold().Count);
            Assert.Throws<StorageException>(() => reader.Undo(1));
        }

        test.Project.Dispose();
        Assert.Equal(["project.db"], Directory.EnumerateFiles(test.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Another_program_that_writes_is_waited_for_and_then_named()
    {
        using var test = new TestProject(Text);
        using var other = new SqliteConnection($"Data Source={test.Path};Pooling=False");
        other.Open();
        using (SqliteCommand begin = other.CreateCommand())
        {
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
        }

        string before = test.Describe();
        StorageException error = Assert.Throws<StorageException>(() => test.Label(test.First(), (0, 2, TestProject.Per)));
        Assert.DoesNotContain("locked", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("close the other program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, test.Describe());
        using (SqliteCommand end = other.CreateCommand())
        {
            end.CommandText = "ROLLBACK";
            end.ExecuteNonQuery();
        }

        test.Label(test.First(), (0, 2, TestProject.Per));
    }

    [Fact]
    public void Two_who_write_at_once_lose_nothing()
    {
        const int Each = 60;
        using var test = new TestProject(string.Concat(Enumerable.Range(0, Each).Select(number => $"Sentensi ya {number} ni hii hapa leo.\n")));
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        SentenceView[] all = [.. test.All()];
        Assert.Equal(Each, all.Length);
        Parallel.ForEach([1, 2], user =>
        {
            foreach (SentenceView view in all)
            {
                test.Label(user, view, (0, user, user));
                Assert.Equal(user, test.Project.Sentence(user, view.Id)!.Annotation.Spans[0].End);
            }
        });
        Assert.All(test.All(1), view => Assert.Equal([new AnnotatedSpan(0, 1, 1)], view.Annotation.Spans));
        Assert.All(test.All(2), view => Assert.Equal([new AnnotatedSpan(0, 2, 2)], view.Annotation.Spans));
        Assert.Equal(2 * Each, test.Project.History(limit: 1000).Count(entry => entry.Kind == "set-spans"));
    }

    [Fact]
    public void A_full_disk_is_told_and_the_action_is_not_confirmed()
    {
        using var test = new TestProject(Text);
        test.Label(test.First(), (0, 2, TestProject.Per));
        int pages = (int)(new FileInfo(test.Path).Length / 4096);
        test.Project.Dispose();
        pages = (int)(new FileInfo(test.Path).Length / 4096);
        test.Reopen(new ProjectOptions { MaxPages = pages + 3 });
        string long1 = new('x', 3000);
        string confirmed = test.Describe();
        StorageException? full = null;
        for (int number = 0; number < 50 && full is null; number++)
        {
            SentenceView view = test.First();
            try
            {
                test.Project.Apply(1, new SetComment(view.Id, view.Revision, FormattableString.Invariant($"{number} {long1}")));
                confirmed = test.Describe();
            }
            catch (StorageException error)
            {
                full = error;
            }
        }

        Assert.NotNull(full);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Equal(confirmed, test.Describe());
        test.Reopen(); // with room again, it goes on
        Assert.Equal(confirmed, test.Describe());
        test.Label(test.First(), (3, 4, TestProject.Loc));
    }

    [Fact]
    public void A_disk_that_is_really_full_is_told_too()
    {
        // A file system of 400 KiB, where this machine lets us make one.
        using var folder = new TemporaryFolder();
        string disk = Path.Combine(folder.Path, "disk");
        Directory.CreateDirectory(disk);
        if (OperatingSystem.IsWindows() || !Run("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk))
        {
            Assert.Skip("needs the right to mount a small file system");
        }

        try
        {
            using AnnotationProject project = AnnotationProject.Create(Path.Combine(disk, "p.db"));
            project.Import(1, "t.txt", Encoding.UTF8.GetBytes(Text));
            string last = "";
            StorageException? full = null;
            for (int number = 0; number < 2000 && full is null; number++)
            {
                SentenceView view = project.Sentences(1, new SentenceQuery()).Sentences[0];
                string comment = FormattableString.Invariant($"{number} {new string('y', 2000)}");
                try
                {
                    project.Apply(1, new SetComment(view.Id, view.Revision, comment));
                    last = comment;
                }
                catch (StorageException error)
                {
                    full = error;
                }
            }

            Assert.NotNull(full);
            Assert.Contains("full", full.Message, StringComparison.Ordinal);
            Assert.Equal(last, project.Sentences(1, new SentenceQuery()).Sentences[0].Annotation.Comment);
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public void Words_pack_and_unpack()
    {
        Maner.Text.Words.TextRange[] words = [new(0, 3), new(3, 3), new(4, 300), new(20_000, 2_000_000)];
        Assert.Equal(words, WordRanges.Unpack(WordRanges.Pack(words)));
        Assert.Empty(WordRanges.Unpack(WordRanges.Pack([])));
    }

    private static void Execute(string path, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own words
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static bool Run(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
