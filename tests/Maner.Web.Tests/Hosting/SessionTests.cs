using System.Net;
using System.Text.Json;
using Maner.Web.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Maner.Web.Tests.Hosting;

/// <summary>Logging in and out, cookies, and changes that another site's page tries to make.</summary>
public sealed class SessionTests
{
    private static readonly string s_rightLogIn = $$"""{"name":"asha","password":"{{TwoUsers.Password}}"}""";

    [Fact]
    public async Task Changes_need_the_cookie_and_the_token_of_one_session()
    {
        await using TestServer server = await TestServer.StartAsync(users: new TwoUsers());
        (HttpStatusCode status, string body, var headers) = await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn);
        Assert.Equal(HttpStatusCode.OK, status);
        string csrf = JsonDocument.Parse(body).RootElement.GetProperty("csrfToken").GetString()!;
        string cookie = TestServer.CookieOf(headers), set = headers.GetValues("Set-Cookie").Last();
        Assert.Contains("httponly", set, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", set, StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.OK, "asha"), Two(await server.SendAsync(HttpMethod.Post, "/change", "{}", ("Cookie", cookie), ("X-CSRF-Token", csrf))));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/change", "{}", ("X-CSRF-Token", csrf))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Post, "/change", "{}", ("Cookie", cookie))).Status);

        (_, string other, _) = await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn.Replace("asha", "baraka", StringComparison.Ordinal));
        string othersToken = JsonDocument.Parse(other).RootElement.GetProperty("csrfToken").GetString()!;
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Post, "/change", "{}", ("Cookie", cookie), ("X-CSRF-Token", othersToken))).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await server.SendAsync(HttpMethod.Delete, "/session", null, ("Cookie", cookie), ("X-CSRF-Token", csrf))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/change", "{}", ("Cookie", cookie), ("X-CSRF-Token", csrf))).Status);

        static (HttpStatusCode, string) Two((HttpStatusCode Status, string Body, object) answer) => (answer.Status, answer.Body);
    }

    [Fact]
    public async Task A_session_from_before_the_log_in_is_not_continued()
    {
        await using TestServer server = await TestServer.StartAsync(users: new TwoUsers());
        (_, string body, var headers) = await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn);
        string planted = TestServer.CookieOf(headers), token = JsonDocument.Parse(body).RootElement.GetProperty("csrfToken").GetString()!;

        (_, _, var second) = await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn, ("Cookie", planted));

        Assert.NotEqual(planted, TestServer.CookieOf(second));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/change", "{}", ("Cookie", planted), ("X-CSRF-Token", token))).Status);
    }

    [Fact]
    public async Task Passwords_are_tried_a_few_times_a_minute_and_not_more()
    {
        await using TestServer server = await TestServer.StartAsync(users: new TwoUsers());
        for (int attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/session", """{"name":"asha","password":"wrong"}""")).Status);
        }

        (HttpStatusCode status, _, var headers) = await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn.Replace("asha", "ASHA", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.NotNull(headers.RetryAfter);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn)).Status); // even the right one
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, "/session", s_rightLogIn.Replace("asha", "baraka", StringComparison.Ordinal))).Status); // others may
    }

    [Fact]
    public async Task Without_users_the_first_visit_begins_a_session_of_the_only_one()
    {
        await using TestServer server = await TestServer.StartAsync();
        (_, string body, var headers) = await server.SendAsync(HttpMethod.Get, "/session");
        string csrf = JsonDocument.Parse(body).RootElement.GetProperty("csrfToken").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, "/change", "{}", ("Cookie", TestServer.CookieOf(headers)), ("X-CSRF-Token", csrf))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/change", "{}")).Status);
    }

    [Fact]
    public void Sessions_end_when_nobody_uses_them_and_at_the_latest_after_a_week()
    {
        var time = new FakeTimeProvider();
        var sessions = new Sessions(time);
        (string secret, _) = sessions.Begin("a");
        (string used, _) = sessions.Begin("a");
        for (int hour = 0; hour < 13; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(sessions.Find(used));
        }

        Assert.Null(sessions.Find(secret));
        for (int day = 0; day < 14; day++)
        {
            sessions.Find(used);
            time.Advance(TimeSpan.FromHours(11.9));
        }

        Assert.Null(sessions.Find(used));
        (string third, _) = sessions.Begin("a");
        sessions.EndOf("a");
        Assert.Null(sessions.Find(third));
        Assert.Null(sessions.Find(null));
    }
}
