using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Xunit;

namespace Maner.Annotation.Tests;

public sealed class ReadingTests
{
    private static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(number => $"Sentensi ya {number} kutoka Tanga\n"));

    [Fact]
    public void Pages_go_on_from_a_sentence_in_both_directions()
    {
        using var test = new TestProject(Lines(25));
        SentencePage first = test.Project.Sentences(1, new SentenceQuery { Limit = 10 });
        Assert.True(first.HasMore);
        SentencePage second = test.Project.Sentences(1, new SentenceQuery { Limit = 10, After = first.Sentences[^1].Id });
        Assert.Equal(Enumerable.Range(11, 10), second.Sentences.Select(view => view.Number));
        SentencePage last = test.Project.Sentences(1, new SentenceQuery { Limit = 10, After = second.Sentences[^1].Id });
        Assert.Equal((5, false), (last.Sentences.Count, last.HasMore));
        SentencePage back = test.Project.Sentences(1, new SentenceQuery { Limit = 10, After = last.Sentences[0].Id, IsBackwards = true });
        Assert.Equal(second.Sentences.Select(view => view.Id), back.Sentences.Select(view => view.Id));
        Assert.Equal((second.Sentences[^1].Id, last.Sentences[1].Id), test.Project.Neighbours(last.Sentences[0].Id));
    }

    [Fact]
    public void Filters_go_together()
    {
        using var test = new TestProject(Lines(6));
        test.Import("b.txt", "Jambo kutoka MOSHI leo\n");
        test.Label(test.All()[0], (3, 4, TestProject.Org));
        test.Label(test.All()[1], (4, 5, TestProject.Loc));
        test.Project.StoreSuggestions("m@1", [new SentenceSuggestion(test.All()[2].Id, [new AnnotatedSpan(0, 1, 1)], 5)]);
        Assert.Equal([1, 2], Numbers(new SentenceQuery { State = SentenceState.Done }));
        Assert.Equal([2], Numbers(new SentenceQuery { State = SentenceState.Done, Type = TestProject.Loc }));
        Assert.Equal([2], Numbers(new SentenceQuery { Type = TestProject.Loc }));
        Assert.Equal([3, 4, 5, 6, 1], Numbers(new SentenceQuery { State = SentenceState.New }));
        Assert.Equal([3], Numbers(new SentenceQuery { HasSuggestion = true }));
        Assert.Equal([1], Numbers(new SentenceQuery { Document = 2 }));
        Assert.Equal([1], Numbers(new SentenceQuery { Text = "moshi" }));
        Assert.Equal([4], Numbers(new SentenceQuery { Text = "ya 4", State = SentenceState.New }));
        Assert.Equal([1, 2, 3, 4, 5, 6], Numbers(new SentenceQuery { Text = "Ya" })); // two letters: no trigram
        Assert.Empty(Numbers(new SentenceQuery { Text = "\"Tanga\" AND" })); // no language of queries

        int[] Numbers(SentenceQuery query) => [.. test.Project.Sentences(1, query).Sentences.Select(view => view.Number)];
    }

    [Fact]
    public void Concordance_and_inconsistencies()
    {
        using var test = new TestProject("Asha wa Tanga yuko.\nTanga ni mji.\nTangawizi si mji.\nNi tanga.\n");
        test.Label(test.All()[0], (2, 3, TestProject.Per));
        test.Label(test.All()[1], (0, 1, TestProject.Loc));
        IReadOnlyList<Occurrence> found = test.Project.Concordance(1, "tanga");
        Assert.Equal([OccurrenceKind.SameLabel, OccurrenceKind.SameLabel, OccurrenceKind.Free, OccurrenceKind.Free], found.Select(place => place.Kind));
        Assert.Equal(("Asha wa ", "Tanga", " yuko."), (found[0].Left, found[0].Key, found[0].Right));
        Assert.Equal(("", "Tangawizi"), (found[2].Left, found[2].Key));
        Inconsistency inconsistency = Assert.Single(test.Project.Inconsistencies(1));
        Assert.Equal("Tanga", inconsistency.Text);
        Assert.Equal([new TypeCount(TestProject.Per, 1), new TypeCount(TestProject.Loc, 1)], inconsistency.Types);
        Assert.Equal(2, test.Project.FindOccurrences(1, ["Tanga"], TestProject.Loc).Count); // words as they are written
        Assert.Throws<ActionRefusedException>(() => test.Project.Concordance(1, " "));
    }

    [Fact]
    public void Scripts_without_spaces_and_right_to_left_are_found()
    {
        using var test = new TestProject("香港是一个城市。\nعائشة في القاهرة اليوم.\nผมไปกรุงเทพ\n");
        Assert.Equal("香港", Assert.Single(test.Project.Concordance(1, "香港")).Key);
        Assert.Equal("القاهرة", Assert.Single(test.Project.FindOccurrences(1, ["القاهرة"], TestProject.Loc)).Key);
        Assert.Equal("香港", Assert.Single(test.Project.FindOccurrences(1, ["香", "港"], TestProject.Loc)).Key);
        Assert.Single(test.Project.Concordance(1, "กรุงเทพ"));
    }

    [Fact]
    public void Progress_counts_states_types_time_and_days()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        using var test = new TestProject(Lines(5), new ProjectOptions { Clock = clock });
        long[] ids = [.. test.All().Select(view => view.Id)];
        Time(ids[0], 4);
        Time(ids[1], 10);
        clock.Now = clock.Now.AddDays(1);
        Time(ids[2], 6);
        test.Project.Apply(1, new SetState(ids[3], test.All()[3].Revision, SentenceState.Skipped));
        Progress progress = test.Project.Progress(1);
        Assert.Equal((5, 3, 1, 1, 0), (progress.Sentences, progress.Done, progress.Skipped, progress.Left, progress.Flagged));
        Assert.Equal((20, 6), (progress.Seconds, progress.SecondsPerSentence));
        Assert.Equal([new TypeCount(TestProject.Loc, 3)], progress.Types);
        Assert.Equal([new DayCount(new DateOnly(2026, 11, 30), 2), new DayCount(new DateOnly(2026, 12, 1), 1)], progress.Days);
        Progress all = test.Project.Progress(null);
        Assert.Equal((5, 3, 1), (all.Sentences, all.Done, all.Skipped));

        void Time(long id, double seconds) => test.Project.Apply(1, new SetSpans(id, test.Project.Sentence(1, id)!.Revision, [new AnnotatedSpan(4, 5, TestProject.Loc)], SentenceState.Done) { Seconds = seconds });
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
