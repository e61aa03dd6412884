using System.Diagnostics;
using System.Text;
using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

[Trait(Vectors.Trait, Vectors.No)] // files: no kernel runs
public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_created_and_replaced_and_nothing_else_is_left()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("config.json");

        AtomicFile.WriteAllText(path, "one é");
        Assert.Equal("one é"u8.ToArray(), File.ReadAllBytes(path));
        AtomicFile.WriteAllText(path, "two");

        Assert.Equal("two", File.ReadAllText(path));
        Assert.Equal(["config.json"], folder.Names);
    }

    [Fact]
    public void A_link_stays_a_link_and_its_file_is_replaced()
    {
        using TemporaryFolder folder = new(), elsewhere = new();
        File.WriteAllText(elsewhere.File("target"), "old");
        File.CreateSymbolicLink(folder.File("link"), elsewhere.File("target"));

        AtomicFile.WriteAllText(folder.File("link"), "new");

        Assert.Equal(elsewhere.File("target"), File.ResolveLinkTarget(folder.File("link"), returnFinalTarget: true)!.FullName);
        Assert.Equal("new", File.ReadAllText(elsewhere.File("target")));
    }

    [Fact]
    public async Task A_named_pipe_is_written_to_and_stays()
    {
        using var folder = new TemporaryFolder();
        string pipe = folder.File("pipe");
        using Process? make = OperatingSystem.IsWindows() ? null : Process.Start("mkfifo", [pipe]);
        Assert.SkipWhen(make is null, "needs named pipes");
        await make!.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task<string> read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);

        Assert.True(AtomicFile.IsSpecial(pipe));
        AtomicFile.WriteAllText(pipe, "through");

        Assert.Equal("through", await read);
        Assert.Equal(["pipe"], folder.Names);
        Assert.True(AtomicFile.IsSpecial("/dev/null"));
        Assert.False(AtomicFile.IsSpecial(folder.File("none")));
    }

    [Fact]
    public void What_killed_writers_of_a_file_left_goes_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])[".a.bin.17-1.tmp", ".b.bin.17-1.tmp", "a.bin", "a.bin.tmp"])
        {
            File.WriteAllText(folder.File(name), "x");
        }

        AtomicFile.DeleteLeftovers(folder.File("a.bin"));

        Assert.Equal([".b.bin.17-1.tmp", "a.bin", "a.bin.tmp"], folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_relative_path_without_a_folder_is_written_to_the_working_directory()
    {
        string name = $"maner-atomic-{Environment.ProcessId}.txt";
        try
        {
            AtomicFile.WriteAllText(name, "here");
            Assert.Equal("here", File.ReadAllText(Path.Combine(Environment.CurrentDirectory, name)));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void What_the_writer_throws_comes_out_and_the_old_file_stays()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model");
        File.WriteAllText(path, "old");

        var error = Assert.Throws<FormatException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1_000_000]);
            throw new FormatException("half-way");
        }));

        Assert.Equal("half-way", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void A_failure_at_any_call_of_the_disk_leaves_the_old_file_and_no_other()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model");
        for (int failing = 0; ; failing++)
        {
            File.WriteAllText(path, "old");
            int calls = 0;
            int limit = failing;
            IOException? error = null;
            try
            {
                AtomicFile.Write(path, stream =>
                {
                    for (int block = 0; block < 3; block++)
                    {
                        stream.Write(Encoding.ASCII.GetBytes($"block {block} "));
                    }
                }, temporary => new FailingStream(temporary, () => calls++ == limit));
            }
            catch (IOException caught)
            {
                error = caught;
            }

            Assert.Equal(["model"], folder.Names);
            if (error is null)
            {
                // Three blocks and the flush to the disk have each failed once.
                Assert.Equal(4, failing);
                Assert.Equal("block 0 block 1 block 2 ", File.ReadAllText(path));
                return;
            }

            Assert.Equal("old", File.ReadAllText(path));
            Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
            Assert.Contains("is unchanged", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_full_disk_is_an_error_and_the_old_file_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        using var folder = new TemporaryFolder();
        string path = folder.File("model");
        File.WriteAllText(path, "old");

        // The buffer is larger than the text, so the disk refuses only at the flush.
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(
            path, stream => stream.Write("new"u8), _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 4096)));

        Assert.Contains($"Cannot write '{path}'", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_or_a_missing_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("taken"));

        Assert.Contains("found a folder", Assert.Throws<IOException>(() => AtomicFile.WriteAllText(folder.File("taken"), "x")).Message, StringComparison.Ordinal);
        var missing = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteAllText(folder.File("no/such"), "x"));
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
        Assert.Equal(["taken"], folder.Names);
    }

    [Fact]
    public void Writers_of_one_file_at_the_same_time_leave_one_of_the_texts_whole()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("shared");
        string[] texts = [.. Enumerable.Range(0, 8).Select(writer => new string((char)('a' + writer), 100_000))];

        Parallel.For(0, 40, turn => AtomicFile.WriteAllText(path, texts[turn % texts.Length]));

        Assert.Contains(File.ReadAllText(path), texts);
        Assert.Equal(["shared"], folder.Names);
    }

    /// <summary>A disk that runs full at a chosen call.</summary>
    private sealed class FailingStream(string path, Func<bool> fails) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)
    {
        // A span comes here too: FileStream hands it to this method when it is subclassed.
        public override void Write(byte[] buffer, int offset, int count)
        {
            Check();
            base.Write(buffer, offset, count);
        }

        public override void Flush(bool flushToDisk)
        {
            // Only a flush that reaches the disk counts: a plain one would not survive a power cut.
            if (flushToDisk)
            {
                Check();
            }

            base.Flush(flushToDisk);
        }

        private void Check()
        {
            if (fails())
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
