using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Maner.Annotation;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Maner.Testing;
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

    /// <summary>A project in the middle of the work of two people, with suggestions and a curve.</summary>
    private static async Task<Bench> FilledAsync()
    {
        string text = string.Join('\n', File.ReadLines(Samples.File("train.txt")).Where(line => line.Contains("Nairobi", StringComparison.Ordinal)).Concat(File.ReadLines(Samples.File("unlabelled.txt"))).Take(14));
        Bench bench = await Bench.StartAsync(text, project => new MadeUpLearning(project), "PER", "LOC", "ORG");
        int owner = bench.Owner, other = bench.Project.AddUser(owner, "Juma", null, UserRole.Annotator).Id;
        bench.Project.Apply(owner, new SetGuidelines("1. **PER** is the name of a person with all its parts.\n2. Titles are no part of it: *Bi*, *Mzee*, *Dkt.*\n3. The longest name counts: *Benki Kuu ya Tanzania* is one **ORG**."));
        IReadOnlyList<SentenceView> sentences = bench.Project.Sentences(owner, new SentenceQuery()).Sentences;
        bench.Project.StoreSuggestions("mini-ner", sentences.Select(Suggested));
        for (int index = 3; index < 9; index++)
        {
            SentenceView sentence = sentences[index];
            AnnotatedSpan[] spans = [.. Suggested(sentence).Spans];
            bench.Project.Apply(owner, new SetSpans(sentence.Id, sentence.Revision, spans, SentenceState.Done) { Seconds = 6 + index });
            AnnotatedSpan[] differently = [.. spans.Select((span, place) => place == 0 && index % 2 == 1 ? span with { Type = 1 + (span.Type % 3) } : span)];
            bench.Project.Apply(other, new SetSpans(sentence.Id, bench.Project.Sentence(other, sentence.Id)!.Revision, differently, SentenceState.Done) { Seconds = 9 });
        }

        return bench;
    }

    // Words with a capital, as a weak model sees them.
    private static SentenceSuggestion Suggested(SentenceView sentence)
    {
        string[] words = [.. sentence.Words.Select(word => word.Of(sentence.Text))];
        int[] names = [.. Enumerable.Range(1, Math.Max(0, words.Length - 1)).Where(index => char.IsUpper(words[index][0]))];
        AnnotatedSpan[] spans =
        [
            .. names.Where(index => !names.Contains(index - 1)).Select(first =>
            {
                int end = Enumerable.Range(first, words.Length - first).First(index => !names.Contains(index));
                return new AnnotatedSpan(first, end, words[first] == "Nairobi" ? 2 : end - first > 1 ? 1 : 3, Score: 0.5 + (0.04 * (first % 12)));
            }),
        ];
        return new SentenceSuggestion(sentence.Id, spans, words.Length, 0.3);
    }

    /// <summary>A curve to be drawn; sentences come in the order of the text.</summary>
    private sealed class MadeUpLearning(AnnotationProject project) : IWorkbenchLearning
    {
        public LearningAnswer State { get; } = new("waiting", "v4 has learned from 60 sentences; the next training begins after 6 more.", "v4", 60, true);

        public IReadOnlyList<NamedTitle> Strategies { get; } = [new("random", "At random."), new("mnlp", "Those of which the tagger is least certain.")];

        public string Strategy => "random";

        public IReadOnlyList<CurvePoint> Curve { get; } =
        [
            new(10, 0.41, 0.29, 0.53, 4, "v1"), new(20, 0.52, 0.41, 0.62, 6, "v2"), new(40, 0.63, 0.54, 0.71, 11, "v3"), new(60, 0.69, 0.61, 0.76, 16, "v4"),
        ];

        public string Advice => "More labels still help: the last 20 sentences were worth 0.06.";

        public string? Folder => "habari.db-models/v4";

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
