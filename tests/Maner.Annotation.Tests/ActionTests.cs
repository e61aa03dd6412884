using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Xunit;

namespace Maner.Annotation.Tests;

public sealed class ActionTests
{
    private const string Text = "Asha Mwinyi aliwasili Tanga jana. Tanga ni mji wa bandari. Mji wa Tanga ni mkubwa.";

    [Fact]
    public void Running_text_becomes_sentences_and_words()
    {
        using var test = new TestProject(Text);
        IReadOnlyList<SentenceView> all = test.All();
        Assert.Equal(["Asha Mwinyi aliwasili Tanga jana.", "Tanga ni mji wa bandari.", "Mji wa Tanga ni mkubwa."], all.Select(view => view.Text));
        Assert.Equal(["Asha", "Mwinyi", "aliwasili", "Tanga", "jana", "."], all[0].Words.Select(word => word.Of(all[0].Text)));
        Assert.Equal([1, 2, 3], all.Select(view => view.Number));
        Assert.Equal(["PER", "LOC", "ORG", "DATE"], test.Project.Types().Select(type => type.Name));
    }

    [Fact]
    public void Spans_are_kept_over_closing()
    {
        using var test = new TestProject(Text);
        ApplyResult result = test.Label(test.First(), (0, 2, TestProject.Per), (3, 4, TestProject.Loc));
        test.Reopen();
        SentenceView view = test.First();
        Assert.Equal([new AnnotatedSpan(0, 2, TestProject.Per), new AnnotatedSpan(3, 4, TestProject.Loc)], view.Annotation.Spans);
        Assert.Equal(SentenceState.Done, view.Annotation.State);
        Assert.Equal(result.Event, view.Revision);
        Assert.Equal([view.Id], result.Sentences);
    }

