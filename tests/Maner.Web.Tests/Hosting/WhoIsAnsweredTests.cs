using System.Net;
using System.Text;
using Maner.Web.Hosting;
using Xunit;

namespace Maner.Web.Tests.Hosting;

/// <summary>Requests that a server on this machine must not answer: of rebound names, of other sites' pages, without the token, too large.</summary>
public sealed class WhoIsAnsweredTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("192.168.1.7")]
    public async Task A_name_that_is_not_the_servers_is_refused(string host)
    {
        await using TestServer server = await TestServer.StartAsync();

        (HttpStatusCode status, string body, _) = await server.SendAsync(HttpMethod.Get, "/", null, ("Host", host));

        Assert.Equal(HttpStatusCode.MisdirectedRequest, status);
        Assert.Contains(host, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5000")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:80")]
    [InlineData("tagger.example")]
    public async Task Its_own_names_are_answered(string host)
    {
        await using TestServer server = await TestServer.StartAsync(new ServerOptions { HostNames = ["tagger.example"] });

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/", null, ("Host", host))).Status);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "https://127.0.0.1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_origins_page_is_refused(string header, string value)
    {
        await using TestServer server = await TestServer.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Post, "/echo", "{}", (header, value))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Get, "/", null, (header, value))).Status);
    }

    [Fact]
    public async Task Own_pages_programs_and_links_are_answered()
    {
        await using TestServer server = await TestServer.StartAsync();
        string origin = server.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, "/echo", "{}", ("Origin", origin), ("Sec-Fetch-Site", "same-origin"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, "/echo", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/", null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"))).Status);
    }

    [Theory]
    [InlineData("text/plain")] // what a form of another site can send without asking
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task A_form_does_not_pass_for_JSON(string type)
    {
        await using TestServer server = await TestServer.StartAsync();

        (HttpStatusCode status, string body, _) = await server.SendAsync(HttpMethod.Post, "/echo", "{}", ("Content-Type", type));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains("Content-Type: application/json", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_asked_for_in_each_of_its_ways_and_never_logged()
    {
        const string Token = "0123456789abcdef-secret";
        await using TestServer server = await TestServer.StartAsync(new ServerOptions { Token = Token });

        foreach ((string, string)[] headers in ((string, string)[][])[[], [("Authorization", "Bearer 0123456789abcdef-other")], [("Authorization", "Bearer")], [("Authorization", "Basic ###")], [("Authorization", Basic("maner", "x"))]])
        {
            (HttpStatusCode status, string body, var answer) = await server.SendAsync(HttpMethod.Get, "/", null, headers);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (status, answer.WwwAuthenticate.Single().Scheme));
            Assert.DoesNotContain(Token, body, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/", null, ("Authorization", $"Bearer {Token}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/", null, ("Authorization", Basic("anyone", Token)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, $"/token/{Token}/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/health")).Status); // what watches over servers has no secret
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Get, "/token/0123456789abcdef-other/")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await server.SendAsync(HttpMethod.Get, $"/token/{Token}/broken")).Status);
        Assert.Contains("/broken", server.Log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, server.Log.ToString(), StringComparison.Ordinal);

        static string Basic(string name, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_by_its_length_and_while_it_comes()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerOptions { MaxBodyBytes = 1000 });
        string large = $"{{\"a\":\"{new string('x', 2000)}\"}}";

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.SendAsync(HttpMethod.Post, "/echo", large)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.SendAsync(HttpMethod.Post, "/echo", large, ("Transfer-Encoding", "chunked"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, "/echo", "{}")).Status);
    }

    [Fact]
    public async Task Errors_are_problems_and_show_nothing_of_the_inside()
    {
        await using TestServer server = await TestServer.StartAsync();

        (HttpStatusCode status, string body, _) = await server.SendAsync(HttpMethod.Get, "/broken");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret inside", body, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", body, StringComparison.Ordinal);
        Assert.Contains("the secret inside", server.Log.ToString(), StringComparison.Ordinal);

        Assert.Equal("""{"title":"Not found","status":404,"detail":"There is nothing at /nothing.","type":"about:blank"}""", (await server.SendAsync(HttpMethod.Get, "/nothing")).Body);
        Assert.Contains("it takes POST", (await server.SendAsync(HttpMethod.Get, "/echo")).Body, StringComparison.Ordinal);
        Assert.Contains("Expected an object, found a body that is none", (await server.SendAsync(HttpMethod.Post, "/echo", "{")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_foreign_scripts()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (string path in (string[])["/", "/nothing", "/broken"])
        {
            (_, _, var headers) = await server.SendAsync(HttpMethod.Get, path);
            string policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            Assert.False(headers.Contains("Server"));
            Assert.False(headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task An_address_that_others_reach_needs_a_token_or_users()
    {
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => TestServer.StartAsync(new ServerOptions { Address = IPAddress.Any }));
        Assert.Contains("expected a token or users", error.Message, StringComparison.Ordinal);

        await using TestServer server = await TestServer.StartAsync(new ServerOptions { Address = IPAddress.Any, HasUsers = true }, new TwoUsers());
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/", null, ("Host", "192.168.1.7:80"))).Status); // an address was resolved from no name
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await server.SendAsync(HttpMethod.Get, "/", null, ("Host", "evil.example"))).Status);
    }

    [Fact]
    public async Task Forwarded_headers_count_from_proxies_alone()
    {
        (string, string)[] forwarded = [("X-Forwarded-Host", "tagger.example"), ("X-Forwarded-Proto", "https"), ("Origin", "https://tagger.example")];
        await using TestServer alone = await TestServer.StartAsync(new ServerOptions { HostNames = ["tagger.example"] });
        await using TestServer behind = await TestServer.StartAsync(new ServerOptions { HostNames = ["tagger.example"], Proxies = [IPAddress.Loopback] });

        Assert.Equal(HttpStatusCode.Forbidden, (await alone.SendAsync(HttpMethod.Post, "/echo", "{}", forwarded)).Status);
        Assert.Equal(HttpStatusCode.OK, (await behind.SendAsync(HttpMethod.Post, "/echo", "{}", forwarded)).Status);
    }

    [Fact]
    public async Task The_end_waits_for_requests_in_flight()
    {
        await using TestServer server = await TestServer.StartAsync();
        Task<string> slow = server.Client.GetStringAsync(new Uri("/slow", UriKind.Relative), TestContext.Current.CancellationToken);
        await Task.Delay(150, TestContext.Current.CancellationToken);

        await server.Host.StopAsync();

        Assert.Equal("done", await slow);
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
