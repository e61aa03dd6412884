using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>A model from the hub into the cache: which files, in which layout, with which requests.</summary>
public sealed class DownloadTests
{
    [Fact]
    public async Task The_needed_files_come_and_no_others()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync();

        Assert.Equal(["config.json", "model.safetensors", "sentencepiece.bpe.model", "tokenizer_config.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder).Select(file => Path.GetFileName(file)), file => hub.AssertWhole(folder, file));
        Assert.DoesNotContain(hub.Hub.Requests, seen => seen.Path.Contains("onnx", StringComparison.Ordinal) || seen.Path.Contains("h5", StringComparison.Ordinal) || seen.Path.Contains("README", StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Hub.Requests, seen => seen.Path.EndsWith("pytorch_model.bin", StringComparison.Ordinal) || seen.Path.EndsWith("/tokenizer.json", StringComparison.Ordinal));
        Assert.Empty(hub.Listener.Notes);
    }

    [Fact]
    public async Task The_cache_has_Hugging_Faces_layout()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync(), repo = Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base"), commit = hub.Repo.Commit;

        Assert.Equal(Path.Combine(repo, "snapshots", commit), folder);
        Assert.Equal(commit, File.ReadAllText(Path.Combine(repo, "refs", "main")));
        Assert.Equal($"../../blobs/{hub.Repo.Files["config.json"].Etag}", new FileInfo(Path.Combine(folder, "config.json")).LinkTarget);
        Assert.Equal($"../../blobs/{hub.Repo.Files[HubFixture.Weights].Sha256}", new FileInfo(Path.Combine(folder, HubFixture.Weights)).LinkTarget);
        Assert.True(File.Exists(Path.Combine(repo, ".no_exist", commit, "added_tokens.json")));
        Assert.True(File.Exists(Path.Combine(repo, ".no_exist", commit, "maner.json")));
        Assert.True(File.Exists(Path.Combine(hub.Cache, ".locks", "models--FacebookAI--xlm-roberta-base", hub.Repo.Files[HubFixture.Weights].Sha256 + ".lock")));
        Assert.StartsWith("Signature: 8a477f597d28d172789f06886806bc55\n", File.ReadAllText(Path.Combine(hub.Cache, "CACHEDIR.TAG")), StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(repo, "blobs")).Length); // and no partial ones
    }

    [Fact]
    public async Task Requests_say_who_asks_and_want_plain_bytes()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await hub.GetAsync();

