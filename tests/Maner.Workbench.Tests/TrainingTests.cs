using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>The whole way: text in, suggestions from the first minute, ten sentences labelled, a tagger trained meanwhile, labels out.</summary>
public sealed class TrainingTests(ChromiumFixture chromium)
{
    private const int Sentences = 100;

    [Fact]
    public async Task From_text_to_a_tagger()
    {
        string text = string.Join('\n', File.ReadLines(Samples.File("train.txt")).Take(Sentences));
        await using Bench bench = await Bench.StartAsync("swa", text, Learning.Of, ["PER", "LOC", "ORG"]);
        Dictionary<string, Sentence> gold = bench.Project.Sentences(bench.Owner, new SentenceQuery { Limit = Sentences }).Sentences
            .Zip(LabelledData.Read(Samples.File("train.conll")).Sentences).ToDictionary(pair => pair.First.Text, pair => pair.Second);
        await Learning.WaitForSuggestionsAsync(bench, Sentences);
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.Page.Locator(".card .text").WaitForAsync();
        await Picture.TakeAsync(page, "tutorial-first");
        var annotator = new ScriptedAnnotator(page) { Corrected = () => Picture.TakeAsync(page, "tutorial-corrected") };
        for (int sentence = 0; sentence < 10; sentence++)
        {
            await annotator.LabelAsync(gold[await page.TextAsync()]);
        }

        await Assertions.Expect(page.Page.Locator(".facts")).ToContainTextAsync("v1", new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });
        await Picture.TakeAsync(page, "tutorial-trained");
        await page.Page.ClickAsync("nav >> text=Progress");
        await Assertions.Expect(page.Page.Locator(".tile").First).ToContainTextAsync("10");
        await page.Page.ClickAsync("nav >> text=Data");
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("text=Download"));
        Sentence[] exported = [.. LabelledData.Read((await download.PathAsync())!).Sentences];
        Assert.Equal(10, exported.Length);
        page.AssertQuiet();
    }
}
