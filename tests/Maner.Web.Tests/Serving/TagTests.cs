using System.Globalization;
using System.Net;
using System.Text.Json;
using Maner.Testing;
using Xunit;

namespace Maner.Web.Tests.Serving;

/// <summary>POST /tag as clients see it, with the bundled tagger.</summary>
public sealed class TagTests : IAsyncLifetime
{
    private const string Text = "Angela Merkel 😀 besuchte gestern München.";
    private Served _served = null!;

    public async ValueTask InitializeAsync() => _served = await Served.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Answers_are_what_maner_predict_says_to_the_last_digit_alone_and_together()
    {
        string[] lines = [.. File.ReadAllLines(Samples.File("unlabelled.txt")).Where(line => line.Length > 0)];
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, Cli.CliApp.Run(["predict", "--model", "mini-ner", Samples.File("unlabelled.txt"), "--output", "jsonl"], output, TextWriter.Null, TextReader.Null));
        string[] predicted = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Describe(JsonDocument.Parse(line).RootElement))];

        Answer[] alone = await Task.WhenAll(Enumerable.Range(0, 8).SelectMany(_ => lines).Select(line => _served.PostAsync("/tag", Body(new { text = line, offsets = "codepoints" }))));
        Answer together = await _served.PostAsync("/tag", Body(new { text = string.Join("\r\n", lines), offsets = "codepoints" }));
        Answer listed = await _served.PostAsync("/tag", Body(new { text = lines, offsets = "codepoints" }));

        Assert.Equal(predicted.Length, lines.Length);
        Assert.Equal(Enumerable.Range(0, 8).SelectMany(_ => predicted), alone.Select(answer => Describe(Sentences(answer).Single())));
        Assert.Equal(predicted, Sentences(together).Select(Describe));
        Assert.Equal(predicted, Sentences(listed).Select(Describe));
        Assert.Equal(Enumerable.Range(0, lines.Length), Sentences(listed).Select(sentence => sentence.GetProperty("input").GetInt32()));

        static string Describe(JsonElement sentence) => sentence.GetProperty("text").GetString() + string.Concat(sentence.GetProperty("entities").EnumerateArray().Select(entity =>
            $" [{entity.GetProperty("type")} {entity.GetProperty("text")} {entity.GetProperty("begin")} {entity.GetProperty("end")} {entity.GetProperty("probability").GetRawText()}]"));
    }

    [Theory]
    [InlineData(null, 34, 41)]
    [InlineData("utf16", 34, 41)]
    [InlineData("codepoints", 33, 40)]
    [InlineData("utf8", 36, 44)]
    [InlineData("words", 5, 6)]
    public async Task Offsets_are_in_the_unit_that_was_asked_for(string? unit, int begin, int end)
    {
        Answer answer = await _served.PostAsync("/tag", unit is null ? Body(new { text = Text }) : Body(new { text = Text, offsets = unit }));

        JsonElement city = Sentences(answer).Single().GetProperty("entities").EnumerateArray().Single(entity => entity.GetProperty("type").GetString() == "LOC");
        Assert.Equal(("München", begin, end), (city.GetProperty("text").GetString(), city.GetProperty("begin").GetInt32(), city.GetProperty("end").GetInt32()));
        Assert.InRange(city.GetProperty("probability").GetDouble(), 0.2, 1);
    }

    [Fact]
    public async Task Words_are_taken_as_they_are_and_lists_of_both_kinds_keep_their_order()
    {
        Answer answer = await _served.PostAsync("/tag", """[{"words":["Angela","Merkel","besuchte","München","."]},{"text":"\nKein Wort.\n\n"},{"text":""},{"words":[["Berlin"],[]]}]""");

        JsonElement[] sentences = Sentences(answer);
        Assert.Equal(["Angela Merkel besuchte München .", "Kein Wort.", "Berlin", ""], sentences.Select(sentence => sentence.GetProperty("text").GetString()));
        Assert.Equal([0, 1, 3, 4], sentences.Select(sentence => sentence.GetProperty("input").GetInt32()));
        Assert.Equal(1, sentences[1].GetProperty("begin").GetInt32());
        Assert.False(sentences[0].TryGetProperty("begin", out _));
    }

    [Fact]
    public async Task Lines_are_cut_into_sentences_where_that_is_asked_for()
    {
        const string Two = "Dr. Amina lebt in Berlin. Sie kam 😀 aus München.  Heute nicht.";
        Answer whole = await _served.PostAsync("/tag", Body(new { text = Two }));
        Answer split = await _served.PostAsync("/tag", Body(new { text = Two, split = "sentences", offsets = "codepoints" }));

        Assert.Single(Sentences(whole));
        Assert.Equal("Heute nicht.", Sentences(split)[^1].GetProperty("text").GetString());
        int[] codePoints = StringInfo.ParseCombiningCharacters(Two);
        Assert.All(Sentences(split), sentence => Assert.StartsWith(sentence.GetProperty("text").GetString()!, Two[codePoints[sentence.GetProperty("begin").GetInt32()]..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "found a body that is none")]
    [InlineData("{", "found a body that is none")]
    [InlineData("3", "found a number")]
    [InlineData("{}", "found neither \"text\" nor \"words\"")]
    [InlineData("""{"text":"a","words":["b"]}""", "found both")]
    [InlineData("""{"text":3}""", "Expected \"text\" to be a string, found a number")]
    [InlineData("""{"text":["a",null]}""", "Expected \"text\", item 1 to be a string, found null")]
    [InlineData("""{"words":"a b"}""", "found a string")]
    [InlineData("""{"words":[["a"],"b"]}""", "Expected \"words\", item 1 to be a list of strings, found a string")]
    [InlineData("""{"text":"\ud83d"}""", "half of a surrogate pair")]
    [InlineData("""{"text":"a","offsets":"bytes"}""", "\"utf16\", \"codepoints\", \"utf8\", \"words\", found \"bytes\"")]
    [InlineData("""{"text":"a","txet":"b"}""", "found \"txet\"")]
    [InlineData("""{"text":"a","text":"b"}""", "found a body that is none")]
    [InlineData("""[{"text":"a"},[]]""", "item 1: Expected")]
    [InlineData("""[{"text":"a","offsets":"utf8"},{"text":"a"}]""", "found several")]
    public async Task What_cannot_be_understood_is_refused_with_what_was_expected(string body, string expected)
    {
        Answer answer = await _served.PostAsync("/tag", body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Contains(expected, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named_with_those_that_are()
    {
        Answer answer = await _served.PostAsync("/tag", """{"text":"a","model":"other"}""");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("mini-ner", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _served.PostAsync("/tag", """{"text":"a","model":"mini-ner"}""")).Status);
        JsonElement model = (await _served.GetAsync("/models")).Json.GetProperty("models")[0];
        Assert.Equal(("mini-ner", true, 4), (model.GetProperty("name").GetString(), model.GetProperty("isDefault").GetBoolean(), model.GetProperty("types").GetArrayLength()));
    }

    [Fact]
    public async Task A_script_in_a_text_comes_back_as_text_and_never_as_a_page()
    {
        const string Script = "<script>alert('Angela Merkel')</script>";
        Answer answer = await _served.PostAsync("/tag", Body(new { text = Script }));

        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(Script, Sentences(answer).Single().GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("/models/..%2f..%2fetc%2fpasswd/reload")]
    [InlineData("/models/%2e%2e/reload")]
    [InlineData("/models/mini-ner%00/reload")]
    [InlineData("/label-studio/..%2f..%2f/predict")]
    [InlineData("/inception/%2e%2e%5c/predict")]
    public async Task Paths_lead_to_no_file(string path)
    {
        Answer answer = await _served.PostAsync(path, """{"metadata":{"layer":"a","feature":"b"},"document":{"xmi":"x"},"tasks":[],"project":"../..","label_config":"<View/>"}""");

        Assert.InRange((int)answer.Status, 400, 499);
        Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        Answer answer = await _served.PostAsync("/tag", Body(new { text = new string('x', 9 << 20) }), ("Expect", "100-continue"));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal(HttpStatusCode.OK, (await _served.PostAsync("/tag", Body(new { text = "a" }))).Status);
    }

    [Fact]
    public async Task Health_readiness_and_figures_are_there()
    {
        await _served.PostAsync("/tag", """{"words":["Angela","Merkel"]}""");
        await _served.PostAsync("/tag", "{}");
        await _served.GetAsync("/etc/passwd");

        Assert.Equal("""{"status":"UP"}""", (await _served.GetAsync("/health")).Body);
        Assert.Equal("""{"status":"UP"}""", (await _served.GetAsync("/ready")).Body);
        Answer metrics = await _served.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.ContentType);
        Assert.Contains("maner_requests_total{path=\"/tag\",status=\"200\"} 1\n", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("maner_requests_total{path=\"/tag\",status=\"400\"} 1\n", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("maner_requests_total{path=\"other\",status=\"404\"} 1\n", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("maner_words_total{model=\"mini-ner\"} 2\n", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("maner_request_seconds_bucket{path=\"/tag\",le=\"+Inf\"} 2\n", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("maner_queue_requests{model=\"mini-ner\"} 0\n", metrics.Body, StringComparison.Ordinal);
        Assert.Matches("maner_model_info\\{model=\"mini-ner\",version=\"[0-9a-f]{12}\"\\} 1\n", metrics.Body);
    }

    /// <summary>The description is a promise: whoever changes it writes it again with MANER_WRITE_API=1, and sees the difference in the commit.</summary>
    [Fact]
    public async Task The_description_is_the_one_that_was_promised()
    {
        string path = Path.Combine(SharedFiles.Repository, "docs", "reference", "openapi.json");
        Answer answer = await _served.GetAsync("/openapi.json");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        string found = answer.Body.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("MANER_WRITE_API") is not null)
        {
            await File.WriteAllTextAsync(path, found, TestContext.Current.CancellationToken);
        }

        Assert.Equal(File.Exists(path) ? (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") : "", found);
        string[] paths = [.. answer.Json.GetProperty("paths").EnumerateObject().Select(entry => entry.Name)];
        Assert.Equal(["/health", "/metrics", "/models", "/models/{name}/reload", "/ready", "/tag"], paths.Order(StringComparer.Ordinal));
    }

    private static JsonElement[] Sentences(Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("sentences").EnumerateArray()];
    }

    private static string Body(object value) => JsonSerializer.Serialize(value);
}
