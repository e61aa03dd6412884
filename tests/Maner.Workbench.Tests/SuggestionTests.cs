using Maner.Annotation.Records;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>Suggestions are shown as such, and are accepted, corrected and rejected; and one label goes to all places of its words.</summary>
public sealed class SuggestionTests(ChromiumFixture chromium)
{
    private const int Per = 1, Loc = 2;

    [Fact]
    public async Task A_sentence_of_suggestions_takes_one_key()
    {
        await using Bench bench = await SuggestedAsync();
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha Mwinyi aliwasili Tanga jana.");
        Assert.Equal(["Asha Mwinyi PER?", "Tanga LOC?"], await page.EntitiesAsync());
        await page.FinishAsync("Enter");

        SentenceAnnotation saved = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Annotation;
        Assert.Equal(SentenceState.Done, saved.State);
        Assert.Equal([(0, 2, Per, SpanOrigin.Model, "mini-ner", 0.9), (3, 4, Loc, SpanOrigin.Model, "mini-ner", 0.6)], saved.Spans.Select(span => (span.First, span.End, span.Type, span.Origin, span.Model, Math.Round(span.Score ?? 0, 2))));
        page.AssertQuiet();
    }

    [Fact]
    public async Task A_span_is_accepted_corrected_or_rejected()
    {
        await using Bench bench = await SuggestedAsync();
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha Mwinyi aliwasili Tanga jana.");
        await page.PressAsync("a"); // the cursor begins on the first suggestion, and goes to the next
        Assert.Equal(["Asha Mwinyi PER", "Tanga LOC?"], await page.EntitiesAsync());
        await page.PressAsync("Shift+ArrowRight"); // corrected: one word more
        Assert.Equal(["Asha Mwinyi PER", "Tanga jana LOC"], await page.EntitiesAsync());
        await page.WaitUntilSavedAsync();
        await page.PressAsync("u");
        await Assertions.Expect(page.Page.Locator(".entity.open")).ToHaveCountAsync(1);
        await page.PressAsync("x"); // the cursor is where the undone entity began
        Assert.Equal(["Asha Mwinyi PER"], await page.EntitiesAsync());
        await page.FinishAsync("Enter");

        SentenceAnnotation saved = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Annotation;
        Assert.Equal([(0, 2, Per)], saved.Spans.Select(span => (span.First, span.End, span.Type)));
        Assert.Equal([(3, 4, Loc)], saved.Rejected.Select(span => (span.First, span.End, span.Type)));
    }

    [Fact]
    public async Task Another_type_on_a_suggestion_is_a_correction_that_keeps_where_it_came_from()
    {
        await using Bench bench = await SuggestedAsync();
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha Mwinyi aliwasili Tanga jana.");
        await page.PressAsync("3");
        await page.FinishAsync("Shift+Enter"); // without the other suggestion
        AnnotatedSpan span = Assert.Single(bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Annotation.Spans);
        Assert.Equal((0, 2, 3, SpanOrigin.Person, "mini-ner"), (span.First, span.End, span.Type, span.Origin, span.Model));
    }

    [Fact]
    public async Task All_occurrences_are_labelled_with_preview_exception_and_one_undo()
    {
        await using Bench bench = await Bench.StartAsync("Tanga ni mji.\nAlienda Tanga jana.\nTanga Cement ni kampuni.\nBasi la Tanga.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Tanga ni mji.");
        await page.PressAsync("2", "Shift+A");
        ILocator places = page.Page.Locator("dialog .places li");
        await Assertions.Expect(places).ToHaveCountAsync(3);
        await places.Nth(1).Locator("input").PressAsync("Space"); // the company is an exception
        await page.Page.Locator("dialog footer .accept").PressAsync("Enter");
        await Assertions.Expect(page.Notice).ToContainTextAsync("2 places are labelled");
        Assert.Equal([1, 1, 0, 1], bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences.Select(sentence => sentence.Annotation.Spans.Count));

        await page.PressAsync("u");
        await Assertions.Expect(page.Notice).ToContainTextAsync("Undone");
        Assert.Equal([1, 0, 0, 0], bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences.Select(sentence => sentence.Annotation.Spans.Count));
        page.AssertQuiet();
    }

    [Fact]
    public async Task A_double_click_labels_a_word_and_dragging_snaps_to_words()
    {
        await using Bench bench = await Bench.StartAsync("Asha Mwinyi aliwasili Tanga jana.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha Mwinyi aliwasili Tanga jana.");
        await page.Page.Locator("#word-3").DblClickAsync();
        Assert.Equal(["Tanga PER"], await page.EntitiesAsync());
        await page.PressAsync("2");

        LocatorBoundingBoxResult first = (await page.Page.Locator("#word-0").BoundingBoxAsync())!, last = (await page.Page.Locator("#word-1").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(first.X + (first.Width / 2), first.Y + (first.Height / 2)); // from the middle of a word
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(last.X + 3, last.Y + (last.Height / 2), new MouseMoveOptions { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        Assert.Equal("Asha Mwinyi", await page.SelectionAsync());
        await page.Page.Locator(".type", new PageLocatorOptions { HasText = "PER" }).ClickAsync();
        Assert.Equal(["Asha Mwinyi PER", "Tanga LOC"], await page.EntitiesAsync());
        page.AssertQuiet();
    }

    private static async Task<Bench> SuggestedAsync()
    {
        Bench bench = await Bench.StartAsync("Asha Mwinyi aliwasili Tanga jana.\nJe, basi linaondoka?");
        long sentence = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Id;
        bench.Project.StoreSuggestions("mini-ner", [new SentenceSuggestion(sentence, [new AnnotatedSpan(0, 2, Per, Score: 0.9), new AnnotatedSpan(3, 4, Loc, Score: 0.6)], 6)]);
        return bench;
    }
}
