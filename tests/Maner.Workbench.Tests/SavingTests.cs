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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_stays_open_saves_when_the_server_is_back(bool forgetsSessions)
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.\nJuma anaishi Moshi.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await bench.StopServerAsync();
        await page.PressAsync("1", "Enter");
        await Assertions.Expect(page.Page.Locator(".save.unsaved")).ToHaveTextAsync("Not saved: no connection");
        await bench.RestartServerAsync(forgetsSessions);
        await page.WaitForTextAsync("Juma anaishi Moshi.");
        await page.WaitUntilSavedAsync();
        SentenceView saved = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0];
        Assert.Equal((SentenceState.Done, 1), (saved.Annotation.State, saved.Annotation.Spans.Count));

        // The same where nothing waited while it was away.
        await bench.StopServerAsync();
        await bench.RestartServerAsync(forgetsSessions);
        await page.PressAsync("1", "Enter");
        await Assertions.Expect(page.Page.Locator(".empty h1")).ToHaveTextAsync("All done");
        Assert.Equal(2, bench.Project.Progress(bench.Owner).Done);
    }

    [Fact]
    public async Task Who_has_to_log_in_again_loses_nothing_and_it_is_saved_in_nobody_elses_name()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.\nJuma anaishi Moshi.");
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-ya-asha", name: "Asha");
        int juma = bench.Project.AddUser(bench.Owner, "Juma", "nywila-ya-juma", UserRole.Annotator).Id;
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LogInAsync(context, bench, "Asha", "nywila-ya-asha");
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-mpya-ya-asha"); // from elsewhere: her sessions end
        await page.PressAsync("1");
        await Assertions.Expect(page.Page.Locator(".save.unsaved")).ToHaveTextAsync("Not saved: log in again");

        // Meanwhile somebody else logs in in the same browser.
        LabelPage other = await LogInAsync(context, bench, "Juma", "nywila-ya-juma");
        await other.WaitUntilSavedAsync();
        Assert.Equal((0, 0), (bench.Project.Sentences(juma, new SentenceQuery()).Sentences[0].Annotation.Spans.Count, bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Annotation.Spans.Count));

        await page.Page.FillAsync(".log-in-again [name=password]", "nywila-mpya-ya-asha");
        await page.Page.ClickAsync(".log-in-again button.accept");
        await page.WaitUntilSavedAsync();
        Assert.Equal(["Asha PER"], await page.EntitiesAsync());
        Assert.Equal((0, 1), (bench.Project.Sentences(juma, new SentenceQuery()).Sentences[0].Annotation.Spans.Count, bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Annotation.Spans.Count));
    }

    [Fact]
    public async Task Unsaved_work_of_one_project_never_comes_to_another()
    {
        Bench first = await Bench.StartAsync("habari", "Asha anaishi Tanga.", null, []);
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, first.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        int port = first.Address.Port;
        await first.StopServerAsync();
        await page.PressAsync("1");
        await Assertions.Expect(page.Page.Locator(".save.unsaved")).ToBeVisibleAsync();
        await page.Page.CloseAsync();

        await using (Bench second = await Bench.StartAsync("habari", "Habari nyingine kabisa.", null, [], port)) // the same name, sentence, revision and address
        {
            LabelPage its = await LabelPage.OpenAsync(context, second.Address);
            await its.WaitForTextAsync("Habari nyingine kabisa.");
            await its.WaitUntilSavedAsync();
            Assert.Empty(second.Project.Sentences(second.Owner, new SentenceQuery()).Sentences[0].Annotation.Spans);
            await its.Page.CloseAsync();
        }

        // And its own gets it, still.
        await first.RestartServerAsync();
        LabelPage again = await LabelPage.OpenAsync(context, first.Address);
        await Assertions.Expect(again.Page.Locator(".card .entity")).ToHaveCountAsync(1);
        Assert.Single(first.Project.Sentences(first.Owner, new SentenceQuery()).Sentences[0].Annotation.Spans);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Two_windows_keep_their_unsaved_work_apart()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.\nJuma anaishi Moshi.");
        long[] ids = [.. bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences.Select(sentence => sentence.Id)];
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage one = await LabelPage.OpenAsync(context, bench.Address, $"#/label/{ids[0]}"), other = await LabelPage.OpenAsync(context, bench.Address, $"#/label/{ids[1]}");
        await one.WaitForTextAsync("Asha anaishi Tanga.");
        await other.WaitForTextAsync("Juma anaishi Moshi.");
        await bench.StopServerAsync();
        foreach (LabelPage page in (LabelPage[])[one, other])
        {
            await page.PressAsync("1");
            await Assertions.Expect(page.Page.Locator(".save.unsaved")).ToBeVisibleAsync();
            await page.Page.CloseAsync();
        }

        await bench.RestartServerAsync();
        LabelPage again = await LabelPage.OpenAsync(context, bench.Address);
        await again.Page.Locator(".card .text").WaitForAsync();
        await again.WaitUntilSavedAsync();
        Assert.Equal([1, 1], bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences.Select(sentence => sentence.Annotation.Spans.Count));
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_and_not_shown_as_saved()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        bench.Project.Apply(bench.Owner, new Annotation.Actions.RemoveType(1));
        await page.PressAsync("1");
        await Assertions.Expect(page.Notice).ToContainTextAsync("Not saved.");
        Assert.Empty(await page.EntitiesAsync());
    }

    [Fact]
    public async Task A_person_changes_the_own_password_and_the_other_log_ins_end()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        bench.Project.ChangeUser(bench.Owner, bench.Owner, "nywila-ya-asha", name: "Asha");
        bench.Project.AddUser(bench.Owner, "Juma", "nywila-ya-juma", UserRole.Annotator);
        await using IBrowserContext first = await chromium.NewContextAsync(), second = await chromium.NewContextAsync();
        LabelPage his = await LogInAsync(first, bench, "Juma", "nywila-ya-juma"), elsewhere = await LogInAsync(second, bench, "Juma", "nywila-ya-juma");
        await his.Page.ClickAsync(".user");
        await his.Page.FillAsync("dialog [name=oldPassword]", "nywila-ya-juma");
        await his.Page.FillAsync("dialog [name=password]", "nywila-mpya-ya-juma");
        await his.Page.ClickAsync("dialog button.accept");
        await Assertions.Expect(his.Notice).ToContainTextAsync("Your password is changed");
        await his.PressAsync("1");
        await his.WaitUntilSavedAsync();
        Assert.NotNull(bench.Project.LogIn("Juma", "nywila-mpya-ya-juma"));
        await elsewhere.PressAsync("f");
        await Assertions.Expect(elsewhere.Page.Locator(".log-in-again")).ToBeVisibleAsync();
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
