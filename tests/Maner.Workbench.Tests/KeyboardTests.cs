using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>Everything by keys alone: the mouse is never touched.</summary>
public sealed class KeyboardTests(ChromiumFixture chromium)
{
    private static readonly string[] s_sentences = File.ReadAllLines(Samples.File("unlabelled.txt"));

    [Fact]
    public async Task Ten_sentences_are_labelled_by_keys_alone()
    {
        await using Bench bench = await Bench.StartAsync(string.Join('\n', s_sentences));
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);

        // Jumamosi iliyopita Mzee [Athumani Ngoda PER] alifungua duka la vitabu mjini [Korogwe LOC].
        await page.WaitForTextAsync(s_sentences[0]);
        await page.PressAsync("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "1", "End", "ArrowLeft", "2");
        Assert.Equal(["Athumani Ngoda PER", "Korogwe LOC"], await page.EntitiesAsync());
        await page.FinishAsync("Enter");

        // Wanafunzi wa [Chuo Kikuu cha Moi ORG] … [Mto Sosiani LOC].
        await page.WaitForTextAsync(s_sentences[1]);
        await page.PressAsync("ArrowRight", "ArrowRight", "3", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"); // one word first, then widened
        await page.PressAsync("End", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "2");
        Assert.Equal(["Chuo Kikuu cha Moi ORG", "Mto Sosiani LOC"], await page.EntitiesAsync());
        await page.FinishAsync("Enter");

        await page.FinishAsync("Space"); // skipped
        await page.PressAsync("f");
        await page.FinishAsync("o"); // no entities, flagged
        for (int sentence = 4; sentence < s_sentences.Length; sentence++)
        {
            await page.WaitForTextAsync(s_sentences[sentence]);
            await page.PressAsync("1", "Backspace", "1");
            await page.FinishAsync("Enter");
        }

        await Assertions.Expect(page.Page.Locator(".empty h1")).ToHaveTextAsync("All done");
        page.AssertQuiet();

        Progress progress = bench.Project.Progress(bench.Owner);
        Assert.Equal((9, 1, 1), (progress.Done, progress.Skipped, progress.Flagged));
        IReadOnlyList<SentenceView> saved = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences;
        Assert.Equal([(3, 5), (10, 11)], saved[0].Annotation.Spans.Select(span => (span.First, span.End)));
        Assert.Equal(SentenceState.Skipped, saved[2].Annotation.State);
        Assert.Equal((SentenceState.Done, true, 0), (saved[3].Annotation.State, saved[3].Annotation.IsFlagged, saved[3].Annotation.Spans.Count));
        Assert.All(saved, sentence => Assert.True(sentence.Seconds > 0));
    }

    [Fact]
    public async Task Entities_are_moved_widened_shrunk_and_relabelled()
    {
        await using Bench bench = await Bench.StartAsync("Mzee Athumani Ngoda wa Chuo Kikuu cha Moi");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Mzee Athumani Ngoda wa Chuo Kikuu cha Moi");

        await page.PressAsync("Shift+ArrowRight", "Shift+ArrowRight", "1");
        Assert.Equal(["Mzee Athumani Ngoda PER"], await page.EntitiesAsync());
        await page.PressAsync("Alt+Shift+ArrowRight");
        Assert.Equal(["Athumani Ngoda PER"], await page.EntitiesAsync());
        await page.PressAsync("Shift+ArrowRight", "Shift+ArrowLeft", "2");
        Assert.Equal(["Athumani Ngoda LOC"], await page.EntitiesAsync());
        await page.PressAsync("End", "3", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft");
        Assert.Equal(["Athumani Ngoda LOC", "Chuo Kikuu cha Moi ORG"], await page.EntitiesAsync());

        // Widened over a neighbour, which gives way; and one undo for each.
        await page.PressAsync("Shift+Tab", "Shift+ArrowRight", "Shift+ArrowRight");
        Assert.Equal(["Athumani Ngoda wa Chuo LOC"], await page.EntitiesAsync());
        await page.WaitUntilSavedAsync();
        await page.PressAsync("u");
        await Assertions.Expect(page.Page.Locator(".card .entity")).ToHaveCountAsync(2);
        Assert.Equal(["Athumani Ngoda wa LOC", "Chuo Kikuu cha Moi ORG"], await page.EntitiesAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task Undo_goes_back_over_sentences_to_the_beginning_and_redo_forth()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.\nJuma anaishi Moshi.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await page.PressAsync("1");
        await page.FinishAsync("Enter");
        await page.WaitForTextAsync("Juma anaishi Moshi.");
        await page.PressAsync("1");
        await page.WaitUntilSavedAsync();

        await page.PressAsync("u");
        await Assertions.Expect(page.Page.Locator(".card .entity")).ToHaveCountAsync(0);
        await page.PressAsync("u"); // the sentence before is shown, not done any more
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await Assertions.Expect(page.Page.Locator(".mark.done")).ToHaveCountAsync(0);
        await page.PressAsync("u");
        await Assertions.Expect(page.Page.Locator(".card .entity")).ToHaveCountAsync(0);
        Assert.Equal(0, bench.Project.Progress(bench.Owner).Done);
        await page.PressAsync("u");
        await Assertions.Expect(page.Notice).ToContainTextAsync("nothing to undo");

        await page.PressAsync("r", "r", "r");
        await page.WaitForTextAsync("Juma anaishi Moshi.");
        await Assertions.Expect(page.Page.Locator(".card .entity")).ToHaveCountAsync(1);
        Assert.Equal(1, bench.Project.Progress(bench.Owner).Done);
        page.AssertQuiet();
    }

    [Fact]
    public async Task Every_key_of_the_list_of_keys_is_on_screen()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await page.PressAsync("?");
        string keys = await page.Page.Locator("dialog").InnerTextAsync();
        Assert.All(["Enter", "Space", "Backspace", "Shift a", "Undo", "Guidelines"], text => Assert.Contains(text, keys, StringComparison.Ordinal));
        await page.PressAsync("Escape");
        await Assertions.Expect(page.Page.Locator("dialog")).ToHaveCountAsync(0);
        await page.PressAsync("ArrowRight");
        Assert.Equal("anaishi", await page.FocusAsync());
    }

    [Fact]
    public async Task Comments_and_words_are_edited_by_keys()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi kwaMoshi leo.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi kwaMoshi leo.");
        await page.PressAsync("c");
        await page.Page.Keyboard.TypeAsync("ni 2 au 3?"); // digits and letters go into the field
        await page.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".mark.comment")).ToHaveTextAsync("ni 2 au 3?");

        await page.PressAsync("ArrowRight", "ArrowRight", "e");
        await page.Page.Locator("dialog .cuts button", new PageLocatorOptions { HasText = "kwa | Moshi" }).PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".card .word")).ToHaveCountAsync(6);
        await page.PressAsync("Home", "ArrowRight", "ArrowRight", "ArrowRight", "2");
        Assert.Equal(["Moshi LOC"], await page.EntitiesAsync());
        await page.WaitUntilSavedAsync();
        SentenceView saved = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0];
        Assert.Equal("ni 2 au 3?", saved.Annotation.Comment);
        page.AssertQuiet();
    }
}
