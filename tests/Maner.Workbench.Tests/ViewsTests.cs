using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Maner.Annotation;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Web.Workbench;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>
/// Every view, with axe's rules for screen readers and contrast, in light and dark and on a phone. With MANER_WRITE_SCREENSHOTS=1 the pictures of docs/images are made anew.
/// </summary>
public sealed class ViewsTests(ChromiumFixture chromium)
{
    /// <summary>The views by name: where they are, and what is done there before one looks.</summary>
    private static readonly (string Name, string Hash, string WaitFor, string[] Keys)[] s_views =
    [
        ("label", "#/label/1", ".card .entity", []),
        ("guidelines", "#/label/2", ".card .text", ["g"]),
        ("keys", "#/label/2", "dialog .keys", ["?"]),
        ("occurrences", "#/label/3", "dialog .places", ["End", "ArrowLeft", "2", "Shift+A"]),
        ("words", "#/label/3", "dialog", ["e"]),
        ("comment", "#/label/3", "dialog", ["c"]),
        ("history", "#/label/4", "dialog .history", ["h"]),
        ("search", "#/search/Nairobi", ".concordance li", []),
        ("progress", "#/progress", ".curve", []),
        ("agreement", "#/agreement", ".tile", []),
        ("adjudication", "#/agreement/4", ".decision", []),
        ("data", "#/data", ".losses, .page table", []),
        ("settings", "#/settings", ".type-table", []),
    ];

