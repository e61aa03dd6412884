using Maner.Hub.Cache;
using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>Names: their form, short ones, new ones, and cases.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("FacebookAI/xlm-roberta-base", "FacebookAI/xlm-roberta-base", "main")]
    [InlineData("a/b@v1.0", "a/b", "v1.0")]
    [InlineData("a/b@refs/pr/3", "a/b", "refs/pr/3")]
    [InlineData("bert-base-uncased", "bert-base-uncased", "main")]
    public void A_name_is_a_repository_and_a_revision(string text, string repo, string revision)
    {
        Assert.True(HubModelName.TryParse(text, out HubModelName? name));
        Assert.Equal((repo, revision), (name.Repo, name.Revision));
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData("a--b/c")]
    [InlineData("a/b.git")]
    [InlineData("-a/b")]
    [InlineData("a/b.")]
    [InlineData("a b")]
    [InlineData("C:\\models")]
    [InlineData("a/b@")]
    [InlineData("a/b@../x")]
    [InlineData("a/b@x/../../y")]
    [InlineData("a/b@.hidden")]
    [InlineData("a/b@x y")]
    [InlineData("a/b@x\\y")]
    [InlineData("a/b\n")]
    [InlineData("ä/b")]
    [InlineData("a/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    public void What_has_another_form_is_no_name(string text) => Assert.False(HubModelName.TryParse(text, out _));

    [Theory]
    [InlineData("glot500", "cis-lmu/glot500-base")]
    [InlineData("Glot500@v2", "cis-lmu/glot500-base@v2")]
    [InlineData("facebookai/XLM-roberta-base", "FacebookAI/xlm-roberta-base")]
    [InlineData("an/other", "an/other")]
    [InlineData("in-the-cache", "in-the-cache")]
    [InlineData("not-in-the-cache", null)]
    [InlineData("a/b/c", null)]
    public void Short_names_are_those_of_the_list_and_of_the_cache(string text, string? repo) =>
        Assert.Equal(repo, KnownEncoders.Resolve(text, name => name == "in-the-cache")?.ToString());

    [Fact]
    public void The_list_has_each_name_once_and_every_repository_is_one()
    {
        Assert.All(KnownEncoders.All, known => Assert.True(HubModelName.IsRepo(known.Repo) && known.Repo.Contains('/', StringComparison.Ordinal), known.Repo));
        Assert.Equal(KnownEncoders.All.Count, KnownEncoders.All.SelectMany(known => new[] { known.Name, known.Repo }).Distinct(StringComparer.OrdinalIgnoreCase).Count() / 2);
    }

    [Fact]
    public async Task A_renamed_repository_is_kept_under_its_new_name_and_found_by_both()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.Renamed["old/name"] = HubFixture.Model;
        string folder = await hub.GetAsync("old/name");

        Assert.Contains("models--FacebookAI--xlm-roberta-base", folder, StringComparison.Ordinal);
        Assert.Equal("'old/name' is called 'FacebookAI/xlm-roberta-base' on the hub now. Use that name.", Assert.Single(hub.Listener.Notes));
        hub.Hub.Requests.Clear();
        Assert.Equal(folder, await hub.GetAsync("old/name", update: false));
        Assert.Equal(folder, await hub.GetAsync(update: false));
        Assert.Empty(hub.Hub.Requests);
        Assert.Equal([HubFixture.Model], new HubCache(hub.Cache).Repos.Select(repo => repo.Id)); // no folder of the old name, which Python would read
    }

    [Fact]
    public async Task Cases_do_not_make_a_second_copy()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.Renamed["facebookai/XLM-Roberta-Base"] = HubFixture.Model; // as the hub answers another case
        string folder = await hub.GetAsync("facebookai/XLM-Roberta-Base");

        Assert.Contains("models--FacebookAI--xlm-roberta-base", folder, StringComparison.Ordinal);
        Assert.Empty(hub.Listener.Notes);
        Assert.Equal(folder, await hub.GetAsync("FACEBOOKAI/xlm-roberta-base", update: false));
        Assert.Single(new HubCache(hub.Cache).Repos);
    }

    [Fact]
    public async Task A_mirror_that_sends_on_to_the_hub_is_asked_itself()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnHub = (context, seen) =>
        {
            if (seen.Path.StartsWith("/api/", StringComparison.Ordinal) || !seen.Path.EndsWith("config.json", StringComparison.Ordinal))
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"https://huggingface.co/api/resolve-cache/models/{HubFixture.Model}/{hub.Repo.Commit}/{seen.Path.Split('/')[^1]}";
            return Task.FromResult(true);
        };
        hub.AssertWhole(await hub.GetAsync());
    }

    [Fact]
    public async Task A_mirror_below_a_path_is_asked_there()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.UsesResolveCache = false;
        hub.Environment["HF_ENDPOINT"] = hub.Hub.Endpoint + "/artifacts/hf/";
        hub.Hub.OnHub = (context, seen) =>
        {
            Assert.StartsWith("/artifacts/hf/", seen.Path, StringComparison.Ordinal);
            context.Request.Path = seen.Path["/artifacts/hf".Length..];
            return Task.FromResult(false);
        };
        hub.AssertWhole(await hub.GetAsync());
    }

    [Fact]
    public async Task A_mirror_without_codes_of_errors_is_understood()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnHub = (context, seen) => !hub.Repo.Files.ContainsKey(seen.Path.Split('/')[^1]) ? RefusalTests.Answer(context, 404, null, null) : Task.FromResult(false);
        string folder = await hub.GetAsync();

        hub.AssertWhole(folder);
        Assert.False(Directory.Exists(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", ".no_exist"))); // it was not said that they do not exist
    }
}
