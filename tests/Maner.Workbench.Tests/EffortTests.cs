using System.Globalization;
using Maner.Annotation;
using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Web.Workbench;
using Maner.Workbench.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests;

/// <summary>A scripted annotator labels sentences of the sample as they are labelled there, by keys, with suggestions of mini-ner and without: what a sentence takes.</summary>
public sealed class EffortTests(ChromiumFixture chromium, ITestOutputHelper output)
{
    private const int Sentences = 30;

    [Fact]
    public async Task Suggestions_save_keys()
    {
        (double keys, double milliseconds) without = await LabelAllAsync(project => new NoLearning(project), suggests: false);
        (double keys, double milliseconds) with = await LabelAllAsync(Learning.Of, suggests: true);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without suggestions: {without.keys:F1} keys a sentence, {without.milliseconds:F0} ms of the page"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with suggestions of mini-ner: {with.keys:F1} keys a sentence, {with.milliseconds:F0} ms of the page"));
        Assert.True(with.keys < without.keys * 0.8, $"{with.keys} keys with suggestions, {without.keys} without");
    }

    private async Task<(double Keys, double Milliseconds)> LabelAllAsync(Func<AnnotationProject, IWorkbenchLearning> learning, bool suggests)
    {
        Sentence[] gold = [.. LabelledData.Read(Samples.File("train.conll")).Sentences.Take(Sentences)];
        string text = string.Join('\n', File.ReadLines(Samples.File("train.txt")).Take(Sentences));
        await using Bench bench = await Bench.StartAsync(text, learning, "PER", "LOC", "ORG");
        SentenceView[] sentences = [.. bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences];
        Dictionary<string, Sentence> byText = sentences.Zip(gold).ToDictionary(pair => pair.First.Text, pair => pair.Second);
        Assert.All(sentences.Zip(gold), pair => Assert.Equal(pair.Second.Words, pair.First.Words.Select(word => word.Of(pair.First.Text)))); // words are cut as in the sample
        if (suggests)
        {
            await Learning.WaitForSuggestionsAsync(bench, Sentences);
        }

        await using IBrowserContext context = await chromium.NewContextAsync();
        LabelPage page = await LabelPage.OpenAsync(context, bench.Address);
        await page.Page.Locator(".card .text").WaitForAsync();
        var annotator = new ScriptedAnnotator(page);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (int sentence = 0; sentence < Sentences; sentence++)
        {
            await annotator.LabelAsync(byText[await page.TextAsync()]);
        }

        double milliseconds = watch.Elapsed.TotalMilliseconds / Sentences;
        foreach (SentenceView sentence in bench.Project.Sentences(bench.Owner, new SentenceQuery()).Sentences)
        {
            Dictionary<int, string> names = bench.Project.Types().ToDictionary(type => type.Id, type => type.Name);
            Assert.Equal(SentenceState.Done, sentence.Annotation.State);
            Assert.Equal(
                (byText[sentence.Text].Entities ?? []).Select(entity => (entity.Start, entity.End, entity.Type)), sentence.Annotation.Spans.Select(span => (span.First, span.End, names[span.Type])));
        }

        page.AssertQuiet();
        return ((double)annotator.Keys / Sentences, milliseconds);
    }
}