    [Fact]
    public async Task Every_view_is_fit_for_screen_readers_and_is_pictured()
    {
        await using Bench bench = await FilledAsync();
        await CheckAsync(bench, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 700 }, ColorScheme = ColorScheme.Light }, "", s_views);
        await CheckAsync(bench, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 700 }, ColorScheme = ColorScheme.Dark }, "-dark", [.. s_views.Where(view => view.Name is "label" or "progress" or "settings")]);
        await CheckAsync(
            bench,
            new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true },
            "-phone",
            [.. s_views.Where(view => view.Name is "label" or "search" or "progress" or "data" or "settings")]);
    }

    [Fact]
    public async Task The_page_to_log_in_is_fit_for_screen_readers()
    {
        await using Bench bench = await FilledAsync();
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-ya-asha", name: "Asha");
        await CheckAsync(bench, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 700 } }, "", [("log-in", "", ".log-in", [])]);
    }

    [Fact]
    public async Task On_paper_there_is_the_text_with_its_labels_alone()
    {
        await using Bench bench = await FilledAsync();
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address, "#/label/1");
        await page.Page.Locator(".card .text").WaitForAsync();
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await page.Page.Locator(".card .label").First.IsVisibleAsync());
        Assert.False(await page.Page.Locator(".actions").IsVisibleAsync());
        Assert.False(await page.Page.Locator("nav").IsVisibleAsync());
    }

    private async Task CheckAsync(Bench bench, BrowserNewContextOptions options, string suffix, (string Name, string Hash, string WaitFor, string[] Keys)[] views)
    {
        await using IBrowserContext context = await chromium.NewContextAsync(options);
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        var serious = new List<string>();
        foreach ((string name, string hash, string waitFor, string[] keys) in views)
        {
            await page.Page.GotoAsync("about:blank");
            await page.Page.GotoAsync(bench.Address + hash);
            await page.Page.Locator(name == "log-in" ? ".log-in" : "main > *").First.WaitForAsync();
            if (keys.Length > 0)
            {
                await page.Page.Locator(".card .text").WaitForAsync();
            }

            await page.PressAsync(keys);
            await page.Page.Locator(waitFor).First.WaitForAsync();
            AxeResult result = await page.Page.RunAxe();
            serious.AddRange(result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation =>
                $"{name}{suffix}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
            Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)")); // nothing is wider than the window
            await Picture.TakeAsync(page, name + suffix);
        }

        Assert.True(serious.Count == 0, string.Join('\n', serious));
        page.AssertQuiet();
    }

    /// <summary>
    /// A project in the middle of the work of two people: the sample's sentences with the sample's labels, of which one has labelled sixty and the other six, some differently. What is
    /// learned is said of what is there, so that no number in a picture contradicts another.
    /// </summary>
    private static async Task<Bench> FilledAsync()
    {
        (string Text, Sentence Gold)[] sample = [.. File.ReadLines(Samples.File("train.txt")).Zip(LabelledData.Read(Samples.File("train.conll")).Sentences).OrderBy(pair => !pair.First.Contains("Nairobi", StringComparison.Ordinal))];
        Bench bench = await Bench.StartAsync(string.Join('\n', sample.Select(pair => pair.Text)), project => new LearningToShow(project), "PER", "LOC", "ORG");
        int owner = bench.Owner, other = bench.Project.AddUser(owner, "Juma", null, UserRole.Annotator).Id;
        bench.Project.Apply(owner, new SetGuidelines("1. **PER** is the name of a person with all its parts.\n2. Titles are no part of it: *Bi*, *Mzee*, *Dkt.*\n3. The longest name counts: *Benki Kuu ya Tanzania* is one **ORG**."));
        IReadOnlyList<SentenceView> sentences = bench.Project.Sentences(owner, new SentenceQuery { Limit = sample.Length }).Sentences;
        Assert.All(sentences.Zip(sample), pair => Assert.Equal(pair.Second.Gold.Words, pair.First.Words.Select(word => word.Of(pair.First.Text)))); // the labels are those of the text
        Dictionary<string, int> types = bench.Project.Types().ToDictionary(type => type.Name, type => type.Id);
        AnnotatedSpan[][] gold = [.. sample.Select((pair, index) => (pair.Gold.Entities ?? []).Select((entity, place) => new AnnotatedSpan(entity.Start, entity.End, types[entity.Type], Score: 0.62 + (0.07 * ((index + place) % 6)))).ToArray())];
        bench.Project.StoreSuggestions("v3", sentences.Select((sentence, index) => new SentenceSuggestion(sentence.Id, gold[index], sentence.Words.Count, 0.3)));
        bench.Project.RecordPicks(owner, [.. sentences.Where((_, index) => index % 4 == 3).Select(sentence => (sentence.Id, new Pick("random", true)))]);
        for (int index = 3; index < 3 + LearningToShow.Done; index++)
        {
            SentenceView sentence = sentences[index];
            bench.Project.Apply(owner, new AcceptSuggestion(sentence.Id, sentence.Revision, "v3", null, SentenceState.Done) { Seconds = 4 + (index % 9) });
            if (index < 9)
            {
                AnnotatedSpan[] his = [.. gold[index].Select((span, place) => new AnnotatedSpan(span.First, span.End, place == 0 && index % 2 == 1 ? 1 + (span.Type % 3) : span.Type))];
                bench.Project.Apply(other, new SetSpans(sentence.Id, bench.Project.Sentence(other, sentence.Id)!.Revision, his, SentenceState.Done) { Seconds = 9 });
            }
        }

        return bench;
    }

    /// <summary>A curve to be drawn, of the sentences that are done; a quarter of them were drawn at random. Sentences come in the order of the text.</summary>
    private sealed class LearningToShow(AnnotationProject project) : IWorkbenchLearning
    {
        public const int Done = 60;

        public LearningAnswer State => new("waiting", $"v3 has learned from {Done} sentences; the next training begins after {Done + 20 - project.Progress(null).Done} more.", "v3", Done, true);

        public IReadOnlyList<NamedTitle> Strategies { get; } = [new("random", "At random."), new("mnlp", "Those of which the tagger is least certain.")];

        public string Strategy => "mnlp";

        public IReadOnlyList<CurvePoint> Curve { get; } =
        [
            new(Done / 3, 0.46, 0.2, 0.67, Done / 12, "v1"), new(Done * 2 / 3, 0.58, 0.39, 0.74, Done / 6, "v2"), new(Done, 0.66, 0.5, 0.79, Done / 4, "v3"),
        ];

        public string Advice => "More labels still help: the last 20 sentences were worth 0.08.";

        public string? Folder => "habari.db-models/v3";

        public void Start()
        {
        }

        public void Choose(string strategy) => throw new NotSupportedException();

        public long? Next(int user, long? after) => project.Next(user, after);

        public void TrainNow()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
