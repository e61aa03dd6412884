using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Maner.Ner.Prediction;
using Maner.Testing;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Maner.Web.Serving;
using Xunit;

namespace Maner.Web.Tests.Serving;

/// <summary>Models that are replaced while they answer, queues that are full, and servers that end.</summary>
public sealed class HotSwapTests
{
    private const string Body = """{"words":["Asha","na","Juma","waliwasili","Tanga","jana","jioni","."]}""";

    [Fact]
    public async Task Every_answer_under_load_is_whole_and_of_the_version_that_it_names()
    {
        using var taggers = new SmallTaggers();
        taggers.Write(seed: 1);
        await using Served served = await Served.StartAsync(new ServingOptions { Models = [taggers.Served], Threads = 1, Watch = null });
        var answers = new ConcurrentDictionary<string, ConcurrentDictionary<string, int>>();
        using var end = new CancellationTokenSource();
        Task[] clients = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                Answer answer = await served.PostAsync("/tag", Body);
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                answers.GetOrAdd(answer.Json.GetProperty("version").GetString()!, _ => new()).AddOrUpdate(answer.Body, 1, (_, count) => count + 1);
            }
        }))];
        var versions = new List<string> { (await served.GetAsync("/models")).Json.GetProperty("models")[0].GetProperty("version").GetString()! };
        for (ulong seed = 2; seed <= 6; seed++)
        {
            taggers.Write(seed);
            Answer reload = await served.PostAsync("/models/small/reload", "");
            Assert.True(reload.Json.GetProperty("hasChanged").GetBoolean());
            versions.Add(reload.Json.GetProperty("version").GetString()!);
            await served.UntilAsync(() => Task.FromResult(answers.ContainsKey(versions[^1])), $"an answer of version {seed}");
        }

        await end.CancelAsync();
        await Task.WhenAll(clients);

        Assert.Equal(6, versions.Distinct().Count());
        Assert.Equal(versions.Order(StringComparer.Ordinal), answers.Keys.Order(StringComparer.Ordinal));
        Assert.All(answers.Values, bodies => Assert.Single(bodies)); // to the bit, however they were batched
        Assert.True(answers.Values.Select(bodies => bodies.Keys.Single()[60..]).Distinct().Count() > 1, "the taggers differ");
    }

    [Fact]
    public async Task A_folder_whose_files_change_is_loaded_again_and_one_that_is_damaged_is_not()
    {
        using var taggers = new SmallTaggers();
        taggers.Write(seed: 1);
        await using Served served = await Served.StartAsync(new ServingOptions { Models = [taggers.Served], Threads = 1, Watch = TimeSpan.FromMilliseconds(50) });
        string first = await VersionAsync();

        taggers.Write(seed: 2);
        await served.UntilAsync(async () => await VersionAsync() != first, "a new version");
        string second = await VersionAsync();

        string config = Path.Combine(taggers.Folder, "config.json");
        string whole = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(config, "{", TestContext.Current.CancellationToken);
        await served.UntilAsync(() => Task.FromResult(served.Log.ToString().Contains("cannot be loaded", StringComparison.Ordinal)), "a warning");
        Assert.Equal(second, await VersionAsync());
        Answer refused = await served.PostAsync("/models/small/reload", "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains($"Version {second} is still served", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync("/tag", Body)).Status);

        await File.WriteAllTextAsync(config, whole, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync("/models/small/reload", "")).Status);

        async Task<string> VersionAsync() => (await served.GetAsync("/models")).Json.GetProperty("models")[0].GetProperty("version").GetString()!;
    }

    [Fact]
    public async Task A_request_finishes_on_the_version_that_it_began_with_and_the_version_is_freed_then()
    {
        using var open = new ManualResetEventSlim(false);
        int freed = 0;
        var model = new ServedModel("held", new ModelCounters(), () => Version("one", open, () => freed++));
        HeldVersion held = model.Hold();
        Task<TaggedSentence[]> slow = held.Version.TagAsync([Sentence.FromWords(["a"])], CancellationToken.None);

        await model.ReplaceAsync(() => Version("two", new ManualResetEventSlim(true), () => { }), CancellationToken.None);
        Assert.Equal("two", model.Current.Id);
        Assert.False(slow.IsCompleted);
        Assert.Equal(0, freed);
        open.Set();
        Assert.Equal("one", (await slow)[0].Tags[0] == "O" ? held.Version.Id : "?");
        await held.DisposeAsync();
        Assert.Equal(1, freed);
        Assert.False(held.Version.TryHold());
        await model.DisposeAsync();
    }

    [Fact]
    public async Task A_full_queue_is_429_with_a_time_and_a_drain_finishes_what_was_taken()
    {
        using var open = new ManualResetEventSlim(false);
        var counters = new ModelCounters();
        var limits = new BatchLimits { Requests = 4 };
        var options = new ServingOptions { Models = [new ServedFolder("held", ".")], Limits = limits, Watch = null };
        var models = new ServedModels([new ServedModel("held", counters, () => Version("one", open, () => { }, limits, counters))]);
        await using Served served = await Served.StartAsync(options, models: models);
        Task<Answer>[] taken = [.. Enumerable.Range(0, 4).Select(_ => served.PostAsync("/tag", """{"words":["a"]}"""))];
        await served.UntilAsync(() => Task.FromResult(counters.WaitingRequests == 4), "four requests in the queue");

        Answer refused = await served.PostAsync("/tag", """{"words":["a"]}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("All 4 places", refused.Detail, StringComparison.Ordinal);

        Task stop = served.Host.StopAsync();
        open.Set();
        await stop;
        Assert.All(await Task.WhenAll(taken), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task A_request_has_a_limit_of_words()
    {
        using var taggers = new SmallTaggers();
        taggers.Write(seed: 1);
        await using Served served = await Served.StartAsync(new ServingOptions { Models = [taggers.Served], Threads = 1, WordsPerRequest = 3 });

        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync("/tag", """{"words":["a","b","c"]}""")).Status);
        Answer refused = await served.PostAsync("/tag", """{"words":["a","b","c","d"]}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Contains("at most 3 words, found 4", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_models_answer_by_their_names()
    {
        using var one = new SmallTaggers();
        using var two = new SmallTaggers();
        one.Write(seed: 1);
        two.Write(seed: 2);
        var options = new ServingOptions { Models = [one.Served with { Name = "one" }, two.Served with { Name = "two" }], Threads = 1 };
        await using Served served = await Served.StartAsync(options);
        string[] versions = [.. (await served.GetAsync("/models")).Json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("version").GetString()!)];

        foreach ((string? name, string version) in new[] { (null, versions[0]), ("one", versions[0]), ("two", versions[1]) })
        {
            Answer answer = await served.PostAsync("/tag", JsonSerializer.Serialize(new { words = new[] { "a" }, model = name }));
            Assert.Equal(version, answer.Json.GetProperty("version").GetString());
        }

        InvalidDataException twice = Assert.Throws<InvalidDataException>(() => ServedModels.Load(options with { Models = [one.Served, one.Served] }, TimeProvider.System));
        Assert.Contains("found two called 'small'", twice.Message, StringComparison.Ordinal);
    }

    private static ModelVersion Version(string id, ManualResetEventSlim open, Action free, BatchLimits? limits = null, ModelCounters? counters = null) => new(
        id, ["PER"], WordCut.Default, new BatchQueue(sentences => sentences.Select(sentence =>
        {
            open.Wait();
            return Tagged.Of(sentence, [.. sentence.Words.Select(_ => "O")]);
        }), limits ?? new BatchLimits(), counters ?? new ModelCounters(), TimeProvider.System), free);
}
