using System.Net;
using System.Text.Json;
using Maner.Web.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Maner.Web.Tests.Hosting;

/// <summary>Logging in and out, cookies, and changes that another site's page tries to make.</summary>
public sealed class SessionTests
{
    private static readonly WebUser s_asha = new("a", "asha", ["annotator"]);

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
        string secret = sessions.Begin(s_asha), used = sessions.Begin(s_asha);
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
        Assert.Null(sessions.Find(null));
    }

    [Fact]
    public void A_restart_ends_no_session_and_no_secret_is_kept()
    {
        var time = new FakeTimeProvider();
        var directory = new Keeping();
        string secret = new Sessions(time, directory).Begin(s_asha);
        var after = new Sessions(time, directory);
        Assert.Equal("a", after.Find(secret)!.UserId);
        Assert.DoesNotContain(secret, directory.KeptSessions, StringComparison.Ordinal);
        after.End(secret);
        Assert.Null(new Sessions(time, directory).Find(secret));
        directory.KeptSessions = "not what it was";
        Assert.Null(new Sessions(time, directory).Find(secret));
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_but_the_one_that_set_it()
    {
        var users = new OneUser();
        await using TestServer server = await TestServer.StartAsync(users: users);
        (_, string body, var headers) = await server.SendAsync(HttpMethod.Post, "/session", """{"name":"asha","password":"x"}""");
        string token = JsonDocument.Parse(body).RootElement.GetProperty("csrfToken").GetString()!;
        (string, string)[] old = [("Cookie", TestServer.CookieOf(headers)), ("X-CSRF-Token", token)];
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, "/change", "{}", old)).Status);
        users.Mark = "second";
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/change", "{}", old)).Status);
    }

    [Fact]
    public void Wrong_passwords_count_and_right_ones_do_not()
    {
        var time = new FakeTimeProvider();
        var limit = new LogInLimit(time);
        for (int person = 0; person < 100; person++)
        {
            Assert.True(limit.TryBegin($"person {person % 3}", "10.0.0.1")); // a class behind one address
            limit.Succeeded($"person {person % 3}", "10.0.0.1");
        }

        for (int attempt = 0; attempt < 5; attempt++)
        {
            Assert.True(limit.TryBegin("asha", "10.0.0.2"));
        }

        Assert.False(limit.TryBegin("ASHA", "10.0.0.2"));
        Assert.True(limit.TryBegin("asha", "10.0.0.1")); // nobody else keeps her out
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(limit.TryBegin("asha", "10.0.0.2"));
    }

    private sealed class Keeping : IUserDirectory
    {
        public WebUser? OnlyUser => null;

        public string? KeptSessions { get; set; }

        public ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation) => ValueTask.FromResult<WebUser?>(null);

        public ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation) => ValueTask.FromResult<WebUser?>(null);
    }

    private sealed class OneUser : IUserDirectory
    {
        public string Mark { get; set; } = "first";

        public WebUser? OnlyUser => null;

        public ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation) => FindAsync("a", cancellation);

        public ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation) => ValueTask.FromResult<WebUser?>(s_asha with { PasswordMark = Mark });
    }
}
