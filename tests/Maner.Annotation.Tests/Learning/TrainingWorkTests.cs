using System.Diagnostics;
using Maner.Annotation.Learning;
using Maner.Annotation.Selection;
using Maner.Ner;
using Maner.Ner.Selection;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Training;
using Xunit;

namespace Maner.Annotation.Tests.Learning;

/// <summary>Real trainings, short ones, from the bundled tagger.</summary>
public sealed class TrainingWorkTests : IDisposable
{
    private static readonly TrainingOptions s_quick = new() { Epochs = 2, MinUpdates = 0 };
    private static readonly IReadOnlyList<Sentence> s_sample = LabelledData.Read(Path.Combine(SharedFiles.Repository, "samples", "swa", "train.conll")).Sentences;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_leaves_a_whole_tagger_suggests_chooses_and_scores()
    {
        List<JobMessage> said = Run(Job("v1", sample: 12));

        Assert.IsType<ModelTrained>(said[0]);
        Assert.True(Directory.Exists(_folder.File("v1")) && !Directory.Exists(_folder.File("v1.part")));
        using (var workers = new Workers(1))
        using (Tagger tagger = TaggerFolder.Load(_folder.File("v1"), workers))
        {
            Assert.Contains("B-PER", tagger.Tags.Tags);
        }

        SuggestedSentence[] suggested = [.. said.OfType<SentencesSuggested>().SelectMany(message => message.Sentences)];
        Assert.Equal(Enumerable.Range(20, 40).Select(id => (long)id), suggested.Select(sentence => sentence.Id));
        Assert.All(suggested[..30], sentence => Assert.True(sentence.Value > 0)); // candidates have a value, others none
        Assert.All(suggested[30..], sentence => Assert.Null(sentence.Value));
        Assert.All(suggested.SelectMany(sentence => sentence.Entities), entity => Assert.True(entity.Type is "PER" or "LOC" && entity.Score is > 0 and <= 1));
        ChosenSentence[] picks = [.. Assert.Single(said.OfType<BatchChosen>()).Picks];
        Assert.Equal(8, picks.Select(pick => pick.Id).Distinct().Count());
        Assert.Equal(2, picks.Count(pick => pick.Strategy == "random"));
        Assert.True(File.Exists(_folder.File("v1.tags.json")));
        Assert.Empty(said.OfType<ModelsAgreed>());
        SampleScored score = Assert.IsType<SampleScored>(said[^1]);
        Assert.Equal(12, score.Scored);
        Assert.True(score.Low <= score.F1 && score.F1 <= score.High);

        // The same job says the same, and the next model is compared with this one: the same seed gives the same model.
        Assert.Equal(1, Assert.Single(Run(Job("v2") with { PreviousTags = _folder.File("v1.tags.json") }).OfType<ModelsAgreed>()).Kappa, 1e-9);
    }

    [Fact]
    public void A_training_that_learns_nothing_replaces_no_tagger()
    {
        var said = new List<JobMessage>();
        using var workers = new Workers(1);
        string message = Assert.Throws<InvalidDataException>(() => new TrainingWork(ModelCatalog.Default, workers).Run(
            Job("v1") with { Start = "mini", Training = s_quick with { LearningRate = 1e-9f } }, said.Add, Token)).Message;
        Assert.Contains("has learned nothing from 20 sentences", message, StringComparison.Ordinal);
        Assert.Empty(said);
        Assert.False(Directory.Exists(_folder.File("v1")));
    }

    [Fact]
    public void A_job_without_training_suggests_with_the_model_that_is_there()
    {
        Run(Job("v1"));
        List<JobMessage> said = Run(Job("v1") with { Output = null, Start = _folder.File("v1"), Strategy = "diverse" });
        Assert.Empty(said.OfType<ModelTrained>());
        Assert.Equal(40, said.OfType<SentencesSuggested>().Sum(message => message.Sentences.Count));
        Assert.Contains(Assert.Single(said.OfType<BatchChosen>()).Picks, pick => pick.Strategy == "diverse");
    }

