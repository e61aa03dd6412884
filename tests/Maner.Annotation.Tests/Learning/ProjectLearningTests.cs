using System.Text;
using Maner.Annotation.Actions;
using Maner.Annotation.Learning;
using Maner.Annotation.Records;
using Maner.Annotation.Selection;
using Maner.Testing;
using Xunit;

namespace Maner.Annotation.Tests.Learning;

/// <summary>Learning with a real project in SQLite.</summary>
public sealed class ProjectLearningTests
{
    [Fact]
    public async Task A_project_is_learned_from_while_it_is_annotated()
    {
        const int Me = 1, Per = 1;
        using var folder = new TemporaryFolder();
        using AnnotationProject project = AnnotationProject.Create(folder.File("project.db"));
        string text = string.Join('\n', Enumerable.Range(0, 40).Select(index => $"Juma {(char)('a' + (index % 26))}{(char)('a' + (index / 26))} alifika {(char)('b' + (index / 26))}{(char)('a' + (index % 26))} jana jioni."));
        project.Import(Me, "text.txt", Encoding.UTF8.GetBytes(text));
        var runner = new FakeRunner();
        await using var loop = new LearningLoop(new ProjectStore(project), runner, folder.File("models"), ownsStore: true);
        loop.Start();
        await Until(() => loop.Status is { State: LearningState.Waiting, Model: "mini-ner" });
        int sentences = project.Documents().Sum(document => document.Sentences);
        Assert.True(sentences >= 40);

        for (int count = 0; count < 10; count++)
        {
            SentenceView view = project.Sentence(Me, loop.Next(Me, null)!.Value)!;
            Assert.Equal("mini-ner", view.Suggestion!.Model);
            Assert.True(view.Pick!.IsRandom);
            project.Apply(Me, new SetSpans(view.Id, view.Revision, [new AnnotatedSpan(0, 1, Per)], SentenceState.Done));
        }

        await Until(() => loop.Status is { State: LearningState.Waiting, Model: "v1", Sentences: 10 });
        TrainingJob job = Assert.Single(runner.Trainings);
        Assert.Equal(10, job.Gold.Count);
        Assert.All(job.Gold, sentence => Assert.Equal("PER", Assert.Single(sentence.Entities!).Type));
        Assert.Equal("v1", project.Sentence(Me, loop.Next(Me, null)!.Value)!.Suggestion!.Model);
        Assert.Single(loop.Curve); // ten random sentences are a sample
        Assert.Equal(10, loop.Curve[0].Scored);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 1500, "It did not come to that within 30 seconds.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
