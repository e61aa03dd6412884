using Maner.Hub.Protocol;
using Maner.Hub.Tests.Fake;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>What a hub refuses, and what is no hub: each message says what to do.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_model_that_is_not_there_or_private_is_named()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string message = (await hub.RefusedAsync<HubException>("no/such")).Message;

        Assert.Contains($"expected a model 'no/such', found none, or a private one. Check the name at {hub.Hub.Endpoint}/no/such", message, StringComparison.Ordinal);
        Assert.Contains("set HF_TOKEN", message, StringComparison.Ordinal);

        hub.Environment["HF_TOKEN"] = FakeHub.Token;
        Assert.Contains("check that the token of HF_TOKEN may read it", (await hub.RefusedAsync<HubException>("no/such")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_model_comes_with_the_token_which_the_file_host_never_sees()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.Access = Access.Private;
        await hub.RefusedAsync<HubException>();
        hub.Environment["HF_TOKEN"] = FakeHub.Token;
        hub.Hub.Requests.Clear();

        hub.AssertWhole(await hub.GetAsync());
        Assert.All(hub.Hub.Requests, seen => Assert.Equal(seen.IsCdn ? null : "Bearer " + FakeHub.Token, seen.Authorization));
        Assert.Contains(hub.Hub.Requests, seen => seen.IsCdn);
    }

    [Fact]
    public async Task The_tokens_file_serves_and_can_be_left_out()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.Access = Access.Private;
        Directory.CreateDirectory(Path.Combine(hub.Folder, "home"));
        File.WriteAllText(Path.Combine(hub.Folder, "home", "token"), FakeHub.Token + "\n");
        hub.AssertWhole(await hub.GetAsync());

        hub.Environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1";
        hub.Repo.Move("again");
        await hub.RefusedAsync<HubException>();
    }

    [Fact]
    public async Task A_gated_model_says_where_to_accept_its_conditions()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.Access = Access.Gated;
        string message = (await hub.RefusedAsync<HubException>()).Message;
        Assert.Contains($"Open {hub.Hub.Endpoint}/{HubFixture.Model} in a browser, accept them, make a token", message, StringComparison.Ordinal);

        hub.Hub.OnHub = (context, _) => Answer(context, 403, "GatedRepo", "Your request is awaiting a review");
        hub.Environment["HF_TOKEN"] = FakeHub.Token;
        Assert.Contains("accept them with the account of the token of HF_TOKEN", (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_token_is_told_from_a_missing_one()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["HF_TOKEN"] = "hf_old";
        string message = (await hub.RefusedAsync<HubException>()).Message;
        Assert.Contains("expected a valid token, found that the token of HF_TOKEN is not one", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_old", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, null, "no right", "found that it is forbidden (\"no right\")")]
    [InlineData(404, "RevisionNotFound", null, "expected the revision 'main'")]
    [InlineData(404, null, null, "expected 'config.json' of 'FacebookAI/xlm-roberta-base' at 'main', found none")]
    [InlineData(407, null, null, "the proxy asks who you are (407)")]
    [InlineData(451, null, "for legal reasons", "found 451 UnavailableForLegalReasons (\"for legal reasons\")")]
    [InlineData(404, "RepoNotFound", null, "found none, or a private one")]
    public async Task Every_refusal_says_what_to_do(int status, string? code, string? text, string message)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnHub = (context, _) => Answer(context, status, code, text);
        Assert.Contains(message, (await Assert.ThrowsAnyAsync<HubException>(() => hub.GetAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_repeats_the_token_does_not_get_it_shown()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["HF_TOKEN"] = FakeHub.Token;
        hub.Hub.OnHub = (context, _) => Answer(context, 403, null, $"{FakeHub.Token} may not");
        Assert.Contains("(\"*** may not\")", (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_is_not_there_is_named() =>
        await WithHub(async hub => Assert.Contains("expected the revision 'v9' of 'FacebookAI/xlm-roberta-base', found none", (await hub.RefusedAsync<HubException>(HubFixture.Model + "@v9")).Message, StringComparison.Ordinal));

    [Fact]
    public async Task A_limit_on_requests_is_waited_for_as_it_asks()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Queue<(string, string)> headers = new([("RateLimit", "\"resolvers\";r=0;t=55"), ("Retry-After", "7"), ("x", "x")]);
        hub.Hub.OnHub = (context, _) =>
        {
            if (!headers.TryDequeue(out (string Name, string Value) header))
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = 429;
            context.Response.Headers[header.Name] = header.Value;
            return Task.FromResult(true);
        };

        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal([56.0, 7, 4], hub.Time.Waits.Select(wait => wait.TotalSeconds));
        Assert.Contains(hub.Listener.Notes, note => note.Contains("429 TooManyRequests; waiting 56 s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("86400", "it asks to wait 1440 minutes. Run the command again later, or set HF_TOKEN")]
    [InlineData("1", "found 429 TooManyRequests 5 times. Run the command again later, or set HF_TOKEN")]
    public async Task A_limit_that_does_not_end_ends_the_command(string after, string message)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnHub = (context, _) =>
        {
            context.Response.Headers.RetryAfter = after;
            return Answer(context, 429, null, null);
        };
        Assert.Contains(message, (await hub.RefusedAsync<HubUnavailableException>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task A_failing_server_is_asked_five_times_with_growing_waits(int status)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int calls = 0;
        hub.Hub.OnHub = async (context, _) => ++calls <= 4 && await Answer(context, status, null, null);
        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal([1.0, 2, 4, 8], hub.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_connection_that_breaks_at_once_is_tried_again()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        int calls = 0;
        hub.Hub.OnHub = (context, _) =>
        {
            if (++calls > 2)
            {
                return Task.FromResult(false);
            }

            FakeHub.Abort(context);
            return Task.FromResult(true);
        };
        hub.AssertWhole(await hub.GetAsync());
        Assert.Equal([1.0, 2], hub.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_leaves_the_cache_to_be_used()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string folder = await hub.GetAsync();
        hub.Hub.OnHub = (context, _) => Answer(context, 503, null, null);

        Assert.Equal(folder, await hub.GetAsync());
        Assert.Contains("503 ServiceUnavailable 5 times", hub.Listener.Notes[^1], StringComparison.Ordinal);
        Assert.Contains("is taken as the cache has it", hub.Listener.Notes[^1], StringComparison.Ordinal);
        Assert.Contains("The hub is overloaded or down", (await hub.RefusedAsync<HubUnavailableException>("an/other")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page", "found a web page. Is HF_ENDPOINT (")]
    [InlineData("redirect", "found a redirect to http://login.example/portal. Is HF_ENDPOINT (")]
    [InlineData("md5", "found an answer without them")]
    [InlineData("path", "found an answer without them")]
    public async Task What_is_no_hub_is_said_to_be_none(string kind, string message)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Hub.OnHub = async (context, _) =>
        {
            switch (kind)
            {
                case "page": // a captive portal
                    context.Response.ContentType = "text/html; charset=utf-8";
                    await context.Response.WriteAsync("<html>Welcome to the hotel</html>");
                    break;
                case "redirect":
                    context.Response.StatusCode = 302;
                    context.Response.Headers.Location = "http://login.example/portal?from=Signature";
                    break;
                default:
                    context.Response.Headers["X-Repo-Commit"] = hub.Repo.Commit;
                    context.Response.Headers.ETag = kind == "md5" ? "\"0123456789abcdef0123456789abcdef\"" : "\"../../../etc/passwd\"";
                    context.Response.ContentLength = 5;
                    break;
            }

            return true;
        };

        Assert.Contains(message, (await hub.RefusedAsync<HubException>()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(hub.Cache));
    }

    internal static Task<bool> Answer(HttpContext context, int status, string? code, string? text)
    {
        context.Response.StatusCode = status;
        if (code is not null)
        {
            context.Response.Headers["X-Error-Code"] = code;
        }

        if (text is not null)
        {
            context.Response.Headers["X-Error-Message"] = text;
        }

        return Task.FromResult(true);
    }

    private static async Task WithHub(Func<HubFixture, Task> test)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await test(hub);
    }
}
