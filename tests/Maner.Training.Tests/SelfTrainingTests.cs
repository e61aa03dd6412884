using System.Text.Json.Nodes;
using Maner.Ner;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Training.Tests;

[Trait(Vectors.Trait, Vectors.No)] // files, choices and counters: what the kernels compute is in DeterminismTests
public sealed class SelfTrainingTests(SmallTask task) : IClassFixture<SmallTask>
{
    private static readonly TrainingOptions s_options = SmallTask.Options with { SilverProbability = 0.01f, SilverLimit = 16 };

    private TaskData Data => task.Data with
    {
        Unlabelled = DataSet.Of([.. TaskData.Read(Samples.File("train.conll"), null, null).Train.Sentences.Skip(18).Take(30).Select(sentence => sentence.WithEntities(null))]),
    };

    [Fact]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads_and_without_a_folder_the_same_scores()
    {
        using TemporaryFolder one = new(), three = new();
        FineTuning.Outcome first = task.Train(s_options, new(one.Path), Data);
        task.Train(s_options, new(three.Path), Data, threads: 3);

        Assert.Equal(one.Names, three.Names);
        Assert.All(["model.safetensors", "crf.safetensors", "config.json"], file => Assert.Equal(File.ReadAllBytes(one.File(file)), File.ReadAllBytes(three.File(file))));
        FineTuning.Outcome without = task.Train(s_options, data: Data);
        Assert.Equal((first.Training.SelfTraining, first.Training.FinalLoss, first.Dev!.F1), (without.Training.SelfTraining, without.Training.FinalLoss, without.Dev!.F1));
    }

    [Theory]
    [InlineData(TrainingStage.Teacher, 1)]
    [InlineData(TrainingStage.Teacher, 20)] // its last update
    [InlineData(TrainingStage.Student, 1)]
    [InlineData(TrainingStage.Student, 9)]
    public void A_run_that_is_interrupted_in_any_stage_ends_with_the_same_bits(TrainingStage stage, int step)
    {
        using TemporaryFolder straight = new(), interrupted = new();
        FineTuning.Outcome expected = task.Train(s_options, new(straight.Path), Data);

        Interrupt(stage, step, new(interrupted.Path));
        Assert.Contains(SelfTraining.TeacherFolder, Directory.GetDirectories(interrupted.Path).Select(Path.GetFileName));
        FineTuning.Outcome resumed = task.Train(s_options, new(interrupted.Path, Resume: true), Data);

        Assert.Empty(Directory.GetDirectories(interrupted.Path));
        Assert.Equal(straight.Names, interrupted.Names);
        Assert.All(["model.safetensors", "crf.safetensors", "config.json"], file => Assert.Equal(File.ReadAllBytes(straight.File(file)), File.ReadAllBytes(interrupted.File(file))));
        Assert.Equal(expected.Training.SelfTraining, resumed.Training.SelfTraining);
        Assert.Equal(expected.Dev!.F1, resumed.Dev!.F1);
    }

