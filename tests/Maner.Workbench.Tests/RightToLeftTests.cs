using Maner.Annotation.Records;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>Scripts that are written from right to left, or join their letters.</summary>
public sealed class RightToLeftTests(ChromiumFixture chromium)
{
    private const string Arabic = "وصلت عائشة بنت سعيد إلى زنجبار وتنزانيا.";

    [Fact]
    public async Task Arrows_go_where_they_point_and_labels_stand_under_their_words()
    {
        await using Bench bench = await Bench.StartAsync(Arabic);
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync(Arabic);
        Assert.Equal("rtl", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.card .text')).direction"));

        await page.PressAsync("ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "1");
        Assert.Equal(["عائشة بنت سعيد PER"], await page.EntitiesAsync());
        await page.PressAsync("Shift+ArrowRight"); // shrinks at its end, which is on the left
        Assert.Equal(["عائشة بنت PER"], await page.EntitiesAsync());
        double[] edges = await page.Page.EvaluateAsync<double[]>(
            "() => [document.querySelector('.card .entity').getBoundingClientRect().right, document.querySelector('.card .label').getBoundingClientRect().right]");
        Assert.Equal(edges[0], edges[1], 1.0);

        await page.FinishAsync("Enter");
        Assert.Equal([(1, 3)], bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0].Annotation.Spans.Select(span => (span.First, span.End)));
        page.AssertQuiet();
    }

    /// <summary>Spans of words take no room: a text is as wide with them as without, so that letters on both sides of a border keep their joined shapes.</summary>
    [Theory]
    [InlineData(Arabic)]
    [InlineData("میں لاہور میں رہتا ہوں")]
    [InlineData("राम दिल्ली में रहता है।")]
    [InlineData("អ្នកនិយាយភាសាខ្មែរ")]
    [InlineData("አበበ በሶ በላ።")]
    public async Task Letters_stay_joined(string text)
    {
        await using Bench bench = await Bench.StartAsync(text);
        SentenceView sentence = bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences[0];
        int last = sentence.Words.Select((word, index) => (word, index)).Last(pair => pair.word.End - pair.word.Begin > 2).index;
        var cut = new Annotation.Actions.SplitWord(sentence.Id, sentence.Revision, last, Middle(sentence.Words[last].Of(sentence.Text)));
        bench.Project.Apply(bench.Owner, cut); // a border inside of joined letters
        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.WaitForTextAsync(text);
        await page.PressAsync("End", "1", "ArrowLeft", "ArrowRight");

        double[] widths = await page.Page.EvaluateAsync<double[]>("""
            () => {
              const text = document.querySelector(".card .text");
              const style = getComputedStyle(text);
              const width = (element) => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect().width; };
              const plain = document.createElement("div");
              plain.textContent = text.textContent;
              plain.dir = "auto";
              plain.className = "text";
              text.after(plain);
              const both = [width(text), width(plain)];
              plain.remove();
              return style.whiteSpace === "pre-wrap" ? both : [];
            }
            """);
        Assert.Equal(widths[1], widths[0], 0.6);
    }

    // Between two letters, not in front of a mark that belongs to the one before.
    private static int Middle(string word)
    {
        int[] borders = System.Globalization.StringInfo.ParseCombiningCharacters(word);
        return borders[borders.Length / 2];
    }
}
