using System.IO.Compression;
using System.Text;
using Maner.Annotation.Actions;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Maner.Annotation.Tests;

/// <summary>What makes no sense is not stored; and a file that has it all the same can be worked with.</summary>
public sealed class DoorTests
{
    private const string Text = "Asha Mwinyi aliwasili Tanga jana.\nTanga ni mji wa bandari.\n";

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(86_401)]
    [InlineData(1e308)]
    public void Seconds_that_cannot_be_added_up_are_refused(double seconds)
    {
        using var test = new TestProject(Text);
        SentenceView view = test.First();
        Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, new SetFlag(view.Id, view.Revision, true) { Seconds = seconds }));
        Assert.Equal((false, 0.0), (test.First().Annotation.IsFlagged, test.First().Seconds));
    }

    [Fact]
    public void A_project_with_numbers_that_are_none_is_as_usable_as_before()
    {
        using var test = new TestProject(Text);
        SentenceView view = test.First();
        test.Project.Apply(1, new SetState(view.Id, view.Revision, SentenceState.Done) { Seconds = 3 });
        test.Project.Dispose();
        using (var connection = new SqliteConnection($"Data Source={test.Path};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE annotations SET seconds = 9e999";
            command.ExecuteNonQuery();
            command.CommandText = "INSERT INTO annotations SELECT 2, 1, document, start, 99, 0, NULL, -500, revision, '', '[]', '[]' FROM annotations";
            command.ExecuteNonQuery();
        }

        test.Reopen();
        Assert.Equal(0, test.Project.Progress(1).Seconds);
        Assert.Null(test.Project.Progress(1).SecondsPerSentence);
        Assert.Equal([0.0, 0.0], test.All().Select(sentence => sentence.Seconds));
        Assert.Equal(SentenceState.New, test.All()[1].Annotation.State);
        test.Project.Apply(1, new SetFlag(view.Id, test.First().Revision, true) { Seconds = 4 });
        Assert.Equal((4.0, 4.0), (test.First().Seconds, test.Project.Progress(null).Seconds));
    }

    [Fact]
    public void States_origins_and_lengths_that_do_not_exist_are_refused()
    {
        using var test = new TestProject(Text);
        SentenceView view = test.First();
        foreach (AnnotationAction action in (AnnotationAction[])
        [
            new SetState(view.Id, view.Revision, (SentenceState)99), new SetSpans(view.Id, view.Revision, [], (SentenceState)7),
            new SetSpans(view.Id, view.Revision, [new AnnotatedSpan(0, 1, 1, (SpanOrigin)9, "m")]),
            new SetComment(view.Id, view.Revision, new string('a', 100_000)), new SetGuidelines(new string('a', 1_000_000)), new ChangeType(1, Description: new string('a', 100_000)),
            new AddType(new string('a', 5000)), new AddType("O"), new AddType("P\u202eER"), new AddType("X", Key: "abc"), new SplitWord(view.Id, view.Revision, 1, int.MaxValue),
        ])
        {
            Assert.Throws<ActionRefusedException>(() => test.Project.Apply(1, action));
        }
    }

    [Fact]
    public void Only_what_a_person_saw_is_accepted()
    {
        using var test = new TestProject(Text);
        SentenceView view = test.First();
        test.Project.StoreSuggestions("m", [new SentenceSuggestion(view.Id, [new AnnotatedSpan(0, 2, 1), new AnnotatedSpan(3, 4, 3), new AnnotatedSpan(4, 5, 2)], view.Words.Count)]);
        view = test.First();
        test.Project.Apply(1, new RemoveType(TestProject.Per));

        // The second of three before, now the first of two.
        test.Project.Apply(1, new AcceptSuggestion(view.Id, view.Revision, "m", [new SuggestedSpan(3, 4, 3)]));
        Assert.Equal([(3, 4, 3)], test.First().Annotation.Spans.Select(span => (span.First, span.End, span.Type)));
        Assert.Throws<StaleRevisionException>(() => test.Project.Apply(1, new AcceptSuggestion(view.Id, test.First().Revision, "m", [new SuggestedSpan(0, 2, 1)])));
        Assert.Throws<StaleRevisionException>(() => test.Project.Apply(1, new RejectSuggestion(view.Id, test.First().Revision, "m", [new SuggestedSpan(4, 5, 3)])));
        Assert.Single(test.First().Annotation.Spans);
    }

    [Fact]
    public void A_packed_file_is_measured_by_what_is_in_it()
    {
        using var test = new TestProject();
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packing.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a ", 10_000))));
        }

        Assert.True(packed.Length < 1000);
        var options = new ImportOptions { MostBytes = 10_000 };
        Assert.Contains("more packed in it", Assert.Throws<InvalidDataException>(() => test.Project.Import(1, "a.txt.gz", packed.ToArray(), options)).Message, StringComparison.Ordinal);
        Assert.Contains("Cut it into several", Assert.Throws<InvalidDataException>(() => test.Project.Import(1, "a.txt", new byte[10_001].Select(_ => (byte)'a').ToArray(), options)).Message, StringComparison.Ordinal);
        Assert.Empty(test.Project.Documents());
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ANN")]
    [InlineData("\u0410nn")] // with a Cyrillic А
    public void Names_that_look_the_same_are_one(string name)
    {
        using var test = new TestProject();
        test.Project.AddUser(1, "Ann", null, UserRole.Annotator);
        Assert.Throws<ActionRefusedException>(() => test.Project.AddUser(1, name, null, UserRole.Annotator));
    }

    [Fact]
    public void A_project_has_an_id_of_its_own_for_good()
    {
        using TestProject one = new(), other = new();
        string id = one.Project.Id;
        one.Reopen();
        Assert.Equal(id, one.Project.Id);
        Assert.NotEqual(id, other.Project.Id);
    }
}