        Assert.All(hub.Hub.Requests, seen => Assert.Equal(("maner/0.2.0", "identity", (string?)null), (seen.UserAgent, seen.AcceptEncoding, seen.Authorization)));
        Assert.Contains(hub.Hub.Requests, seen => seen.IsCdn);
    }

    [Fact]
    public async Task What_is_in_the_cache_is_used_without_a_request_and_asked_for_news_when_got_again()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync();
        hub.Hub.Requests.Clear();

        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Equal(folder, await hub.GetAsync($"{HubFixture.Model}@{hub.Repo.Commit}"));
        Assert.Empty(hub.Hub.Requests);

        Assert.Equal(folder, await hub.GetAsync());
        Assert.Equal(["HEAD", "HEAD"], hub.Hub.Requests.Select(seen => seen.Method)); // config.json, and where it is redirected to
    }

    [Fact]
    public async Task A_new_commit_brings_only_what_has_changed_and_the_old_one_stays()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string old = await hub.GetAsync();
        hub.Repo.Move("second");
        hub.Repo.With("tokenizer_config.json", "{\"new\": true}");
        hub.Hub.Requests.Clear();

        Assert.Equal(old, await hub.GetAsync(update: false));
        string folder = await hub.GetAsync();
        Assert.NotEqual(old, folder);
        Assert.Equal("{\"new\": true}", File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(old, "tokenizer_config.json")));
        Assert.Equal(0, hub.Hub.CdnBytes);
    }

    [Fact]
    public async Task Revisions_with_slashes_are_found()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.Revisions["refs/pr/3"] = "";
        string folder = await hub.GetAsync($"{HubFixture.Model}@refs/pr/3");

        hub.AssertWhole(folder);
        Assert.True(File.Exists(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "refs", "refs", "pr", "3")));
        Assert.False(File.Exists(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "refs", "main")));
    }

    [Fact]
    public async Task Without_safetensors_the_older_weights_come_and_shards_by_their_index()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        FakeRepo old = hub.Hub.Add("a/bin"), sharded = hub.Hub.Add("a/shards");
        HubFixture.Fill(old, 100);
        old.Files.Remove(HubFixture.Weights);
        HubFixture.Fill(sharded, 100);
        sharded.Files.Remove(HubFixture.Weights);
        sharded.With("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}")
            .With("model-1.safetensors", HubFixture.Bytes(4000, 8), large: true).With("model-2.safetensors", HubFixture.Bytes(5000, 9), large: true).With("model-3.safetensors", [1], large: true);

        Assert.True(File.Exists(Path.Combine(await hub.GetAsync("a/bin"), "pytorch_model.bin")));
        string folder = await hub.GetAsync("a/shards");
        Assert.Equal(["model-1.safetensors", "model-2.safetensors", "model.safetensors.index.json"], Directory.GetFiles(folder, "model*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(folder, await hub.GetAsync("a/shards", update: false));
    }

    [Theory]
    [InlineData("model-4.safetensors", "expected the shard 'model-4.safetensors'")]
    [InlineData("../../../x.safetensors", "expected the plain name of a file")]
    public async Task An_index_that_names_what_is_not_there_is_refused(string shard, string message)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        FakeRepo repo = hub.Hub.Add("a/shards");
        HubFixture.Fill(repo, 100);
        repo.Files.Remove(HubFixture.Weights);
        repo.With("model.safetensors.index.json", $"{{\"weight_map\": {{\"a\": \"{shard}\"}}}}");

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => hub.GetAsync("a/shards"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "expected a model with config.json, found none")]
    [InlineData("model.safetensors pytorch_model.bin", "ONNX, TensorFlow and Flax are not read")]
    [InlineData("sentencepiece.bpe.model tokenizer.json", "expected a tokenizer (sentencepiece.bpe.model, tokenizer.json, vocab.txt, vocab.json with merges.txt), found none")]
    public async Task A_repository_that_is_no_model_is_refused(string without, string message)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Array.ForEach(without.Split(' '), file => hub.Repo.Files.Remove(file));

        Assert.Contains(message, (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
        Assert.Equal(0, hub.Hub.CdnBytes); // said before anything large came
    }

    [Fact]
    public async Task A_configuration_that_is_refused_saves_the_rest()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        using Models.HubModels models = hub.Open();
        await Assert.ThrowsAsync<InvalidDataException>(() => models.GetAsync(new HubModelName(HubFixture.Model, "main"), update: false, _ => throw new InvalidDataException("no"), HubFixture.Token));
        Assert.Equal(0, hub.Hub.CdnBytes);
    }

    [Fact]
    public async Task Too_little_disk_is_said_before_anything_comes()
    {
        await using HubFixture hub = await HubFixture.StartAsync(weightBytes: 3_000_000);
        using Models.HubModels models = hub.Open(freeSpace: _ => 19_000_000);
        HubException error = await Assert.ThrowsAsync<HubException>(() => models.GetAsync(new HubModelName(HubFixture.Model, "main"), update: true, check: null, HubFixture.Token));

        Assert.Contains("expected 19.8 MB of free disk for 'FacebookAI/xlm-roberta-base', found 19.0 MB", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, hub.Hub.CdnBytes);
    }

    [Fact]
    public async Task Where_there_are_no_links_files_are_in_the_snapshot()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["HF_HUB_DISABLE_SYMLINKS"] = "1";
        string folder = await hub.GetAsync();

        Assert.All(Directory.GetFiles(folder), file => Assert.Null(new FileInfo(file).LinkTarget));
        hub.AssertWhole(folder);
        Assert.Empty(Directory.GetFiles(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs")));
        hub.Hub.Requests.Clear();
        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Empty(hub.Hub.Requests);
    }

    [Fact]
    public async Task Progress_counts_the_bytes_of_all_files()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await hub.GetAsync();

        DownloadProgress last = hub.Listener.Steps[^1];
        Assert.Equal((last.Total, last.Total), (last.Done, last.Fetched));
        Assert.Equal(new[] { "config.json", "tokenizer_config.json", "sentencepiece.bpe.model", HubFixture.Weights }.Sum(file => (long)hub.Repo.Files[file].Content.Length), last.Total);
        Assert.All(hub.Listener.Steps.Zip(hub.Listener.Steps.Skip(1)), pair => Assert.True(pair.First.Done <= pair.Second.Done));
    }
}
