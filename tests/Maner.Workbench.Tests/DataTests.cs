using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>Files go in and come out by the page, and what a text says is never run.</summary>
public sealed class DataTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Text_and_labels_are_imported_and_exported_by_the_page()
    {
        await using Bench bench = await Bench.StartAsync();
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await Assertions.Expect(page.Page.Locator(".empty h1")).ToHaveTextAsync("Nothing to label yet");
        await page.Page.ClickAsync("text=Import text");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync([Samples.File("unlabelled.txt"), Samples.File("dev.conll")]);
        await page.Page.ClickAsync("form.import button.accept");
        await Assertions.Expect(page.Page.Locator(".imported")).ToHaveCountAsync(2);
        string[] reports = [.. await page.Page.Locator(".imported").AllInnerTextsAsync()];
        Assert.Contains("10 sentences (text)", reports[0], StringComparison.Ordinal);
        Assert.Contains("50 sentences, 50 with labels (conll)", reports[1], StringComparison.Ordinal);

        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("text=Download"));
        string exported = await File.ReadAllTextAsync((await download.PathAsync())!);
        Assert.Equal(50, exported.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Count(block => !block.StartsWith("-DOCSTART-", StringComparison.Ordinal)));
        Assert.Equal("habari.conll", download.SuggestedFilename);

        IDownload original = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("a", new PageLocatorOptions { HasText = "Original" }).First.ClickAsync());
        Assert.Equal(await File.ReadAllBytesAsync(Samples.File("unlabelled.txt")), await File.ReadAllBytesAsync((await original.PathAsync())!));
        IDownload history = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("text=Whole history"));
        Assert.StartsWith("{", await File.ReadAllTextAsync((await history.PathAsync())!), StringComparison.Ordinal);
        page.AssertQuiet();
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_says_why()
    {
        await using Bench bench = await Bench.StartAsync();
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address, "#/data");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "picha.png", MimeType = "image/png", Buffer = [0x89, 0x50, 0x4E, 0x47, 0, 0, 1, 2, 0xFF, 0xFE] });
        await page.Page.ClickAsync("form.import button.accept");
        await Assertions.Expect(page.Page.Locator(".imported .error")).ToContainTextAsync("picha.png");
    }

    [Fact]
    public async Task Nothing_in_a_text_is_run_as_a_page()
    {
        const string Text = "<img src=x onerror=document.title='hacked'> anaishi <script>document.title='hacked'</script> Tanga.";
        await using Bench bench = await Bench.StartAsync(Text);
        bench.Project.Apply(bench.Owner, new Annotation.Actions.SetGuidelines("<script>document.title='hacked'</script> [a](javascript:document.title='hacked') ![x](https://example.org/x.png)"));
        bench.Project.Apply(bench.Owner, new Annotation.Actions.AddType("<b onclick=1>X</b>"));
        await using IBrowserContext context = await chromium.NewContextAsync();
        var asked = new List<string>();
        context.Request += (_, request) => asked.Add(request.Url);
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync(Text);
        await page.PressAsync("g", "5");
        await page.Page.Locator(".guidelines a").First.ClickAsync();
        Assert.DoesNotContain("hacked", await page.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Page.Locator("#app img[src=x], #app b, .guidelines img, .guidelines script").CountAsync());
        Assert.All(asked, url => Assert.StartsWith(bench.Address.ToString(), url, StringComparison.Ordinal)); // offline: nothing comes from elsewhere
    }

    [Fact]
    public async Task Types_are_renamed_and_merged_midway_and_undone()
    {
        await using Bench bench = await Bench.StartAsync("Asha anaishi Tanga.");
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync("Asha anaishi Tanga.");
        await page.PressAsync("1");
        await page.WaitUntilSavedAsync();
        await page.Page.ClickAsync("nav >> text=Settings");
        await page.Page.FillAsync("[aria-label='Name of PER']", "MTU");
        await page.Page.PressAsync("[aria-label='Name of PER']", "Tab");
        await Assertions.Expect(page.Page.Locator("[aria-label='Name of MTU']")).ToHaveCountAsync(1);
        await page.Page.ClickAsync("nav >> text=Label");
        await page.Page.Locator(".card .entity").WaitForAsync();
        Assert.Equal(["Asha MTU"], await page.EntitiesAsync());
        await page.PressAsync("u");
        await Assertions.Expect(page.Page.Locator(".type").First).ToContainTextAsync("PER");
    }

    [Fact]
    public async Task Words_are_searched_and_inconsistent_labels_listed()
    {
        await using Bench bench = await Bench.StartAsync("Tanga ni mji.\nAlienda Tanga jana.\nTanga alicheka.");
        IReadOnlyList<SentenceView> sentences = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences;
        foreach ((int index, int first, int type) in ((int, int, int)[])[(0, 0, 2), (1, 1, 2), (2, 0, 1)])
        {
            bench.Project.Apply(bench.Owner, new Annotation.Actions.SetSpans(sentences[index].Id, sentences[index].Revision, [new AnnotatedSpan(first, first + 1, type)], SentenceState.Done));
        }

        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.Page.Locator(".empty").WaitForAsync();
        await page.PressAsync("/");
        await page.Page.Locator("#search-text").FillAsync("tanga");
        await page.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".concordance li")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Page.Locator(".plain li").First).ToContainTextAsync("Tanga");
        await Assertions.Expect(page.Page.Locator(".plain li").First).ToContainTextAsync("2 × LOC");
        page.AssertQuiet();
    }
}
