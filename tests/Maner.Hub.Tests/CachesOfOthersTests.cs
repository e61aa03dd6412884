using System.Diagnostics;
using Maner.Hub.Cache;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>Caches in states that Maner does not leave them in: of Python, of a cluster, of a person's own hands. The hub has moved on meanwhile.</summary>
public sealed class CachesOfOthersTests
{
    private const string Plain = "models--xlm-roberta-base", Folder = "models--FacebookAI--xlm-roberta-base";

    [Theory]
    [InlineData("config.json tokenizer.json pytorch_model.bin")]
    [InlineData("config.json tokenizer.json model.safetensors")]
    [InlineData("config.json sentencepiece.bpe.model model.safetensors")]
    public async Task A_model_that_is_whole_in_any_form_is_used_without_a_request_and_stays_at_its_commit(string files)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, Folder, files), commit = hub.Repo.Commit;
        hub.Repo.Move("second");

        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Equal(folder + "\n", CommandTests.Run(hub, "models path xlm-roberta-base").Output);
        Assert.Empty(hub.Hub.Requests);
        Assert.Equal(commit, File.ReadAllText(Path.Combine(hub.Cache, Folder, "refs", "main")));
    }

    [Fact]
    public async Task Of_a_part_the_rest_is_asked_for_at_its_commit()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Write(hub, Folder, "config.json tokenizer.json");
        string commit = hub.Repo.Commit;
        hub.Repo.Revisions[commit] = "";
        hub.Repo.Move("second");

        await hub.GetAsync(update: false);
        Assert.Contains(commit, hub.Hub.Requests.First().Path, StringComparison.Ordinal);
        hub.Hub.Requests.Clear();
        await hub.GetAsync();
        Assert.Contains("/main/", hub.Hub.Requests.First().Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xlm-roberta-base")]
    [InlineData("FacebookAI/xlm-roberta-base")]
    public async Task The_plain_name_that_the_first_models_had_is_found_by_each_of_its_names(string name)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, Plain, "config.json sentencepiece.bpe.model pytorch_model.bin");
        hub.Environment["HF_HUB_OFFLINE"] = "1";

        Assert.Equal(folder + "\n", CommandTests.Run(hub, $"models path {name}").Output);
        Assert.Equal((0, "xlm-roberta-base: 3 of 3 files right (25.6 kB)\n"), CommandTests.Two(CommandTests.Run(hub, $"models verify {name}")));
        string[] rows = [.. CommandTests.Run(hub, "models list").Output.Split('\n').Where(line => line.Contains("xlm-roberta-base", StringComparison.Ordinal))];
        Assert.Contains("25.", Assert.Single(rows), StringComparison.Ordinal);
        Assert.Equal(1, CommandTests.Run(hub, "models path other/xlm-roberta-base").Code); // another owner's is another model
        Assert.Equal(0, CommandTests.Run(hub, $"models remove {name}").Code);
        Assert.Empty(new HubCache(hub.Cache).Repos);
    }

    [Fact]
    public async Task A_model_of_a_plain_name_is_brought_up_to_date_where_it_is()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, Plain, "config.json sentencepiece.bpe.model tokenizer_config.json model.safetensors");

        Assert.Equal(folder, await hub.GetAsync());
        Assert.Equal(0, hub.Hub.CdnBytes);
        Assert.Empty(hub.Listener.Notes);
    }

    [Theory]
    [InlineData("mbert", "google-bert/bert-base-multilingual-cased")]
    [InlineData("bert-base-multilingual-cased", "google-bert/bert-base-multilingual-cased")]
    [InlineData("distilbert-base-multilingual-cased@main", "distilbert/distilbert-base-multilingual-cased")]
    public void Plain_names_that_the_hub_redirects_are_known(string text, string repo) => Assert.Equal(repo, KnownEncoders.Resolve(text, _ => false)?.ToString());

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_used_where_nothing_has_to_be_written()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = Write(hub, Folder, "config.json tokenizer.json model.safetensors");
        File.WriteAllText(Path.Combine(hub.Cache, ".locks"), ""); // nobody can make a folder there, whoever runs the test
        File.WriteAllText(Path.Combine(hub.Cache, Folder, ".no_exist"), "");

        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Empty(hub.Hub.Requests);
        Assert.Equal(folder, await hub.GetAsync());

        File.Delete(Path.Combine(folder, HubFixture.Weights));
        Assert.Contains("expected a folder to keep models in, found that it cannot be written", (await hub.RefusedAsync<UnwritableCacheException>()).Message, StringComparison.Ordinal);
        Assert.Contains("expected a folder that may be deleted, found that it may not", CommandTests.Run(hub, "models remove xlm-roberta-base").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_was_cut_off_is_mended_by_getting_the_model_again(bool links)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["HF_HUB_DISABLE_SYMLINKS"] = links ? "0" : "1";
        string folder = await hub.GetAsync(), weights = Path.Combine(folder, HubFixture.Weights);
        using (FileStream file = File.OpenWrite(links ? new FileInfo(weights).ResolveLinkTarget(true)!.FullName : weights))
        {
            file.SetLength(1000);
        }

        hub.AssertWhole(await hub.GetAsync());
        Assert.Contains("expected 300000 bytes, found 1000. It is fetched again.", Assert.Single(hub.Listener.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_goes_on_after_a_model_that_it_cannot_judge()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes of Unix.");
        await using HubFixture hub = await HubFixture.StartAsync();
        HubFixture.Fill(hub.Hub.Add("a/private"), 1000);
        hub.Environment["HF_HUB_DISABLE_SYMLINKS"] = "1";
        await hub.GetAsync("a/private");
        hub.Hub.Add("a/private").Access = Access.Private;
        hub.Environment.Remove("HF_HUB_DISABLE_SYMLINKS");
        string folder = await hub.GetAsync(), config = Path.Combine(folder, "config.json"), tokenizer = Path.Combine(folder, "sentencepiece.bpe.model");
        File.Delete(config);
        Process.Start("mkfifo", config).WaitForExit();
        File.Copy(tokenizer, Path.Combine(hub.Folder, "elsewhere.model"));
        File.Delete(tokenizer);
        File.CreateSymbolicLink(tokenizer, Path.Combine(hub.Folder, "elsewhere.model"));
        Directory.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(folder)!, "loop"), hub.Cache);
        Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), folder);

        (int code, string output, string error) = CommandTests.Run(hub, "models verify");
        Assert.Equal(1, code);
        Assert.Contains("a/private: 0 of 4 files right (0 B), 4 not checked (the hub does not say their hashes)", output, StringComparison.Ordinal);
        Assert.Contains("Model 'a/private': ", error, StringComparison.Ordinal);
        Assert.Contains("expected a model 'a/private', found none, or a private one", error, StringComparison.Ordinal);
        Assert.Contains($"{HubFixture.Model}: 3 of 4 files right", output, StringComparison.Ordinal);
        Assert.Contains("config.json: expected the file as the hub has it, found that it cannot be read, or is no regular file", output, StringComparison.Ordinal);
        Assert.True(new HubCache(hub.Cache).Find(HubFixture.Model)!.Size < 400_000); // links in a circle are not gone round
    }

    [Fact]
    public async Task A_revision_that_is_not_here_is_not_verified_as_if_it_were()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await hub.GetAsync();

        (int code, string output, string error) = CommandTests.Run(hub, $"models verify {HubFixture.Model}@v9");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"Model '{HubFixture.Model}@v9': not in the cache", error, StringComparison.Ordinal);
        Assert.Equal(0, CommandTests.Run(hub, $"models verify {HubFixture.Model}@{hub.Repo.Commit}").Code);
    }

    [Fact]
    public async Task A_model_is_not_removed_between_two_files_of_its_download()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        var cache = new HubCache(hub.Cache);
        bool isRefused = false;
        hub.Hub.OnHub = (_, seen) =>
        {
            if (seen.Method == "HEAD" && seen.Path.EndsWith(HubFixture.Weights, StringComparison.Ordinal)) // no content is being written now
            {
                isRefused = Assert.Throws<HubException>(() => Removal.Run(cache, cache.Find(HubFixture.Model)!, commit: null)).Message.Contains("another process is fetching", StringComparison.Ordinal);
            }

            return Task.FromResult(false);
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.True(isRefused);
    }

    [Theory]
    [InlineData("HF_TOKEN", "bad token")]
    [InlineData("HF_ENDPOINT", "garbage")]
    public async Task A_variable_that_makes_no_sense_is_said_by_the_first_request_and_bars_nothing_that_is_here(string name, string value)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync();
        hub.Environment[name] = value;

        Assert.Equal((0, folder + "\n"), CommandTests.Two(CommandTests.Run(hub, $"models path {HubFixture.Model}")));
        Assert.Equal(folder, await hub.GetAsync(update: false));
        (int code, _, string error) = CommandTests.Run(hub, "models get glot500");
        Assert.Equal(2, code);
        Assert.Contains($"{name}: expected ", error, StringComparison.Ordinal);
    }

    private static string Write(HubFixture hub, string folder, string files)
    {
        string repo = Path.Combine(hub.Cache, folder), snapshot = Directory.CreateDirectory(Path.Combine(repo, "snapshots", hub.Repo.Commit)).FullName;
        foreach (string file in files.Split(' '))
        {
            FakeFile content = hub.Repo.Files[file];
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(repo, "blobs")).FullName, content.Etag), content.Content);
            File.CreateSymbolicLink(Path.Combine(snapshot, file), $"../../blobs/{content.Etag}");
        }

        Directory.CreateDirectory(Path.Combine(repo, "refs"));
        File.WriteAllText(Path.Combine(repo, "refs", "main"), hub.Repo.Commit);
        return snapshot;
    }
}