    [Fact]
    public void An_old_revision_is_refused_with_what_is_there_now()
    {
        using var test = new TestProject(Text);
        SentenceView seen = test.First();
        test.Label(seen, (0, 2, TestProject.Per));
        StaleRevisionException error = Assert.Throws<StaleRevisionException>(() => test.Project.Apply(1, new SetState(seen.Id, seen.Revision, SentenceState.Skipped)));
        Assert.Equal([new AnnotatedSpan(0, 2, TestProject.Per)], error.Current.Annotation.Spans);

        // Undo is a change too: what was seen before it is old, although the labels are the same again.
        long before = test.First().Revision;
        test.Project.Undo(1);
        Assert.Throws<StaleRevisionException>(() => test.Project.Apply(1, new SetFlag(seen.Id, before, true)));
        Assert.Throws<StaleRevisionException>(() => test.Project.Apply(1, new SetFlag(seen.Id, seen.Revision, true)));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 1, 1)]
    [InlineData(0, 7, 1)]
    [InlineData(0, 1, 99)]
    public void Spans_that_cannot_be_are_refused_and_nothing_changes(int first, int end, int type)
    {
        using var test = new TestProject(Text);
        string before = test.Describe();
        Assert.Throws<ActionRefusedException>(() => test.Label(test.First(), (first, end, type)));
        Assert.Throws<ActionRefusedException>(() => test.Label(test.First(), (0, 2, 1), (1, 3, 2)));
        Assert.Equal(before, test.Describe());
        Assert.Null(test.Project.Undo(1));
    }

    [Fact]
    public void States_flags_and_comments()
    {
        using var test = new TestProject(Text);
        SentenceView view = test.First();
        long revision = test.Project.Apply(1, new SetFlag(view.Id, view.Revision, true) { Seconds = 2.5 }).Event;
        revision = test.Project.Apply(1, new SetComment(view.Id, revision, " who is this? ") { Seconds = 1 }).Event;
        test.Project.Apply(1, new SetState(view.Id, revision, SentenceState.Skipped));
        view = test.First();
        Assert.True(view.Annotation is { IsFlagged: true, Comment: "who is this?", State: SentenceState.Skipped });
        Assert.Equal(3.5, view.Seconds);
        Assert.Single(test.Project.Sentences(1, new SentenceQuery { IsFlagged = true }).Sentences);
        Assert.Single(test.Project.Sentences(1, new SentenceQuery { HasComment = true, State = SentenceState.Skipped }).Sentences);
        Assert.Equal(2, test.Project.Sentences(1, new SentenceQuery { State = SentenceState.New }).Sentences.Count);
        Assert.Equal(2, test.Project.Sentences(1, new SentenceQuery { IsFlagged = false }).Sentences.Count);
        Assert.Equal(test.All()[1].Id, test.Project.Next(1));
        Assert.Equal(test.All()[1].Id, test.Project.Next(1, test.All()[2].Id)); // from the beginning again
    }

    [Fact]
    public void All_occurrences_are_one_action_and_one_undo()
    {
        using var test = new TestProject(Text);
        test.Label(test.All()[2], (0, 3, TestProject.Org));
        IReadOnlyList<Occurrence> found = test.Project.FindOccurrences(1, ["Tanga"], TestProject.Loc);
        Assert.Equal([OccurrenceKind.Free, OccurrenceKind.Free, OccurrenceKind.OtherBorders], found.Select(place => place.Kind));
        Assert.Equal(("Asha Mwinyi aliwasili ", "Tanga", " jana."), (found[0].Left, found[0].Key, found[0].Right));
        string before = test.Describe();
        ApplyResult result = test.Project.Apply(1, new LabelOccurrences(TestProject.Loc, [.. found.Select(place => new OccurrencePlace(place.Sentence, place.Revision, place.First, place.End))]));
        Assert.Equal(2, result.Sentences.Count);
        Assert.Single(result.Notes);
        Assert.Equal([OccurrenceKind.SameLabel, OccurrenceKind.SameLabel, OccurrenceKind.OtherBorders], test.Project.FindOccurrences(1, ["Tanga"], TestProject.Loc).Select(place => place.Kind));
        test.Project.Undo(1);
        Assert.Equal(before, test.Describe());
    }

    [Fact]
    public void Suggestions_are_accepted_corrected_and_rejected_with_their_origin()
    {
        using var test = new TestProject(Text);
        SentenceView view = test.First();
        test.Project.StoreSuggestions("mini-ner@1",
            [new SentenceSuggestion(view.Id, [new AnnotatedSpan(0, 1, 1, Score: 0.7), new AnnotatedSpan(3, 4, 2, Score: 0.9), new AnnotatedSpan(4, 5, 3, Score: 0.2)], view.Words.Count, 0.5)]);
        view = test.First();
        Assert.Equal(3, view.Suggestion!.Spans.Count);
        Assert.Empty(test.Project.Gold());
        long revision = test.Project.Apply(1, new RejectSuggestion(view.Id, view.Revision, "mini-ner@1", [2])).Event;
        Assert.Equal(2, test.First().Suggestion!.Spans.Count);
        revision = test.Project.Apply(1, new CorrectSuggestion(view.Id, revision, "mini-ner@1", 0, 0, 2, TestProject.Per)).Event;
        test.Project.Apply(1, new AcceptSuggestion(view.Id, revision, "mini-ner@1", null, SentenceState.Done));
        view = test.First();
        Assert.Equal(
            [new AnnotatedSpan(0, 2, TestProject.Per, SpanOrigin.Person, "mini-ner@1", 0.7), new AnnotatedSpan(3, 4, TestProject.Loc, SpanOrigin.Model, "mini-ner@1", 0.9)],
            view.Annotation.Spans);

        // The page sends spans without their origin: what did not change keeps it.
        test.Label(view, (0, 2, TestProject.Per), (3, 4, TestProject.Org));
        Assert.Equal([new AnnotatedSpan(0, 2, TestProject.Per, SpanOrigin.Person, "mini-ner@1", 0.7), new AnnotatedSpan(3, 4, TestProject.Org)], test.First().Annotation.Spans);
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new AcceptSuggestion(view.Id, test.First().Revision, "other@1")));
    }

    [Fact]
    public void Words_are_split_and_joined_and_spans_stay()
    {
        using var test = new TestProject("Kwa Mwanza-Dodoma tunaenda kesho.");
        SentenceView view = test.First();
        Assert.Equal("Mwanza-Dodoma", view.Words[1].Of(view.Text));
        test.Label(view, (1, 2, TestProject.Loc), (3, 4, TestProject.Org));
        string before = test.Describe();
        view = test.First();
        long revision = test.Project.Apply(1, new SplitWord(view.Id, view.Revision, 1, 6)).Event;
        revision = test.Project.Apply(1, new SplitWord(view.Id, revision, 2, 1)).Event;
        view = test.First();
        Assert.Equal(["Kwa", "Mwanza", "-", "Dodoma", "tunaenda", "kesho", "."], view.Words.Select(word => word.Of(view.Text)));
        Assert.Equal([(1, 4), (5, 6)], view.Annotation.Spans.Select(span => (span.First, span.End)));
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new JoinWords(view.Id, revision, 3, 5))); // a space between
        revision = test.Project.Apply(1, new JoinWords(view.Id, revision, 1, 4)).Event;
        Assert.Equal(4 + 1, test.First().Words.Count);
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new JoinWords(view.Id, revision, 0, 1)));
        for (int undo = 0; undo < 3; undo++)
        {
            test.Project.Undo(1);
        }

        Assert.Equal(before, test.Describe());
    }

    [Fact]
    public void A_word_is_not_split_inside_a_character()
    {
        using var test = new TestProject("a😊b ni neno.");
        SentenceView view = test.First();
        int word = view.Words.ToList().FindIndex(range => range.Of(view.Text).Contains('\uD83D', StringComparison.Ordinal));
        int high = view.Text.IndexOf("😊", StringComparison.Ordinal) - view.Words[word].Begin;
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new SplitWord(view.Id, view.Revision, word, high + 1)));
    }

    [Fact]
    public void Sentences_are_split_and_merged_with_everybodys_spans()
    {
        using var test = new TestProject(Text);
        ProjectUser other = test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        test.Label(test.First(), (0, 2, TestProject.Per), (3, 4, TestProject.Loc));
        test.Label(other.Id, test.First(), (1, 4, TestProject.Org));
        string before = test.Describe(1, other.Id);
        ApplyResult split = test.Project.Apply(1, new SplitSentence(test.First().Id, test.First().Revision, 3));
        Assert.Equal(2, split.Sentences.Count);
        Assert.Contains("Bea", Assert.Single(split.Notes), StringComparison.Ordinal);
        Assert.Equal(["Asha Mwinyi aliwasili", "Tanga jana.", "Tanga ni mji wa bandari.", "Mji wa Tanga ni mkubwa."], test.All().Select(view => view.Text));
        Assert.Equal([new AnnotatedSpan(0, 1, TestProject.Loc)], test.All()[1].Annotation.Spans);
        Assert.Equal([new AnnotatedSpan(1, 3, TestProject.Org)], test.All(other.Id)[0].Annotation.Spans);
        Assert.Equal([new AnnotatedSpan(0, 1, TestProject.Org)], test.All(other.Id)[1].Annotation.Spans);
        string splitState = test.Describe(1, other.Id);

        ApplyResult merged = test.Project.Apply(1, new MergeSentences(test.First().Id, test.First().Revision));
        Assert.Equal("Asha Mwinyi aliwasili Tanga jana.", test.First().Text);
        Assert.Equal([(0, 2), (3, 4)], test.First().Annotation.Spans.Select(span => (span.First, span.End)));
        Assert.Equal(2, merged.Sentences.Count);
        test.Project.Undo(1);
        Assert.Equal(splitState, test.Describe(1, other.Id));
        test.Project.Undo(1);
        Assert.Equal(before, test.Describe(1, other.Id));
        test.Project.Redo(1);
        Assert.Equal(splitState, test.Describe(1, other.Id));
    }

    [Fact]
    public void Types_change_midway_and_entities_go_along()
    {
        using var test = new TestProject(Text);
        test.Label(test.First(), (0, 2, TestProject.Per), (3, 4, TestProject.Loc));
        int added = 5;
        test.Project.Apply(1, new AddType("CITY"));
        Assert.Equal(("CITY", "5"), (test.Project.Types()[^1].Name, test.Project.Types()[^1].Key));
        test.Label(test.All()[1], (0, 1, added));
        Assert.Equal("Tanga", Assert.Single(test.Project.Inconsistencies(1)).Text);
        string before = test.Describe();
        test.Project.Apply(1, new ChangeType(TestProject.Per, Name: "PERSON", Color: "#010203", Position: 3));
        Assert.Equal(["LOC", "ORG", "DATE", "PERSON", "CITY"], test.Project.Types().Select(type => type.Name));
        Assert.Equal("PERSON", test.Project.Gold()[0].Sentence.Entities![0].Type);
        test.Project.Apply(1, new MergeTypes(added, TestProject.Loc));
        Assert.Empty(test.Project.Inconsistencies(1));
        Assert.Equal("LOC", test.Project.Gold()[1].Sentence.Entities![0].Type);
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new RemoveType(TestProject.Loc)));
        test.Project.Apply(1, new RemoveType(TestProject.Loc, WithEntities: true));
        Assert.Empty(test.Project.Gold()[1].Sentence.Entities!);
        Assert.Equal(["ORG", "DATE", "PERSON"], test.Project.Types().Select(type => type.Name));
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new ChangeType(TestProject.Org, Name: "PERSON")));
        for (int undo = 0; undo < 3; undo++)
        {
            test.Project.Undo(1);
        }

        Assert.Equal(before, test.Describe());
    }

    [Fact]
    public void A_document_that_was_removed_comes_back()
    {
        using var test = new TestProject(Text);
        test.Import("more.txt", "Jambo Dodoma. Habari Moshi.");
        test.Label(test.First(), (0, 2, TestProject.Per));
        test.Label(test.All()[^1], (1, 2, TestProject.Loc));
        string before = test.Describe();
        test.Project.Apply(1, new RemoveDocument(1));
        Assert.Equal(2, test.All().Count);
        Assert.Equal((2, 1), (test.Project.Progress(1).Sentences, test.Project.Progress(1).Done));
        Assert.Empty(test.Project.Concordance(1, "Tanga"));
        Assert.Single(test.Project.Gold());
        test.Project.Undo(1);
        Assert.Equal(before, test.Describe());
    }

    [Fact]
    public void Guidelines_are_text()
    {
        using var test = new TestProject(Text);
        test.Project.Apply(1, new SetGuidelines("# PER\nNames of people: *Asha*."));
        test.Reopen();
        Assert.Equal("# PER\nNames of people: *Asha*.", test.Project.Guidelines());
    }
}
