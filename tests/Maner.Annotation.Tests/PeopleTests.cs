using Maner.Annotation.Actions;
using Maner.Annotation.People;
using Maner.Annotation.Records;
using Xunit;

namespace Maner.Annotation.Tests;

public sealed class PeopleTests
{
    private static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(number => $"Sentensi ya {number} kutoka Tanga\n"));

    [Fact]
    public void Passwords_are_hashed_and_log_in_works()
    {
        using var test = new TestProject(Lines(1));
        ProjectUser bea = test.Project.AddUser(1, "Bea", "correct horse", UserRole.Annotator);
        Assert.Equal(bea, test.Project.LogIn("Bea", "correct horse"));
        Assert.Null(test.Project.LogIn("Bea", "correct Horse"));
        Assert.Null(test.Project.LogIn("Nobody", "correct horse"));
        Assert.Null(test.Project.LogIn("me", "")); // no password: no log-in
        test.Project.ChangeUser(1, bea.Id, isActive: false);
        Assert.Null(test.Project.LogIn("Bea", "correct horse"));
        Assert.Throws<ActionRefusedException>(() => test.Label(bea.Id, test.First()));
        test.Project.Dispose();
        Assert.DoesNotContain("correct horse", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(test.Path)), StringComparison.Ordinal);
        string hash = Passwords.Hash("correct horse");
        Assert.StartsWith("pbkdf2-sha256$600000$", hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, Passwords.Hash("correct horse"));
        Assert.False(Passwords.Fits("", null));
    }

    [Fact]
    public void Annotators_annotate_and_curators_do_the_rest()
    {
        using var test = new TestProject(Lines(2));
        ProjectUser bea = test.Project.AddUser(1, "Bea", "password1", UserRole.Annotator);
        test.Label(bea.Id, test.First(), (0, 1, 1));
        SentenceView view = test.First(bea.Id);
        AnnotationAction[] refused =
        [
            new AddType("X"), new ChangeType(1, "Y"), new MergeTypes(1, 2), new RemoveType(1), new SetGuidelines("x"), new RemoveDocument(1), new AssignSentences([1]),
            new SplitWord(view.Id, view.Revision, 0, 1), new JoinWords(view.Id, view.Revision, 0, 2), new SplitSentence(view.Id, view.Revision, 1), new MergeSentences(view.Id, view.Revision),
            new Adjudicate(view.Id, test.Project.Adjudication(view.Id)!.Revision, []),
        ];
        Assert.All(refused, action => Assert.Contains("curator", Assert.Throws<ActionRefusedException>(() => test.Project.Apply(bea.Id, action)).Message, StringComparison.Ordinal));
        Assert.Throws<ActionRefusedException>(() => test.Project.AddUser(bea.Id, "Cleo", null, UserRole.Curator));
        Assert.Throws<ActionRefusedException>(() => test.Project.ChangeUser(bea.Id, bea.Id, role: UserRole.Curator));
        Assert.Throws<ActionRefusedException>(() => test.Project.ChangeUser(bea.Id, 1, password: "password2"));
        test.Project.ChangeUser(bea.Id, bea.Id, password: "password2");
        Assert.NotNull(test.Project.LogIn("Bea", "password2"));
        Assert.Contains("last", Assert.Throws<ActionRefusedException>(() => test.Project.ChangeUser(1, 1, role: UserRole.Annotator)).Message, StringComparison.Ordinal);
        Assert.Throws<ActionRefusedException>(() => test.Project.AddUser(1, "Bea", null, UserRole.Annotator));
        Assert.Throws<ActionRefusedException>(() => test.Project.AddUser(1, "Dan", "short", UserRole.Annotator));
        Assert.Equal(["me", "Bea"], test.Project.Users().Select(user => user.Name));
    }

    [Fact]
    public void Assignment_shares_all_and_doubles_some()
    {
        using var test = new TestProject(Lines(100));
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        test.Project.AddUser(1, "Cleo", null, UserRole.Annotator);
        test.Project.Apply(1, new AssignSentences([2, 3], 0.2, Seed: 4));
        long[] bea = Of(2), cleo = Of(3);
        Assert.Equal(120, bea.Length + cleo.Length);
        Assert.Equal(100, bea.Union(cleo).Count());
        Assert.Equal(20, bea.Intersect(cleo).Count());
        Assert.Contains(test.Project.Next(2)!.Value, bea);
        foreach (long id in bea)
        {
            Assert.Equal(id, test.Project.Next(2));
            test.Label(2, test.Project.Sentence(2, id)!);
        }

        Assert.Null(test.Project.Next(2));
        Assert.Equal((bea.Length, 0), (test.Project.Progress(2).Done, test.Project.Progress(2).Left));
        test.Import("new.txt", "Jambo rafiki\n");
        test.Project.Apply(1, new AssignSentences([3]));
        Assert.Equal(cleo.Length + 1, Of(3).Length);

        long[] Of(int user) => [.. test.Project.Sentences(user, new SentenceQuery { IsAssigned = true, Limit = 1000 }).Sentences.Select(view => view.Id)];
    }

    [Fact]
    public void A_locked_sentence_is_not_given_to_another()
    {
        using var test = new TestProject(Lines(3));
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        long first = test.Project.Next(1)!.Value;
        Assert.Null(test.Project.Lock(1, first, TimeSpan.FromMinutes(5)));
        Assert.Equal("me", test.Project.Lock(2, first, TimeSpan.FromMinutes(5)));
        Assert.Equal("me", test.Project.Sentence(2, first)!.LockedBy);
        Assert.Null(test.Project.Sentence(1, first)!.LockedBy);
        Assert.NotEqual(first, test.Project.Next(2));
        test.Project.Lock(1, test.All()[2].Id, TimeSpan.FromMinutes(5)); // moves on
        Assert.Equal(first, test.Project.Next(2));
        test.Project.Lock(1, first, TimeSpan.FromTicks(-1)); // over
        Assert.Equal(first, test.Project.Next(2));
    }

    [Fact]
    public void Kappa_is_as_computed_by_hand()
    {
        // 20 words, 5 marked by both, 2 by one alone, 1 by the other alone, 12 by neither: po = 0.85, pe = (7·6 + 13·14) / 400 = 0.56.
        AnnotatedSpan[] one = [.. Enumerable.Range(0, 7).Select(word => new AnnotatedSpan(word, word + 1, 1))];
        AnnotatedSpan[] other = [.. Enumerable.Range(0, 5).Append(10).Select(word => new AnnotatedSpan(word, word + 1, 1))];
        AgreementReport report = Agreement.Of("a", "b", [new TwiceDone(20, one, other)]);
        Assert.Equal((0.85 - 0.56) / (1 - 0.56), report.Kappa!.Value, 12);
        Assert.Equal(2.0 * 5 / 13, report.F1!.Value, 12);
        Assert.Equal((5, 2, 1), (report.Types[0].Both, report.Types[0].OnlyFirst, report.Types[0].OnlySecond));

        // The example of Cohen's coefficient for yes and no: 20, 5, 10, 15 of 50: kappa 0.4.
        TwiceDone[] fifty = [.. Pairs(20, 1, 1), .. Pairs(5, 1, 0), .. Pairs(10, 0, 1), .. Pairs(15, 0, 0)];
        Assert.Equal(0.4, Agreement.Of("a", "b", fifty).Kappa!.Value, 12);
        Assert.Null(Agreement.Of("a", "b", [new TwiceDone(4, [], [])]).Kappa);
        Assert.Null(Agreement.Of("a", "b", [new TwiceDone(4, [], [])]).F1);

        static IEnumerable<TwiceDone> Pairs(int count, int one, int other) => Enumerable.Repeat(new TwiceDone(1, Span(one), Span(other)), count);
        static AnnotatedSpan[] Span(int count) => count == 0 ? [] : [new AnnotatedSpan(0, 1, 1)];
    }

    [Fact]
    public void Agreement_disagreements_and_adjudication()
    {
        using var test = new TestProject(Lines(3));
        test.Project.AddUser(1, "Bea", null, UserRole.Annotator);
        foreach (SentenceView view in test.All())
        {
            test.Label(1, view, (4, 5, TestProject.Loc));
            test.Label(2, view, view.Number == 2 ? [(4, 5, TestProject.Per)] : [(4, 5, TestProject.Loc)]);
        }

        AgreementReport report = Assert.Single(test.Project.Agreement());
        Assert.Equal(("me", "Bea", 3, 15), (report.First, report.Second, report.Sentences, report.Words));
        Assert.Equal((2.0 / 3, 1.0), (report.F1, report.F1OfBorders));
        long disputed = Assert.Single(test.Project.Disagreements()).Sentence;
        Assert.Equal(test.All()[1].Id, disputed);
        Assert.Equal([disputed], test.Project.Sentences(1, new SentenceQuery { IsDisputed = true }).Sentences.Select(view => view.Id));
        Assert.Equal(2, test.Project.Gold().Count);
        AdjudicationView adjudication = test.Project.Adjudication(disputed)!;
        Assert.Equal(["me", "Bea"], adjudication.Annotations.Select(annotation => annotation.Name));
        test.Project.Apply(1, new Adjudicate(disputed, adjudication.Revision, adjudication.Annotations[0].Annotation.Spans));
        Assert.Throws<StaleRevisionException>(() => test.Project.Apply(1, new Adjudicate(disputed, adjudication.Revision, [])));
        Assert.Empty(test.Project.Disagreements());
        Assert.Single(test.Project.Disagreements(onlyOpen: false));
        Assert.Empty(test.Project.Sentences(1, new SentenceQuery { IsDisputed = true }).Sentences);
        Assert.Equal(3, test.Project.Gold().Count);
        Assert.Equal("LOC", test.Project.Gold()[1].Sentence.Entities![0].Type);
        test.Project.Undo(1);
        Assert.Single(test.Project.Disagreements());
    }
}