    [Fact]
    public async Task A_child_process_does_the_same_job()
    {
        List<JobMessage> here = Run(Job("v1", sample: 10)), there = [];
        await Runner().RunAsync(Job("v2", sample: 10), there.Add, Token);

        Assert.Equal(here.Select(message => message.GetType()), there.Select(message => message.GetType()));
        Assert.Equal(Suggestions(here), Suggestions(there));
        Assert.Equal(here[^1], there[^1]);
        Assert.Equal(ModelHash.OfModel(_folder.File("v1")), ModelHash.OfModel(_folder.File("v2"))); // the same bits
    }

    [Fact]
    public async Task A_child_that_is_ended_in_the_middle_leaves_nothing_that_looks_like_a_tagger()
    {
        TrainingJob job = Job("v1") with { Training = s_quick with { Epochs = 100_000 } };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task run = Runner().RunAsync(job, _ => { }, end.Token);
        await Until(() => Directory.Exists(_folder.File("v1.part")));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.False(Directory.Exists(_folder.File("v1")));
        new ModelFolders(_folder.Path).Clean(0);
        Assert.False(Directory.Exists(_folder.File("v1.part")));
    }

    [Fact]
    public async Task A_child_whose_parent_is_gone_ends()
    {
        TrainingJob job = Job("v1") with { Training = s_quick with { Epochs = 100_000 } };
        File.WriteAllText(_folder.File("job.json"), System.Text.Json.JsonSerializer.Serialize(job, LearningJson.Default.TrainingJob));
        using Process child = Program.Start(_folder.File("job.json"));
        await Until(() => Directory.Exists(_folder.File("v1.part")));
        Assert.False(child.HasExited);
        child.StandardInput.Close(); // what the system does with the pipes of a process that is killed
        await child.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.NotEqual(0, child.ExitCode);
    }

    [Fact]
    public async Task What_a_child_fails_at_is_said_in_a_sentence_and_kept_in_the_log()
    {
        TrainingFailedException error = await Assert.ThrowsAsync<TrainingFailedException>(() => Runner().RunAsync(Job("v1") with { Start = "no-such-model" }, _ => { }, Token));
        Assert.Contains("no-such-model", error.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-model", File.ReadAllText(new ModelFolders(_folder.Path).LogFile), StringComparison.Ordinal);
    }

    private static TrainingProgram Program { get; } = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "maner.dll")]);

    private ChildTrainingRunner Runner() => new(Program, new ModelFolders(_folder.Path));

    private static IEnumerable<string> Suggestions(List<JobMessage> said) => said.OfType<SentencesSuggested>().SelectMany(message => message.Sentences)
        .Select(sentence => $"{sentence.Id} {sentence.Words} {sentence.Value:R} {string.Join(' ', sentence.Entities)}");

    private static List<JobMessage> Run(TrainingJob job)
    {
        var said = new List<JobMessage>();
        using var workers = new Workers(1);
        new TrainingWork(ModelCatalog.Default, workers).Run(job, said.Add, Token);
        return said;
    }

    private TrainingJob Job(string model, int sample = 0) => new()
    {
        Model = model,
        Start = "mini-ner",
        Output = _folder.File(model),
        Types = ["PER", "LOC"],
        Gold = Sentences(0, 20, isLabelled: true),
        Candidates = Sentences(20, 30, isLabelled: false),
        Others = Sentences(50, 10, isLabelled: false),
        StopSentences = Sentences(40, 10, isLabelled: false),
        Tags = _folder.File(model + ".tags.json"),
        Sample = [.. Enumerable.Range(0, sample).Select(id => (long)id)],
        Strategy = "mnlp",
        Batch = 8,
        RandomShare = 0.25,
        Time = AnnotationTime.Default,
        Seed = 3,
        Threads = 1,
        Training = s_quick,
    };

    private static JobSentence[] Sentences(int first, int count, bool isLabelled) =>
        [.. s_sample.Skip(first).Take(count).Select((sentence, index) => new JobSentence(first + index, sentence.Words, (first + index) / 100.0, first + index, isLabelled ? sentence.Entities : null))];

    private static async Task Until(Func<bool> condition)
    {
        for (int tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 3000, "It did not come to that within a minute.");
            await Task.Delay(20, Token);
        }
    }
}
