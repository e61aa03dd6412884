using System.IO.Compression;
using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>Bodies that break off, lie or are something else.</summary>
public sealed class TransferTests
{
    private const int Part = 100_000;

    private static bool IsWeights(FakeFile file) => file.Content.Length > 200_000;

    [Fact]
    public async Task A_body_that_breaks_off_is_resumed_where_it_broke()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int drops = 0;
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file) || ++drops > 2)
            {
                return false;
            }

            context.Response.StatusCode = seen.Range is null ? 200 : 206;
            context.Response.Headers.ContentRange = seen.Range is null ? default : $"bytes {seen.From}-{file.Content.Length - 1}/{file.Content.Length}";
            context.Response.ContentLength = file.Content.Length - seen.From;
            await FakeHub.SendAsync(context, seen, file.Content.AsMemory((int)seen.From, Part));
            await Task.Delay(50);
            FakeHub.Abort(context);
            return true;
        };

        hub.AssertWhole(await hub.GetAsync());
        Seen[] weights = [.. hub.Hub.Requests.Where(seen => seen.IsCdn && seen.Path.Contains(hub.Repo.Files[HubFixture.Weights].Sha256, StringComparison.Ordinal))];
        Assert.Equal(3, weights.Length);
        Assert.Null(weights[0].Range);
        Assert.All(weights[1..], seen => Assert.True(seen.From > 0));
        Assert.True(weights.Sum(seen => seen.Sent) <= hub.WeightsContent.Length + (2 * Part)); // what was on its way when it broke
        Assert.Equal([1.0, 1.0], hub.Time.Waits.Select(wait => wait.TotalSeconds)); // progress each time: no growing waits
    }

    [Fact]
    public async Task A_truncated_body_is_resumed_to_the_byte()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int cuts = 0;
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file) || ++cuts > 1)
            {
                return false;
            }

            await FakeHub.SendAsync(context, seen, file.Content.AsMemory(0, Part)); // chunked, and ends as if that were all
            return true;
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal(hub.WeightsContent.Length, hub.Hub.Requests.Where(seen => seen.IsCdn && seen.Path.Contains(hub.Repo.Files[HubFixture.Weights].Sha256, StringComparison.Ordinal)).Sum(seen => seen.Sent));
        Assert.Contains(hub.Hub.Requests, seen => seen.Range == $"bytes={Part}-");
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_begins_from_the_start()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int calls = 0;
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file))
            {
                return false;
            }

            seen.From = 0;
            await FakeHub.SendAsync(context, seen, ++calls == 1 ? file.Content.AsMemory(0, Part) : file.Content);
            return true;
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.Contains(hub.Listener.Notes, note => note.Contains("the server does not resume", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(416, null)]
    [InlineData(206, "bytes 5-10/11")]
    [InlineData(206, null)]
    public async Task An_answer_to_another_range_is_not_used(int status, string? range)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int calls = 0;
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file) || ++calls > 2)
            {
                return false;
            }

            if (calls == 1)
            {
                await FakeHub.SendAsync(context, seen, file.Content.AsMemory(0, Part));
                return true;
            }

            context.Response.StatusCode = status;
            context.Response.Headers.ContentRange = range;
            await context.Response.Body.WriteAsync(new byte[6]);
            return true;
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal([null, $"bytes={Part}-", null], hub.Hub.Requests.Where(seen => seen.IsCdn).TakeLast(3).Select(seen => seen.Range));
    }

    [Fact]
    public async Task A_partial_file_that_is_whole_needs_no_request()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Partial(hub, hub.WeightsContent);

        hub.AssertWhole(await hub.GetAsync());
        Assert.DoesNotContain(hub.Hub.Requests, seen => seen.Path.Contains(hub.Repo.Files[HubFixture.Weights].Sha256, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_earlier_run_has_fetched_is_continued()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Partial(hub, hub.WeightsContent[..Part]);

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal($"bytes={Part}-", hub.Hub.Requests.Last(seen => seen.IsCdn).Range);
        Assert.Equal(hub.WeightsContent.Length - Part, hub.Hub.Requests.Last(seen => seen.IsCdn).Sent);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(400_000)] // longer than the file
    public async Task What_an_earlier_run_has_left_and_is_wrong_is_fetched_again(int length)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Partial(hub, HubFixture.Bytes(length, 77));

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal(length < 1000, hub.Listener.Notes.Any(note => note.Contains("is not the beginning of the file", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_and_not_kept()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            byte[] wrong = [.. file.Content];
            wrong[^1] ^= 1;
            context.Response.ContentLength = wrong.Length;
            await FakeHub.SendAsync(context, seen, wrong);
            return true;
        };

        string message = (await hub.RefusedAsync<HubException>()).Message;
        Assert.Contains($"with the hash {hub.Repo.Files["sentencepiece.bpe.model"].Sha256}, found ", message, StringComparison.Ordinal);
        Assert.Contains("Nothing of it is kept", message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs")).Length); // the two small ones, checked by git's SHA-1
    }

    [Fact]
    public async Task A_small_file_of_wrong_bytes_is_refused_too()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        byte[] right = hub.Repo.Files["config.json"].Content;
        hub.Hub.OnHub = async (context, seen) =>
        {
            if (seen.Method != "GET" || !seen.Path.Contains("resolve-cache", StringComparison.Ordinal))
            {
                return false;
            }

            await context.Response.Body.WriteAsync(right.Select(value => (byte)(value ^ 1)).ToArray());
            return true;
        };

        Assert.Contains($"with the hash {hub.Repo.Files["config.json"].Etag}, found ", (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>log in</html>", "found a web page or other markup, hash ")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 300000\n", "found a Git LFS pointer, hash ")]
    public async Task A_page_or_a_pointer_in_place_of_the_file_is_named(string text, string found)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            // As long as the file, so that its size tells nothing.
            byte[] page = [.. System.Text.Encoding.ASCII.GetBytes(text), .. new byte[Math.Max(0, file.Content.Length - text.Length)]];
            await FakeHub.SendAsync(context, seen, page);
            return true;
        };

        Assert.Contains(found, (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pointer_whose_own_hash_is_right_is_refused()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.With(HubFixture.Weights, "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 300000\n"); // a mirror that was cloned without large files

        Assert.Contains("a Git LFS pointer", (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_bytes_than_the_file_has_are_refused()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            await FakeHub.SendAsync(context, seen, (byte[])[.. file.Content, 0]);
            return true;
        };

        Assert.Contains("expected 20000 bytes of 'sentencepiece.bpe.model' of 'FacebookAI/xlm-roberta-base', found more", (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_and_its_ranges_are_not_trusted()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int calls = 0;
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file))
            {
                return false;
            }

            // A proxy that packs what nobody asked it to: first half of it, then a range of the packed bytes, then all.
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(file.Content);
            }

            byte[] bytes = packed.ToArray();
            context.Response.Headers.ContentEncoding = "gzip";
            calls++;
            if (seen.Range is not null)
            {
                context.Response.StatusCode = 206;
                context.Response.Headers.ContentRange = $"bytes {seen.From}-{file.Content.Length - 1}/{file.Content.Length}";
            }

            await FakeHub.SendAsync(context, seen, calls == 1 ? bytes.AsMemory(0, Part) : bytes);
            return true;
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_server_that_never_gets_further_ends_it_with_what_came_kept()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file))
            {
                return false;
            }

            context.Response.StatusCode = seen.Range is null ? 200 : 503;
            await FakeHub.SendAsync(context, seen, seen.Range is null ? file.Content.AsMemory(0, Part) : default);
            return true;
        };

        string message = (await hub.RefusedAsync<HubUnavailableException>()).Message;
        Assert.Contains("expected 300000 bytes of 'model.safetensors', found 100000", message, StringComparison.Ordinal);
        Assert.Contains("the same command continues from there", message, StringComparison.Ordinal);
        Assert.Equal([1.0, 2, 4, 8, 8], hub.Time.Waits.Select(wait => wait.TotalSeconds).Take(5));

        hub.Hub.OnCdn = null;
        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal($"bytes={Part}-", hub.Hub.Requests.Last(seen => seen.IsCdn).Range);
    }

    [Fact]
    public async Task The_file_host_may_fail_and_limit_too()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Queue<int> answers = new([500, 429, 403]); // 403: the signature has expired
        hub.Hub.OnCdn = (context, _, file) =>
        {
            if (!IsWeights(file) || !answers.TryDequeue(out int status))
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = status == 429 ? "33" : default;
            return Task.FromResult(true);
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal([1.0, 33, 2, 4], hub.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int calls = 0;
        hub.Hub.OnCdn = async (context, seen, file) =>
        {
            if (!IsWeights(file) || ++calls > 1)
            {
                return false;
            }

            await FakeHub.SendAsync(context, seen, file.Content.AsMemory(0, Part));
            await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        using Models.HubModels models = hub.Open(time: TimeProvider.System, settings: hub.Settings with { ReadTimeout = TimeSpan.FromSeconds(1) });
        hub.AssertWhole(await models.GetAsync(new HubModelName(HubFixture.Model, "main"), update: true, check: null, HubFixture.Token));
        Assert.Equal($"bytes={Part}-", hub.Hub.Requests.Last(seen => seen.IsCdn).Range);
    }

    [Fact]
    public async Task What_has_come_is_with_the_system_at_once()
    {
        await using HubFixture hub = await HubFixture.StartAsync(weightBytes: 3_000_000);
        string partial = Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs", hub.Repo.Files[HubFixture.Weights].Sha256 + ".incomplete");
        List<long> behind = [];
        hub.Listener.OnProgress = progress =>
        {
            if (progress.File == HubFixture.Weights && File.Exists(partial))
            {
                behind.Add(progress.Done - (progress.Total - hub.WeightsContent.Length) - new FileInfo(partial).Length); // kept in this process, and lost when it is killed
            }
        };
        await hub.GetAsync();

        Assert.True(behind.Count > 10, $"{behind.Count}");
        Assert.All(behind, bytes => Assert.Equal(0, bytes));
    }

    [Fact]
    public async Task A_cancelled_download_says_what_is_kept_and_continues()
    {
        await using HubFixture hub = await HubFixture.StartAsync(weightBytes: 3_000_000);
        using var cancel = new CancellationTokenSource();
        hub.Listener.OnProgress = progress =>
        {
            if (progress.Fetched > 1_000_000)
            {
                cancel.Cancel();
            }
        };
        using (Models.HubModels models = hub.Open())
        {
            HubInterruptedException error = await Assert.ThrowsAsync<HubInterruptedException>(() => models.GetAsync(new HubModelName(HubFixture.Model, "main"), update: true, check: null, cancel.Token));
            Assert.Contains("1.0", error.Message, StringComparison.Ordinal);
            Assert.Contains("The same command continues from there", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "refs", "main"))); // half a model has no name
        hub.Listener.OnProgress = null;
        hub.AssertWhole(await hub.GetAsync());
        Assert.True(hub.Hub.Requests.Last(seen => seen.IsCdn).From > 900_000);
    }

    private static void Partial(HubFixture hub, byte[] content)
    {
        string blobs = Directory.CreateDirectory(Path.Combine(hub.Cache, "models--FacebookAI--xlm-roberta-base", "blobs")).FullName;
        File.WriteAllBytes(Path.Combine(blobs, hub.Repo.Files[HubFixture.Weights].Sha256 + ".incomplete"), content);
    }
}
