using FsCheck;
using FsCheck.Fluent;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Xunit;

namespace Maner.Annotation.Tests;

/// <summary>Any actions, all taken back, leave what was there before; done again, what was there after them.</summary>
public sealed class UndoTests
{
    private const string Text = "Asha Mwinyi aliwasili Tanga jana.\nTanga ni mji wa bandari.\nعائشة في Tanga 😊 leo.\nMji wa Mwanza-Tanga.\n";

    [Fact]
    public void Whatever_is_done_can_be_undone_and_done_again() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ArrayOf().Select(numbers => numbers.Take(14).ToArray()).ToArbitrary(), numbers =>
        {
            using var test = new TestProject(Text);
            test.Project.StoreSuggestions("m@1", test.All().Select(view => new SentenceSuggestion(view.Id, [new AnnotatedSpan(0, 1, 1, Score: 0.5), new AnnotatedSpan(2, 3, 2)], view.Words.Count)));
            test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
            test.Label(2, test.All()[1], (0, 1, TestProject.Loc));
            var states = new List<string> { test.Describe(1, 2) };
            foreach (int number in numbers)
            {
                try
                {
                    if (test.Project.Apply(1, Choose(test, new Random(number))).Event > 0)
                    {
                        states.Add(test.Describe(1, 2));
                    }
                }
                catch (ActionRefusedException)
                {
                    // Nothing happened: the states stay as they are.
                    Assert.Equal(states[^1], test.Describe(1, 2));
                }
            }

            for (int state = states.Count - 2; state >= 0; state--)
            {
                Assert.NotNull(test.Project.Undo(1));
                Assert.Equal(states[state], test.Describe(1, 2));
            }

            Assert.Null(test.Project.Undo(1));
            test.Reopen(); // the list of what can be done again is in the file
            for (int state = 1; state < states.Count; state++)
            {
                Assert.NotNull(test.Project.Redo(1));
                Assert.Equal(states[state], test.Describe(1, 2));
            }

            Assert.Null(test.Project.Redo(1));
        }).Check(Config.QuickThrowOnFailure.WithReplay(2026, 3).WithMaxTest(60));

    [Fact]
    public void A_new_action_ends_what_can_be_done_again()
    {
        using var test = new TestProject(Text);
        test.Label(test.First(), (0, 2, TestProject.Per));
        test.Project.Undo(1);
        test.Label(test.First(), (3, 4, TestProject.Loc));
        Assert.Null(test.Project.Redo(1));
        Assert.Equal([new AnnotatedSpan(3, 4, TestProject.Loc)], test.First().Annotation.Spans);
    }

    [Fact]
    public void Everybody_undoes_the_own_actions()
    {
        using var test = new TestProject(Text);
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        test.Label(1, test.First(), (0, 2, TestProject.Per));
        test.Label(2, test.First(), (3, 4, TestProject.Loc));
        test.Project.Undo(1);
        Assert.Empty(test.First(1).Annotation.Spans);
        Assert.Single(test.First(2).Annotation.Spans);
    }

    [Fact]
    public void What_another_has_built_on_is_not_undone()
    {
        using var test = new TestProject(Text);
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        test.Label(1, test.All()[1], (0, 1, TestProject.Loc));
        SentenceView view = test.First();
        test.Project.Apply(1, new SplitWord(view.Id, view.Revision, 1, 3)); // Mwi nyi
        test.Label(2, test.First(2), (0, 3, TestProject.Per));
        ActionRefusedException error = Assert.Throws<ActionRefusedException>(() => test.Project.Undo(1));
        Assert.Contains("Bea", error.Message, StringComparison.Ordinal);
        Assert.Equal([new AnnotatedSpan(0, 3, TestProject.Per)], test.First(2).Annotation.Spans);

        // The action before it can be.
        test.Project.Undo(1);
        Assert.Empty(test.All()[1].Annotation.Spans);
    }

    private static AnnotationAction Choose(TestProject test, Random random)
    {
        IReadOnlyList<SentenceView> all = test.All();
        if (all.Count == 0)
        {
            return new SetGuidelines("Nothing left " + random.Next(10)); // the document was removed
        }

        SentenceView view = all[random.Next(all.Count)];
        IReadOnlyList<EntityType> types = test.Project.Types();
        int type = types.Count == 0 ? 1 : types[random.Next(types.Count)].Id, other = types.Count == 0 ? 2 : types[random.Next(types.Count)].Id;
        int words = view.Words.Count, first = random.Next(words), end = random.Next(first + 1, words + 1);
        return random.Next(20) switch
        {
            0 or 1 or 2 => new SetSpans(view.Id, view.Revision, [new AnnotatedSpan(first, end, type)], SentenceState.Done),
            3 => new SetSpans(view.Id, view.Revision, [], random.Next(2) == 0 ? SentenceState.Done : null),
            4 => new SetState(view.Id, view.Revision, (SentenceState)random.Next(3)) { Seconds = 3 },
            5 => new SetFlag(view.Id, view.Revision, random.Next(2) == 0),
            6 => new SetComment(view.Id, view.Revision, random.Next(2) == 0 ? "" : "why \"so\"? 😊"),
            7 => new AcceptSuggestion(view.Id, view.Revision, "m@1"),
            8 => new RejectSuggestion(view.Id, view.Revision, "m@1", [0]),
            9 => new CorrectSuggestion(view.Id, view.Revision, "m@1", 0, first, end, type),
            10 => new LabelOccurrences(random.Next(4) == 0 ? null : type, [.. test.Project.FindOccurrences(1, ["Tanga"], type).Select(place => new OccurrencePlace(place.Sentence, place.Revision, place.First, place.End))], random.Next(2) == 0),
            11 => new SplitWord(view.Id, view.Revision, first, random.Next(1, 4)),
            12 => new JoinWords(view.Id, view.Revision, first, end),
            13 => new SplitSentence(view.Id, view.Revision, first),
            14 => new MergeSentences(view.Id, view.Revision),
            15 => random.Next(2) == 0 ? new AddType("T" + random.Next(5)) : new ChangeType(type, Name: "N" + random.Next(5), Position: random.Next(4)),
            16 => random.Next(2) == 0 ? new MergeTypes(type, other) : new RemoveType(type, random.Next(2) == 0),
            17 => new SetGuidelines(random.Next(2) == 0 ? "" : "Words.\n"),
            18 => new Adjudicate(view.Id, test.Project.Adjudication(view.Id)!.Revision, [new AnnotatedSpan(first, end, type)]),
            _ => random.Next(4) == 0 ? new RemoveDocument(1) : new AssignSentences([1, 2], 0.5, random.Next(3), random.Next(2) == 0),
        };
    }
}
