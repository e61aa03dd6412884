using System.Diagnostics;
using Maner.Hub.Cache;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>A cache as Python's <c>huggingface_hub</c> writes it, made here by hand after its documentation, since no Python with it is on this machine.</summary>
public sealed class SharedCacheTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as on Windows without the right to make links
    public async Task What_Python_has_fetched_is_used_without_a_request_for_contents(bool links)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, links, "config.json", "tokenizer_config.json", "tokenizer.json", "sentencepiece.bpe.model", HubFixture.Weights);

        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Empty(hub.Hub.Requests);

        Assert.Equal(folder, await hub.GetAsync());
        Assert.All(hub.Hub.Requests, seen => Assert.Equal("HEAD", seen.Method));
    }

    [Fact]
    public async Task Of_a_better_tokenizer_that_Python_did_not_want_only_that_is_fetched()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, links: true, "config.json", "tokenizer_config.json", "tokenizer.json", "pytorch_model.bin");

        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Equal(hub.Repo.Files["sentencepiece.bpe.model"].Content.Length, hub.Hub.CdnBytes);
        Assert.False(File.Exists(Path.Combine(folder, HubFixture.Weights))); // the same weights are there in another form
    }

    [Fact]
    public async Task Offline_what_can_be_read_is_used_and_what_cannot_is_said()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, links: true, "config.json", "tokenizer.json", HubFixture.Weights);
        hub.Environment["HF_HUB_OFFLINE"] = "yes";

        Assert.Equal(folder, await hub.GetAsync());
        Assert.Equal(folder, await hub.GetAsync($"{HubFixture.Model}@{hub.Repo.Commit}"));
        File.Delete(Path.Combine(folder, HubFixture.Weights));
        Assert.Contains("since HF_HUB_OFFLINE forbids requests; found not all files of it", (await hub.RefusedAsync<HubUnavailableException>()).Message, StringComparison.Ordinal);
        Assert.Contains("found nothing of it. Unset HF_HUB_OFFLINE, or get the model where there is a network (ModelHub.GetAsync(\"an/other\"))", (await hub.RefusedAsync<HubUnavailableException>("an/other")).Message, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Requests);
    }

    [Fact]
    public async Task A_link_to_a_content_that_was_deleted_is_fetched_again()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync();
        File.Delete(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs", hub.Repo.Files[HubFixture.Weights].Sha256));

        Assert.Equal(folder, await hub.GetAsync(update: false));
        hub.AssertWhole(folder);
    }

    [Fact]
    public async Task A_content_of_another_length_is_fetched_again_and_said()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync(), blob = Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs", hub.Repo.Files[HubFixture.Weights].Sha256);
        File.WriteAllBytes(blob, [1, 2, 3]);
        File.Delete(Path.Combine(folder, HubFixture.Weights));

        hub.AssertWhole(await hub.GetAsync(update: false));
        Assert.Contains("expected 300000 bytes, found 3", Assert.Single(hub.Listener.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_finds_a_changed_byte_and_a_dangling_link()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync(), blobs = Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs");
        Assert.All(await Verify(hub), file => Assert.Equal(FileState.Right, file.State));

        using (FileStream stream = File.OpenWrite(Path.Combine(blobs, hub.Repo.Files[HubFixture.Weights].Sha256)))
        {
            stream.WriteByte((byte)(hub.WeightsContent[0] ^ 1));
        }

        File.Delete(Path.Combine(blobs, hub.Repo.Files["config.json"].Etag));
        Assert.Equal(
            [("config.json", FileState.Missing), ("model.safetensors", FileState.Damaged), ("sentencepiece.bpe.model", FileState.Right), ("tokenizer_config.json", FileState.Right)],
            (await Verify(hub)).Select(file => (file.Path, file.State)));
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task Verification_asks_the_hub_for_hashes_where_there_are_no_links()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["HF_HUB_DISABLE_SYMLINKS"] = "1";
        string folder = await hub.GetAsync();
        File.AppendAllText(Path.Combine(folder, "config.json"), " ");

        Assert.Equal([FileState.Damaged, FileState.Right, FileState.Right, FileState.Right], (await Verify(hub)).Select(file => file.State));
        hub.Environment["HF_HUB_OFFLINE"] = "1";
        Assert.All(await Verify(hub), file => Assert.Equal(FileState.Unknown, file.State));
    }

    [Fact]
    public async Task One_revision_is_removed_with_what_no_other_needs()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string old = await hub.GetAsync(), oldCommit = hub.Repo.Commit;
        hub.Repo.Move("second");
        hub.Repo.With("config.json", [.. hub.Repo.Files["config.json"].Content, (byte)'\n']);
        string folder = await hub.GetAsync();
        var cache = new HubCache(hub.Cache);
        CachedRepo repo = cache.Find(HubFixture.Model)!;

        Assert.Equal(640, Removal.Run(cache, repo, oldCommit));
        Assert.False(Directory.Exists(old));
        hub.AssertWhole(folder);
        using (BlobLock.TryTake(cache.LocksOf(repo), hub.Repo.Files[HubFixture.Weights].Sha256))
        {
            Assert.Contains("another process is fetching files of it", Assert.Throws<HubException>(() => Removal.Run(cache, repo, commit: null)).Message, StringComparison.Ordinal);
        }

        Removal.Run(cache, repo, commit: null);
        Assert.Empty(cache.Repos);
    }

    [Fact]
    public async Task The_lock_is_the_one_that_Python_takes()
    {
        using var folder = new Testing.TemporaryFolder();
        Process? python = StartPython(
            $"import fcntl, os, sys\nf = os.open({"\"" + folder.File("x.lock") + "\""}, os.O_RDWR | os.O_CREAT)\nfcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)\nprint('held', flush=True)\nsys.stdin.readline()");
        Assert.SkipWhen(python is null, "needs python3, which is not on this machine");
        using (python)
        {
            Assert.Equal("held", await python.StandardOutput.ReadLineAsync(HubFixture.Token)); // as filelock, which huggingface_hub uses, does on Linux and macOS
            Assert.Null(BlobLock.TryTake(folder.Path, "x"));
            python.StandardInput.Close();
            await python.WaitForExitAsync(HubFixture.Token);
            using BlobLock? taken = BlobLock.TryTake(folder.Path, "x");
            Assert.NotNull(taken);
            using Process again = StartPython($"import fcntl, os\nf = os.open({"\"" + folder.File("x.lock") + "\""}, os.O_RDWR)\ntry:\n    fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)\nexcept BlockingIOError:\n    print('refused')")!;
            Assert.Equal("refused", await again.StandardOutput.ReadLineAsync(HubFixture.Token));
        }
    }

    private static Process? StartPython(string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<CheckedFile>> Verify(HubFixture hub)
    {
        using HubModels models = hub.Open();
        CachedRepo repo = models.Cache.Find(HubFixture.Model)!;
        return await Verification.RunAsync(models, repo, repo.Commits, HubFixture.Token);
    }

    private static string Write(HubFixture hub, bool links, params string[] files)
    {
        string repo = Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base"), commit = hub.Repo.Commit;
        string snapshot = Directory.CreateDirectory(Path.Combine(repo, "snapshots", commit)).FullName, blobs = Directory.CreateDirectory(Path.Combine(repo, "blobs")).FullName;
        foreach (string file in files)
        {
            FakeFile content = hub.Repo.Files[file];
            File.WriteAllBytes(links ? Path.Combine(blobs, content.Etag) : Path.Combine(snapshot, file), content.Content);
            if (links)
            {
                File.CreateSymbolicLink(Path.Combine(snapshot, file), $"../../blobs/{content.Etag}");
            }
        }

        Directory.CreateDirectory(Path.Combine(repo, "refs"));
        File.WriteAllText(Path.Combine(repo, "refs", "main"), commit);
        return snapshot;
    }
}
