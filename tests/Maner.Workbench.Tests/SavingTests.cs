using Maner.Annotation.Records;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>No work is lost: the page is loaded again in the middle, the server goes away, two people are at one project.</summary>
public sealed class SavingTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task What_was_labelled_is_there_when_the_page_is_loaded_again()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.\nJuma anaishi Moshi.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await page.PressAsync("1", "ArrowRight", "ArrowRight", "2");
        await page.WaitUntilSavedAsync();
        await page.Page.ReloadAsync();
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        Assert.Equal(["Asha PER", "Tanga LOC"], await page.EntitiesAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task The_next_sentence_is_shown_only_when_this_one_is_saved()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.\nJuma anaishi Moshi.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await bench.StopServerAsync();
        await page.PressAsync("1", "Enter");
        await Assertions.Expect(page.Page.Locator(".save.unsaved")).ToBeVisibleAsync();
        Assert.Equal("Asha anaishi Tanga.", await page.TextAsync());

        await bench.RestartServerAsync();
        await page.Page.GotoAsync(bench.Address.ToString()); // even a new page takes up what the old one could not send
        await page.WaitForTextAsync("Juma anaishi Moshi.");
        SentenceView saved = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0];
        Assert.Equal((SentenceState.Done, 1), (saved.Annotation.State, saved.Annotation.Spans.Count));
    }

    [Fact]
    public async Task A_page_that_is_behind_is_told_and_shows_what_is_there()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage one = await LabelPage.OpenAsync(context, bench.Address), other = await LabelPage.OpenAsync(context, bench.Address);
        await one.WaitForTextAsync("Asha anaishi Tanga.");
        await other.WaitForTextAsync("Asha anaishi Tanga.");
        await one.PressAsync("1");
        await one.WaitUntilSavedAsync();
        await other.PressAsync("End", "ArrowLeft", "2");
        await Assertions.Expect(other.Notice).ToHaveClassAsync("notice error");
        Assert.Equal(["Asha PER"], await other.EntitiesAsync());
        await other.PressAsync("End", "ArrowLeft", "2");
        await other.WaitUntilSavedAsync();
        Assert.Equal(["Asha PER", "Tanga LOC"], await other.EntitiesAsync());
    }

    [Fact]
    public async Task Two_people_log_in_and_label_at_once()
    {
        await using Bench bench = await Bench.StartAsync(string.Join('\n', Enumerable.Range(1, 8).Select(number => $"Asha anaishi mtaa wa {number}.")));
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-ya-asha", name: "Asha");
        int juma = bench.Project.AddUser(bench.Owner, "Juma", "nywila-ya-juma", UserRole.Annotator).Id;
        await using IBrowserContext first = await chromium.NewContextAsync(), second = await chromium.NewContextAsync();
        LabelPage asha = await LogInAsync(first, bench, "Asha", "nywila-ya-asha"), his = await LogInAsync(second, bench, "Juma", "nywila-ya-juma");

        // Nobody gets a sentence that the other is at.
        var seen = new List<string>();
        for (int turn = 0; turn < 4; turn++)
        {
            seen.AddRange([await asha.TextAsync(), await his.TextAsync()]);
            await Task.WhenAll(asha.FinishAsync("1", "Enter"), his.FinishAsync("1", "Enter"));
        }

        Assert.Equal(8, seen.Distinct().Count());
        Assert.Equal((4, 4), (bench.Project.Progress(bench.Owner).Done, bench.Project.Progress(juma).Done));

        // An annotator sees neither the others nor what curators decide.
        string menu = await his.Page.Locator("nav").InnerTextAsync();
        Assert.DoesNotContain("Agreement", menu, StringComparison.Ordinal);
        asha.AssertQuiet();
        his.AssertQuiet();
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_a_word()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-ya-asha", name: "Asha");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.Page.FillAsync("[name=name]", "Asha");
        await page.Page.FillAsync("[name=password]", "nyingine-kabisa");
        await page.Page.ClickAsync("button.accept");
        await Assertions.Expect(page.Page.Locator("[role=alert]")).ToContainTextAsync("No user has this name and this password");
    }

    private static async Task<LabelPage> LogInAsync(IBrowserContext context, Bench bench, string name, string password)
    {
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.Page.FillAsync("[name=name]", name);
        await page.Page.FillAsync("[name=password]", password);
        await page.Page.ClickAsync("button.accept");
        await page.Page.Locator(".card .text").WaitForAsync();
        return page;
    }
}
