using Maner.Annotation.Learning;
using Maner.Annotation.Records;
using Maner.Testing;
using Maner.Text.Sentences;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Maner.Annotation.Tests.Learning;

public sealed class LearningLoopTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStore _store = new();
    private readonly FakeRunner _runner = new();
    private readonly FakeTimeProvider _clock = new();
    private LearningLoop _loop = null!;

    public ValueTask InitializeAsync()
    {
        _store.Add(1, Enumerable.Range(0, 60).Select(index => $"Neno{(char)('A' + (index % 26))} la{(char)('a' + (index / 26))} {(char)('a' + (index % 26))}{(char)('z' - (index / 26))}"));
        _loop = Loop();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task From_the_first_minute_the_start_model_suggests_and_nothing_is_trained()
    {
        _loop.Start();
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "mini-ner" });

        TrainingJob job = Assert.Single(_runner.Jobs);
        Assert.Null(job.Output);
        Assert.Equal("mini-ner", job.Start);
        Assert.Equal(60, job.Candidates.Count);
        Assert.Equal(job.Candidates.Select(sentence => sentence.Place).Order(), job.Candidates.Select(sentence => sentence.Place));
        Assert.Equal(60, _store.Suggested.Count);
        Assert.All(_store.Suggested, suggested => Assert.Equal([1], suggested.Suggestion.Spans.Select(span => span.Type))); // MISC is no type of the project
        Assert.All(_store.Suggested, suggested => Assert.Equal("mini-ner", suggested.Suggestion.Spans[0].Model));
        Assert.Contains("begins after 10 sentences", _loop.Status.Message, StringComparison.Ordinal);
        Assert.Null(_loop.Folder);
        Assert.False(_loop.Status.CanTrain);
    }

    [Fact]
    public async Task The_next_sentence_is_of_the_batch_and_how_it_was_chosen_is_recorded()
    {
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Waiting);
        long[] batch = [.. _runner.Jobs[0].Candidates.Take(30).Select(sentence => sentence.Id)];

        Assert.Equal(batch[0], _loop.Next(1, null));
        Assert.Equal(batch[0], _loop.Next(1, null)); // a reload shows the same
        Assert.Equal(batch[1], _loop.Next(1, batch[0]));
        Assert.Equal((true, false), (_store.Picked[batch[0]].IsRandom, _store.Picked[batch[1]].IsRandom || _loop.Strategy == "random"));
        _store.Label(batch[0]);
        _store.Locked.Add(batch[1]);
        _store.Skip(batch[2]);
        Assert.Equal(batch[3], _loop.Next(1, batch[0]));
        Assert.Equal(_store.Open()[0].Id, _loop.Next(7, null)); // who has sentences of their own gets them in order
    }

    [Fact]
    public async Task After_every_ten_sentences_a_model_is_trained_and_replaces_the_one_before()
    {
        _loop.Start();
        await Label(9);
        await Until(() => _loop.Status.New == 9);
        Assert.Empty(_runner.Trainings);
        Assert.Equal((9, true), (_loop.Status.New, _loop.Status.CanTrain));

        await Label(1);
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v1", Sentences: 10 });
        TrainingJob first = Assert.Single(_runner.Trainings);
        Assert.Equal((10, "mini-ner"), (first.Gold.Count, first.Start));
        Assert.Equal(_loop.Folder, first.Output);
        Assert.Contains(_store.Suggested, suggested => suggested.Model == "v1");
        Assert.Equal(50, first.Candidates.Count);

        await Label(10);
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v2", Sentences: 20 });
        Assert.Equal(2, _runner.Trainings.Count());
        Assert.Equal("mini-ner", _runner.Trainings.Last().Start); // from the start again, not from the last
        Assert.NotNull(_runner.Trainings.Last().PreviousTags);
        await Label(10);
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v3" });
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "models", "v1"))); // two are kept
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, "models", "v2")));
    }

    [Fact]
    public async Task Sentences_without_an_entity_train_nothing_and_it_says_why()
    {
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Waiting);
        foreach (long id in _store.Open().Take(12).Select(sentence => sentence.Id))
        {
            _store.Label(id);
        }

        await Until(() => _loop.Status.Message.Contains("12 sentences are done, none with an entity", StringComparison.Ordinal));
        Assert.Empty(_runner.Trainings);
        Assert.False(_loop.Status.CanTrain);
    }

    [Fact]
    public async Task Train_now_does_not_wait_for_more_sentences_and_there_is_never_more_than_one_training()
    {
        _runner.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Start();
        await Label(3);
        _loop.TrainNow();
        await Until(() => _runner.Trainings.Any());
        _loop.TrainNow();
        for (int count = 0; count < 15; count++)
        {
            _store.Label(_store.Open()[0].Id, new EntitySpan(0, 1, "PER"));
        }

        Assert.Single(_runner.Trainings);
        _runner.Gate.SetResult();
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v2", Sentences: 18 });
        Assert.Equal([3, 18], _runner.Trainings.Select(job => job.Gold.Count)); // what was labelled meanwhile is in the next
    }

    [Fact]
    public async Task A_failed_training_is_shown_leaves_the_old_model_and_is_tried_again_later()
    {
        _loop.Start();
        await Label(10);
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v1" });
        string folder = _loop.Folder!;

        _runner.Failure = "memory was short.";
        await Label(10, LearningState.Failed);
        await Until(() => _loop.Status.State == LearningState.Failed);
        Assert.Equal("The training failed, and v1 still suggests: memory was short.", _loop.Status.Message);
        Assert.Equal((folder, "v1"), (_loop.Folder, _loop.Status.Model));
        int tries = _runner.Trainings.Count();
        _store.Label(_store.Open()[0].Id);
        await Until(() => _loop.Status.New == 11);
        Assert.Equal(tries, _runner.Trainings.Count()); // not with every sentence

        _runner.Failure = null;
        _clock.Advance(TimeSpan.FromMinutes(6));
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v2", Sentences: 21 });
    }

    [Fact]
    public async Task A_project_that_cannot_be_read_is_no_end_of_learning()
    {
        _store.Failure = "the disk is full.";
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Failed);
        Assert.Equal("Reading sentences for suggestions failed, and there are no suggestions: the disk is full.", _loop.Status.Message);
        _store.Failure = null;
        _clock.Advance(TimeSpan.FromMinutes(6));
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "mini-ner" });
    }

    [Fact]
    public async Task A_loop_that_ends_in_the_middle_of_a_training_leaves_the_old_model_and_the_next_goes_on()
    {
        _loop.Start();
        await Label(10);
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v1" });
        _runner.Gate = new TaskCompletionSource();
        await Label(10, LearningState.Training);
        await Until(() => _runner.Trainings.Count() == 2 && Directory.Exists(_runner.Trainings.Last().Output + ModelFolders.Unfinished));
        await _loop.DisposeAsync();
        Assert.Equal(LearningState.Off, _loop.Status.State);

        _runner.Gate = null;
        _loop = Loop();
        Assert.Equal("v1", Path.GetFileName(_loop.Folder));
        _loop.Start();
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "models", "v2" + ModelFolders.Unfinished)));
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v2", Sentences: 20 });
    }

    [Fact]
    public async Task A_model_that_was_taken_away_is_trained_again()
    {
        _loop.Start();
        await Label(10);
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v1" });
        await _loop.DisposeAsync();
        Directory.Delete(_loop.Folder!, recursive: true);

        _loop = Loop();
        _loop.Start();
        await Until(() => _loop.Status is { State: LearningState.Waiting, Model: "v1", Sentences: 10 });
        Assert.True(Directory.Exists(_loop.Folder));
    }

    [Fact]
    public async Task The_score_is_of_a_random_sample_that_no_choice_can_bend()
    {
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Waiting);
        JobSentence[] order = [.. _runner.Jobs[0].Candidates];

        // The first 12 of the random order but the 6th, and 8 of its end.
        foreach (JobSentence sentence in (JobSentence[])[.. order.Take(5), .. order.Skip(6).Take(6), .. order.TakeLast(8)])
        {
            _store.Label(sentence.Id, new EntitySpan(0, 1, "PER"));
        }

        await Until(() => _loop.Status is { State: LearningState.Waiting, Sentences: 19 } || _runner.Trainings.Count() > 1);
        Assert.All(_runner.Trainings, job => Assert.Empty(job.Sample)); // five are too few
        _store.Skip(order[5].Id);
        await Until(() => { _loop.TrainNow(); _store.Label(_store.Open()[^1].Id, new EntitySpan(0, 1, "PER")); return _loop.Curve.Count > 0; });
        TrainingJob scored = _runner.Trainings.First(job => job.Sample.Count > 0);
        Assert.Equal(order.Take(5).Concat(order.Skip(6).Take(6)).Select(sentence => sentence.Id), scored.Sample.Take(11));
        Assert.DoesNotContain(order[5].Id, scored.Sample);
        LearningPoint point = _loop.Curve[0];
        Assert.Equal((scored.Gold.Count, 0.7, 0.6, 0.8, scored.Sample.Count), (point.Sentences, point.F1, point.Low, point.High, point.Scored));
    }

    [Fact]
    public async Task New_documents_get_suggestions_and_change_no_place_of_older_sentences()
    {
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Waiting);
        var before = _runner.Jobs[0].Candidates.ToDictionary(sentence => sentence.Id, sentence => sentence.Place);
        _store.Add(2, "Amina alikuja", "Wageni walikuja pia leo");
        await Until(() => _runner.Jobs.Count > 1 && _loop.Status.State == LearningState.Waiting);

        Assert.Equal(62, _runner.Jobs[^1].Candidates.Count);
        Assert.All(_runner.Jobs[^1].Candidates.Where(sentence => sentence.Id <= 60), sentence => Assert.Equal(before[sentence.Id], sentence.Place));
    }

    [Fact]
    public async Task Near_duplicates_of_what_is_labelled_are_not_chosen_but_get_suggestions()
    {
        _store.Add(2, "Wageni 12 walifika mjini", "wageni 34 walifika mjini !");
        _store.Label(61, new EntitySpan(3, 4, "LOC"));
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Waiting);

        Assert.DoesNotContain(_runner.Jobs[0].Candidates, sentence => sentence.Id == 62);
        Assert.Equal([62], _runner.Jobs[0].Others.Select(sentence => sentence.Id));
    }

    [Fact]
    public async Task Another_strategy_chooses_from_the_next_batch_on_and_is_kept()
    {
        _loop.Start();
        await Until(() => _loop.Status.State == LearningState.Waiting);
        _loop.Choose("diverse");
        await Until(() => _runner.Jobs.Count == 2 && _loop.Status.State == LearningState.Waiting);
        Assert.Equal("diverse", _runner.Jobs[1].Strategy);
        Assert.Contains("found 'best'", Assert.Throws<ActionRefusedException>(() => _loop.Choose("best")).Message, StringComparison.Ordinal);
        await using LearningLoop other = Loop();
        Assert.Equal("diverse", other.Strategy);
    }

    [Fact]
    public async Task It_says_when_more_labels_stop_helping()
    {
        _runner.Kappa = 0.995;
        _loop.Start();
        Assert.Equal(StopAdvice.None, _loop.Advice);
        for (int round = 1; round <= 6; round++)
        {
            await Label(10);
            await Until(() => _loop.Status is { State: LearningState.Waiting } && _loop.Status.Sentences == 10 * round);
        }

        Assert.True(_loop.Curve.Count >= StopAdvice.FlatPoints);
        Assert.True(_loop.Advice.IsStop);
    }

    private LearningLoop Loop() => new(_store, _runner, Path.Combine(_folder.Path, "models"), new LearningOptions { StopSentences = 20, Strategy = "mnlp" }, _clock);

    /// <summary>Labels what the loop gives next.</summary>
    private async Task Label(int count, LearningState? then = null)
    {
        await Until(() => _loop.Status.State is LearningState.Waiting or LearningState.Failed);
        for (int number = 0; number < count; number++)
        {
            _store.Label(_loop.Next(1, null)!.Value, new EntitySpan(0, 1, "PER"));
        }

        await Until(() => then is not { } state || _loop.Status.State == state);
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
