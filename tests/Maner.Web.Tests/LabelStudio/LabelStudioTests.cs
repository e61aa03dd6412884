using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Testing;
using Maner.Web.Hosting;
using Maner.Web.LabelStudio;
using Maner.Web.Projects;
using Xunit;

namespace Maner.Web.Tests.LabelStudio;

/// <summary>Label Studio's ML backend, call by call.</summary>
public sealed class LabelStudioTests
{
    [Fact]
    public async Task Health_and_setup_answer_as_the_protocol_says()
    {
        await using Served served = await Served.StartAsync();

        Assert.Equal("""{"status":"UP","model_class":"Maner"}""", (await served.GetAsync("/label-studio/health")).Body);
        Assert.Equal("UP", (await served.GetAsync("/label-studio/")).Json.GetProperty("status").GetString());
        Answer setup = await served.PostAsync("/label-studio/setup", Exchanges.Setup("http://localhost:8080"));
        Assert.Matches("^\\{\"model_version\":\"maner-[0-9a-f]{12}\"\\}$", setup.Body);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync("/label-studio/mini-ner/setup", Exchanges.Setup("http://localhost:8080"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync("/label-studio/other/health")).Status);
        Assert.DoesNotContain("TOKEN", served.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("no label for the model's types DATE", served.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictions_are_one_per_task_in_order_with_code_points_and_the_projects_labels()
    {
        await using Served served = await Served.StartAsync();
        JsonObject without = Exchanges.Task(2, "");
        without["data"] = new JsonObject { ["title"] = "no body" };

        Answer answer = await served.PostAsync("/label-studio/predict", Exchanges.Predict(Exchanges.Task(1, Exchanges.Text), without, Exchanges.Task(3, "Hakuna."), Exchanges.Task(4, Exchanges.Text)));

        JsonElement[] results = [.. answer.Json.GetProperty("results").EnumerateArray()];
        Assert.Equal(4, results.Length);
        Assert.Equal(results[0].GetRawText(), results[3].GetRawText());
        Assert.Equal(0, results[1].GetProperty("result").GetArrayLength());
        JsonElement[] regions = [.. results[0].GetProperty("result").EnumerateArray()];
        Assert.Contains(regions, region => region.GetProperty("value").GetProperty("text").GetString() == "München");
        Assert.Contains(regions, region => region.GetProperty("value").GetProperty("text").GetString() == "Berlin");
        Rune[] runes = [.. Exchanges.Text.EnumerateRunes()];
        foreach (JsonElement region in regions)
        {
            JsonElement value = region.GetProperty("value");
            Assert.Equal(("ner", "txt", "labels"), (region.GetProperty("from_name").GetString(), region.GetProperty("to_name").GetString(), region.GetProperty("type").GetString()));
            Assert.Contains(value.GetProperty("labels")[0].GetString(), new[] { "Person", "Place", "Company" });
            Assert.Equal(value.GetProperty("text").GetString(), string.Concat(runes[value.GetProperty("start").GetInt32()..value.GetProperty("end").GetInt32()]));
            Assert.InRange(region.GetProperty("score").GetDouble(), 0, 1);
        }

        Assert.Equal(regions.Length, regions.Select(region => region.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(results, result => Assert.InRange(result.GetProperty("score").GetDouble(), 0, 1));
        Assert.Contains("1 tasks have no text 'body'", served.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_the_format_collection_are_answered_as_they_say()
    {
        string folder = SharedFiles.OrSkip("oracle/annotation-formats/label-studio");
        await using Served served = await Served.StartAsync();

        Assert.True((await served.PostAsync("/label-studio/setup", await FileAsync("ml-setup-request.json"))).Json.TryGetProperty("model_version", out _));
        JsonElement result = (await served.PostAsync("/label-studio/predict", await FileAsync("ml-predict-request.json"))).Json.GetProperty("results")[0];
        Assert.Equal(["model_version", "result", "score"], result.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Answer created = await served.PostAsync("/label-studio/webhook", await FileAsync("ml-webhook-annotation-created.json"));
        Assert.Equal((HttpStatusCode.Created, "ok"), (created.Status, created.Json.GetProperty("status").GetString()));

        Task<string> FileAsync(string name) => File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_training_run_fetches_labelled_tasks_and_its_tagger_answers_afterwards_and_after_a_restart()
    {
        await using FakeLabelStudio studio = await FakeLabelStudio.StartAsync();
        studio.Tasks = Exchanges.Of(new JsonArray(Exchanges.Labelled(1, "Asha Mwinyi", "aliwasili jana."), Exchanges.Labelled(2, "Juma", "ni mtu."), Exchanges.Labelled(3, "Neema", "x", isCancelled: true, label: "Company")));
        await using Served served = await Served.StartAsync();
        Answer setup = await served.PostAsync("/label-studio/setup", Exchanges.Setup(studio.Address));
        string before = setup.Json.GetProperty("model_version").GetString()!;

        Answer webhook = await served.PostAsync("/label-studio/webhook", Exchanges.Webhook("START_TRAINING"));
        Assert.Equal(HttpStatusCode.Created, webhook.Status);
        Assert.NotNull(webhook.Json.GetProperty("result").GetProperty("job").GetString());
        Assert.Equal("ok", webhook.Json.GetProperty("status").GetString());
        await served.UntilAsync(async () => await VersionAsync() != before, "a trained tagger");

        Assert.Equal("GET /api/projects/1/export?exportType=JSON&download_all_tasks=false Token TOKEN", studio.Requests.Single());
        string after = await VersionAsync();
        Assert.Contains("with 2 labelled sentences", served.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(before["maner-".Length..], (await served.GetAsync("/models")).Json.GetProperty("models")[0].GetProperty("version").GetString()); // others' model stays
        await using Served again = await Served.StartAsync(projects: new ProjectOptions { Folder = served.Projects });
        Assert.Equal(after, (await again.PostAsync("/label-studio/setup", Exchanges.Setup(studio.Address))).Json.GetProperty("model_version").GetString());

        async Task<string> VersionAsync() => (await served.PostAsync("/label-studio/predict", Exchanges.Predict(Exchanges.Task(1, "Asha"))))
            .Json.GetProperty("results")[0].GetProperty("model_version").GetString()!;
    }

    [Fact]
    public async Task Annotations_are_counted_and_every_so_many_are_learned_from()
    {
        await using FakeLabelStudio studio = await FakeLabelStudio.StartAsync();
        await using Served served = await Served.StartAsync(labelStudio: new LabelStudioOptions { Address = new Uri(studio.Address + "/"), Token = "a.b.c" });

        Assert.Null((await served.PostAsync("/label-studio/webhook", Exchanges.Webhook("ANNOTATION_CREATED"))).Json.GetProperty("result").GetProperty("job").GetString());
        Assert.NotNull((await served.PostAsync("/label-studio/webhook", Exchanges.Webhook("ANNOTATION_UPDATED"))).Json.GetProperty("result").GetProperty("job").GetString());
        await served.UntilAsync(() => Task.FromResult(studio.Requests.Count == 2), "the request for tasks");
        Assert.Equal("POST /api/token/refresh ", studio.Requests.First()); // a personal access token
        Assert.EndsWith("Bearer ACCESS", studio.Requests.Last(), StringComparison.Ordinal);
        await served.UntilAsync(() => Task.FromResult(served.Log.ToString().Contains("failed; the tagger stays", StringComparison.Ordinal)), "a line about no labels");

        Answer other = await served.PostAsync("/label-studio/webhook", """{"action":"PROJECT_UPDATED","project":{"id":1}}""");
        Assert.Equal((HttpStatusCode.OK, "Unknown event"), (other.Status, other.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Old_versions_send_the_tasks_themselves()
    {
        await using Served served = await Served.StartAsync();
        string body = Exchanges.Of(new JsonObject { ["annotations"] = new JsonArray(Exchanges.Labelled(1, "Asha", "aliwasili.")), ["project"] = "2.5", ["label_config"] = Exchanges.Config });

        Answer answer = await served.PostAsync("/label-studio/train", body);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.NotNull(answer.Json.GetProperty("job").GetString());
        await served.UntilAsync(() => Task.FromResult(served.Log.ToString().Contains("is done", StringComparison.Ordinal)), "training");
        Assert.Equal(["label-studio-mini-ner-2"], Directory.GetDirectories(served.Projects).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tokens_go_nowhere_but_to_the_address_that_was_set_up()
    {
        await using FakeLabelStudio studio = await FakeLabelStudio.StartAsync();
        await using FakeLabelStudio elsewhere = await FakeLabelStudio.StartAsync();
        studio.Redirect = elsewhere.Address + "/api/projects/1/export";
        await using Served served = await Served.StartAsync();
        await served.PostAsync("/label-studio/setup", Exchanges.Setup(studio.Address));
        await served.PostAsync("/label-studio/webhook", Exchanges.Webhook("START_TRAINING"));
        await served.UntilAsync(() => Task.FromResult(served.Log.ToString().Contains("answered 302", StringComparison.Ordinal)), "a line about the redirect");

        Assert.Empty(elsewhere.Requests);
        foreach (string address in (string[])["file:///etc/passwd", "http://user:secret@host/", "ftp://host/", "//host", "", "gopher://host"])
        {
            Assert.Null(LabelStudioClient.AddressOf(address));
        }

        using var client = new LabelStudioClient(new LabelStudioOptions());
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.LabelledTasksAsync(new LabelStudioProject(new Uri("http://169.254.169.254/"), "TOKEN"), "1", CancellationToken.None));
        Assert.Contains("no address that may be asked", refused.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => client.LabelledTasksAsync(new LabelStudioProject(new Uri(studio.Address), "TOKEN"), "../../1", CancellationToken.None));
        Assert.DoesNotContain("TOKEN", new LabelStudioProject(new Uri(studio.Address), "TOKEN").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_can_be_the_password_of_basic_authentication()
    {
        const string Token = "0123456789abcdef";
        await using Served served = await Served.StartAsync(options: new ServerOptions { Token = Token });
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"label-studio:{Token}"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await served.GetAsync("/label-studio/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await served.SendAsync(HttpMethod.Get, "/label-studio/health", null, ("Authorization", $"Basic {basic}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await served.GetAsync($"/token/{Token}/label-studio/health")).Status);
    }

    [Theory]
    [InlineData("<View", "text that is not")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><View>&b;</View>", "text that is not")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><View>&c;</View>", "text that is not")]
    [InlineData("<View><Image name='i' value='$i'/><RectangleLabels name='l' toName='i'/></View>", "<View>, <Image>, <RectangleLabels>")]
    [InlineData("<View><Labels name='l' toName='t'/><Text name='t' value='$t' valueType='url'/></View>", "label spans of text alone")]
    public async Task Configurations_that_label_no_text_are_refused_with_what_was_expected(string config, string expected)
    {
        await using Served served = await Served.StartAsync();
        string body = Exchanges.Of(new JsonObject { ["project"] = "1.2", ["schema"] = config, ["hostname"] = "", ["access_token"] = "" });

        Answer answer = await served.PostAsync("/label-studio/setup", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_trained_and_that_is_said()
    {
        await using Served served = await Served.StartAsync(projects: new ProjectOptions());

        Answer answer = await served.PostAsync("/label-studio/webhook", Exchanges.Webhook("START_TRAINING"));

        Assert.Contains("without a folder for trained taggers", answer.Json.GetProperty("result").GetProperty("note").GetString(), StringComparison.Ordinal);
    }
}
