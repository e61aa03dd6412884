using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Maner.Annotation.Records;
using Maner.Web.Workbench;
using Maner.Workbench.Tests.Browser;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>What the server of the page answers to requests that the page itself never makes.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task Nothing_is_told_or_changed_without_a_session_and_its_token()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        using HttpClient client = Client(bench);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/project")).StatusCode);
        (string cookie, _) = await SessionAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Get, "/api/project", null, cookie, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, HttpMethod.Post, "/api/undo", "{}", cookie, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, HttpMethod.Post, "/api/import", "{}", cookie, "another")).Status);
    }

    [Theory]
    [InlineData("/../../../etc/passwd")]
    [InlineData("/js/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/js/../../Maner.Web.dll")]
    [InlineData("/vendor/lit-html.d.ts")]
    [InlineData("/api/documents/1/original/../../../../habari.db")]
    [InlineData("/habari.db")]
    public async Task No_path_leads_to_the_disk(string path)
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        using HttpClient client = Client(bench);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bench.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_files_of_the_page_are_all_there_and_come_from_nowhere_else()
    {
        await using Bench bench = await Bench.StartAsync();
        using HttpClient client = Client(bench);
        Assert.Contains("/js/main.js", PageFiles.Paths);
        foreach (string path in PageFiles.Paths)
        {
            using HttpResponseMessage answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("script-src 'self'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.NotEqual("text/plain", path.EndsWith(".lit-html", StringComparison.Ordinal) ? "" : answer.Content.Headers.ContentType?.MediaType);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        }
    }

    [Fact]
    public async Task A_stale_action_is_refused_with_what_is_there()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        using HttpClient client = Client(bench);
        (string cookie, string token) = await SessionAsync(client);
        SentenceView sentence = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0];
        string action = $$"""{"action":{"sentence":{{sentence.Id}},"revision":{{sentence.Revision}},"kind":"set-spans","seconds":1.5,"spans":[{"first":0,"end":1,"type":1,"origin":"person","model":null,"score":null}],"state":"done"},"next":true}""";
        (HttpStatusCode status, string body) = await SendAsync(client, HttpMethod.Post, "/api/actions", action, cookie, token);
        Assert.Equal(HttpStatusCode.OK, status);
        using (var answer = JsonDocument.Parse(body))
        {
            Assert.Equal("done", answer.RootElement.GetProperty("sentence").GetProperty("state").GetString());
            Assert.Equal(JsonValueKind.Null, answer.RootElement.GetProperty("next").ValueKind);
            Assert.Equal(1, answer.RootElement.GetProperty("progress").GetProperty("done").GetInt32());
        }

        (status, body) = await SendAsync(client, HttpMethod.Post, "/api/actions", action, cookie, token);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("\"current\":{\"id\":" + sentence.Id, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"action":{"kind":"drop-tables"}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"action":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""null""", HttpStatusCode.BadRequest)]
    [InlineData("""{"action":{"kind":"set-spans","sentence":1,"revision":1,"spans":[{"first":2,"end":1,"type":1}]}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"action":{"kind":"set-state","sentence":99,"revision":1,"state":"done"}}""", HttpStatusCode.UnprocessableEntity)]
    public async Task An_action_that_makes_no_sense_is_refused_with_a_word(string body, HttpStatusCode expected)
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        using HttpClient client = Client(bench);
        (string cookie, string token) = await SessionAsync(client);
        body = body.Replace("\"revision\":1,\"spans\"", $"\"revision\":{bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Revision},\"spans\"", StringComparison.Ordinal);
        (HttpStatusCode status, string answer) = await SendAsync(client, HttpMethod.Post, "/api/actions", body, cookie, token);
        Assert.Equal(expected, status);
        Assert.Contains("\"detail\":\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_annotator_may_not_do_what_curators_do()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-ya-asha");
        bench.Project.AddUser(bench.Owner, "Juma", "nywila-ya-juma", UserRole.Annotator);
        using HttpClient client = Client(bench);
        (string cookie, string token) = await SessionAsync(client, "Juma", "nywila-ya-juma");
        foreach ((HttpMethod method, string path, string? body) in ((HttpMethod, string, string?)[])
        [
            (HttpMethod.Post, "/api/import", "{}"), (HttpMethod.Post, "/api/users", """{"name":"X","password":"12345678"}"""), (HttpMethod.Put, "/api/users/1", """{"role":"annotator"}"""),
            (HttpMethod.Get, "/api/agreement", null), (HttpMethod.Get, "/api/adjudications/1", null), (HttpMethod.Get, "/api/export/history.jsonl", null), (HttpMethod.Get, "/api/export?user=1", null),
            (HttpMethod.Put, "/api/learning/strategy", """{"strategy":"random"}"""),
        ])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, method, path, body, cookie, token)).Status);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(client, HttpMethod.Post, "/api/actions", """{"action":{"kind":"add-type","name":"X"}}""", cookie, token)).Status);
        Assert.DoesNotContain("\"users\":[{", (await SendAsync(client, HttpMethod.Get, "/api/project", null, cookie, token)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_locked_out_by_the_first_password()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        using HttpClient client = Client(bench);
        (string cookie, string token) = await SessionAsync(client);
        (HttpStatusCode status, string body) = await SendAsync(client, HttpMethod.Post, "/api/users", """{"name":"Juma","password":"nywila-ya-juma","role":"annotator"}""", cookie, token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("has no password yet", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, HttpMethod.Put, "/api/users/1", """{"password":"short"}""", cookie, token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Put, "/api/users/1", """{"password":"long-enough"}""", cookie, token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Post, "/api/users", """{"name":"Juma","password":"nywila-ya-juma","role":"annotator"}""", cookie, token)).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        using HttpClient client = Client(bench);
        (string cookie, string token) = await SessionAsync(client);
        string large = $$"""{"text":"{{new string('a', 9 << 20)}}"}""";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(client, HttpMethod.Post, "/api/markdown", large, cookie, token)).Status);
    }

    [Fact]
    public async Task A_document_with_entities_that_explode_is_refused()
    {
        const string Bomb = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&b;</xmi:XMI>""";
        await using Bench bench = await Bench.StartAsync();
        using HttpClient client = Client(bench);
        (string cookie, string token) = await SessionAsync(client);
        using var form = new MultipartFormDataContent { { new StringContent(Bomb), "files", "bomb.xmi" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/import") { Content = form };
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("X-CSRF-Token", token);
        using HttpResponseMessage answer = await client.SendAsync(request);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains("bomb.xmi", body.RootElement.GetProperty("files")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(bench.Project.Documents());
    }

    private static HttpClient Client(Bench bench) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = bench.Address };

    private static async Task<(string Cookie, string Token)> SessionAsync(HttpClient client, string? name = null, string? password = null)
    {
        using HttpResponseMessage answer = name is null
            ? await client.GetAsync("/session")
            : await client.PostAsync("/session", new StringContent($$"""{"name":"{{name}}","password":"{{password}}"}""", Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.Headers.GetValues("Set-Cookie").Last().Split(';')[0], body.RootElement.GetProperty("csrfToken").GetString()!);
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpClient client, HttpMethod method, string path, string? body, string cookie, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie);
        if (token is not null)
        {
            request.Headers.Add("X-CSRF-Token", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.ExpectContinue = body.Length > 1 << 20; // the answer comes before the body, where it is not wanted
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