    [Fact]
    public void A_run_that_starts_anew_does_not_learn_from_the_teacher_of_one_that_was_given_up()
    {
        using TemporaryFolder straight = new(), again = new();
        task.Train(s_options with { Seed = 2 }, new(straight.Path), Data);

        Interrupt(TrainingStage.Student, 3, new(again.Path));
        task.Train(s_options with { Seed = 2 }, new(again.Path, Overwrite: true), Data);

        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(again.File("model.safetensors")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_teacher_and_student_dev_keeps_the_better_one(bool isTeacher)
    {
        using TemporaryFolder alone = new(), run = new();
        TrainingOptions options = Enumerable.Range(1, 30).Select(seed => s_options with { Seed = (ulong)seed })
            .First(candidate => task.Train(candidate, data: Data).Training.SelfTraining!.TeacherKept == isTeacher);
        FineTuning.Outcome teacher = task.Train(options with { SilverProbability = 0, SilverLimit = null }, new(alone.Path), Data with { Unlabelled = null });

        FineTuning.Outcome outcome = task.Train(options, new(run.Path), Data);

        SelfTrainingResult result = outcome.Training.SelfTraining!;
        Assert.Equal(teacher.Dev!.F1, result.TeacherDevF1);
        Assert.Equal(isTeacher, result.TeacherDevF1 > result.StudentDevF1);
        Assert.Equal(Math.Max(result.TeacherDevF1!.Value, result.StudentDevF1!.Value), outcome.Dev!.F1);
        Assert.Equal(isTeacher, File.ReadAllBytes(alone.File("model.safetensors")).AsSpan().SequenceEqual(File.ReadAllBytes(run.File("model.safetensors"))));
        JsonNode saved = JsonNode.Parse(File.ReadAllText(run.File("metrics.json")))!["self_training"]!;
        Assert.Equal((result.SilverSentences, isTeacher), ((int)saved["silver_sentences"]!, (bool)saved["teacher_kept"]!));
    }

    [Fact]
    public void Without_dev_the_student_is_kept() =>
        Assert.Equal((null, null, false), task.Train(s_options, data: Data with { Dev = null }).Training.SelfTraining is { } result ? (result.TeacherDevF1, result.StudentDevF1, result.TeacherKept) : default);

    [Fact]
    public void Neither_labelled_sentences_nor_repeated_ones_are_tagged_and_a_long_text_is_drawn_from()
    {
        Sentence[] text = [.. Enumerable.Range(0, 40).Select(index => Sentence.FromWords([$"word{index}"]))];

        IReadOnlyList<Sentence> chosen = SilverSentences.Choose([.. text, .. text, Sentence.FromWords([])], text[3..5], 1000, new Rng(1));
        Assert.Equal([.. text[..3], .. text[5..]], chosen);

        string[] drawn = Words(1);
        Assert.Equal(10, drawn.Length);
        Assert.Equal(drawn, Words(1));
        Assert.NotEqual(drawn, Words(2));

        string[] Words(ulong seed) => [.. SilverSentences.Choose(text, [], 10, new Rng(seed)).Select(sentence => sentence.JoinedWords)];
    }

    [Fact]
    public void Dev_is_never_learned_from()
    {
        DataSet text = DataSet.Of([.. task.Data.Dev!.Sentences.Concat(task.Data.Train.Sentences).Select(sentence => sentence.WithEntities(null))], "text.txt");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => task.Train(s_options, data: task.Data with { Unlabelled = text }));
        Assert.Equal("text.txt: expected sentences that are not in the training or dev data, found none. Give other text.", error.Message);
    }

    [Fact]
    public void Sentences_with_an_entity_and_sure_tags_are_kept_whatever_the_temperature()
    {
        using Tagger fresh = task.Encoder.Tagger(AllMethods.Named("maner"));
        Tagger tagger = fresh.WithDecoder(new TagDecoder(fresh.Tags, Decoding.Viterbi, new LexicalCrf(fresh.Tags.Count), 1));
        TaggedSentence[] tagged = [.. tagger.Tag(Data.Unlabelled!.Sentences).Where(sentence => sentence.Entities.Count > 0)];
        float[] least = [.. tagged.Select(sentence => Enumerable.Range(0, sentence.TagIds.Length).Min(word => sentence.ProbabilitiesOf(word)[sentence.TagIds[word]]))];
        Assert.NotEmpty(tagged);

        Assert.Equal(tagged.Length, SilverSentences.Tag(tagger, Data.Unlabelled.Sentences, 0).Count);
        Assert.Empty(SilverSentences.Tag(tagger, Data.Unlabelled.Sentences, 1));
        foreach (Tagger same in (Tagger[])[tagger, tagger.WithDecoder(tagger.Decoder.WithTemperature(3))])
        {
            IReadOnlyList<Sentence> silver = SilverSentences.Tag(same, Data.Unlabelled.Sentences, least.Max());
            Assert.Equal(tagged.Where((_, index) => least[index] >= least.Max()).Select(sentence => sentence.Input.JoinedWords), silver.Select(sentence => sentence.JoinedWords));
            Assert.All(silver, sentence => Assert.NotEmpty(sentence.Entities!));
        }
    }

    private void Interrupt(TrainingStage stage, int step, Destination destination)
    {
        using var workers = new Workers(1);
        using var interrupt = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => FineTuning.Run(Data, task.Encoder.Folder, s_options, workers, destination, Watch, cancellation: interrupt.Token));

        void Watch(TrainingProgress progress)
        {
            if ((progress.Stage, progress.Step) == (stage, step))
            {
                interrupt.Cancel();
            }
        }
    }
}
