using Maner.Ner;
using Maner.Ner.Lexical;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>Lists of names and mention replacement, from training to the model.</summary>
public sealed class NameListTests(SmallTask task) : IClassFixture<SmallTask>
{
    private static readonly TrainingOptions s_options = SmallTask.Options with { CrfWeight = 1, CrfBits = 12 };

    /// <summary>Every second name of the task's sentences, so that all of them meet some.</summary>
    private readonly Gazetteer _names = Gazetteer.Of(task.Data.Train.Sentences.Concat(task.Data.Dev!.Sentences)
        .SelectMany(sentence => sentence.Entities!.Select(entity => new ListedName(string.Join(' ', sentence.Words.Take(entity.End).Skip(entity.Start)), entity.Type, "own")))
        .Where((_, index) => index % 2 == 0));

    [Fact]
    public void Lists_change_the_crf_and_go_with_the_model_and_with_what_starts_from_it()
    {
        using TemporaryFolder without = new(), with = new(), second = new(), third = new();
        TaskData data = task.Data with { Dev = null, Gazetteer = _names }; // dev, which the CRF helps to tag, would choose other parameters
        task.Train(s_options, new(without.Path), data with { Gazetteer = null });
        task.Train(s_options, new(with.Path), data);

        Assert.False(File.Exists(without.File("gazetteer.tsv")));
        Assert.Null(ModelManifest.Load(without.Path)!.Gazetteer);
        Assert.Equal((6, _names.Sha256), (ModelManifest.Load(with.Path)!.FormatVersion, ModelManifest.Load(with.Path)!.Gazetteer));
        Assert.Equal(_names.Sha256, ModelManifest.Load(with.Path)!.DataHashes!["gazetteer"]);
        Assert.NotEqual(File.ReadAllBytes(without.File("crf.safetensors")), File.ReadAllBytes(with.File("crf.safetensors")));
        Assert.Equal(File.ReadAllBytes(without.File("model.safetensors")), File.ReadAllBytes(with.File("model.safetensors"))); // the encoder does not read them

        task.Train(s_options, new(second.Path), encoder: with.Path);
        Assert.Equal(File.ReadAllBytes(with.File("gazetteer.tsv")), File.ReadAllBytes(second.File("gazetteer.tsv")));
        task.Train(s_options, new(third.Path), task.Data with { Gazetteer = Gazetteer.Empty }, encoder: with.Path);
        Assert.False(File.Exists(third.File("gazetteer.tsv")));
    }

    [Fact]
    public void A_loaded_model_tags_as_the_trained_one_did_and_its_list_cannot_be_another()
    {
        using var folder = new TemporaryFolder();
        using var workers = new Workers(1);
        FineTuning.Outcome trained = FineTuning.Run(task.Data with { Gazetteer = _names }, task.Encoder.Folder, s_options, workers, new(folder.Path), cancellation: TestContext.Current.CancellationToken);
        using Tagger tagger = trained.Tagger, loaded = TaggerFolder.Load(folder.Path, workers);
        using Tagger shared = loaded.Share(workers);

        float[] expected = Probabilities(tagger);
        Assert.Equal(expected, Probabilities(loaded));
        Assert.Equal(expected, Probabilities(shared));

        File.AppendAllText(folder.File("gazetteer.tsv"), "Lindi\tLOC\town\n");
        Assert.Contains("gazetteer.tsv: expected the content that the model was saved with", Assert.Throws<InvalidDataException>(() => TaggerFolder.Load(folder.Path, workers)).Message, StringComparison.Ordinal);
        (ModelManifest.Load(folder.Path)! with { FileHashes = null }).Save(folder.Path);
        Assert.Contains("expected the names that the model was trained with", Assert.Throws<InvalidDataException>(() => TaggerFolder.Load(folder.Path, workers)).Message, StringComparison.Ordinal);
        File.Delete(folder.File("gazetteer.tsv"));
        Assert.Throws<FileNotFoundException>(() => TaggerFolder.Load(folder.Path, workers));

        float[] Probabilities(Tagger tagger) =>
            [.. tagger.Tag(task.Data.Dev!.Sentences).SelectMany(tagged => Enumerable.Range(0, tagged.Input.Words.Count).SelectMany(word => tagged.ProbabilitiesOf(word).ToArray()))];
    }

    [Fact]
    public void Lists_without_a_crf_are_refused_and_types_that_training_lacks_are_told()
    {
        Assert.Throws<OptionException>(() => task.Train(s_options with { CrfWeight = 0 }, data: task.Data with { Gazetteer = _names }));
        Assert.Equal(["GOD"], (task.Data with { Gazetteer = Gazetteer.Of([new("Zeus", "GOD", "own"), new("Tanga", "LOC", "own")]) }).ListedTypesNotInTrain);
    }

    [Fact]
    public void A_list_find_names_that_training_did_not_see()
    {
        Sentence[] sentences = [.. new[] { "Tanga", "Lindi", "Mbeya" }.Select(place => new Sentence(["aenda", place, "leo"], [new EntitySpan(1, 2, "LOC")])), .. new[] { "Juma", "Asha" }.Select(person => new Sentence(["aenda", person, "leo"], []))];
        Text.Tags.TagSet tags = Text.Tags.TagSet.OfTypes(["LOC"]);
        var names = new NameMatcher(Gazetteer.Of([.. new[] { "Tanga", "Lindi", "Mbeya", "Kigali" }.Select(name => new ListedName(name, "LOC", "own"))]), Text.Romanization.SisterScripts.None);

        double WithoutName(NameMatcher? matcher, string word)
        {
            LexicalCrf crf = LexicalCrfTrainer.Run(sentences, tags, new Rng(1), names: matcher);
            double[] scores = new double[3 * tags.Count];
            crf.Forward(crf.Read(["aenda", word, "leo"]), scores);
            return scores[tags.Count + 1] - scores[tags.Count]; // B-LOC over O
        }

        Assert.True(WithoutName(names, "Kigali") > WithoutName(names, "Daudi") + 1);
        Assert.True(WithoutName(names, "Kigali") > WithoutName(null, "Kigali") + 0.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Replaced_mentions_are_the_same_for_any_number_of_threads_and_after_a_resume(int interruptAfter)
    {
        using TemporaryFolder straight = new(), threads = new(), interrupted = new(), without = new();
        TrainingOptions options = s_options with { MentionReplacement = 0.5f };
        TaskData data = task.Data with { Gazetteer = _names };
        task.Train(options, new(straight.Path), data);
        task.Train(options, new(threads.Path), data, threads: 3);
        task.Train(s_options, new(without.Path), data);
        task.Interrupted(options, new(interrupted.Path), data, after: interruptAfter);
        Assert.Throws<InvalidDataException>(() => task.Train(options, new(interrupted.Path, Resume: true), task.Data)); // other names
        task.Train(options, new(interrupted.Path, Resume: true), data);

        Assert.All((string[])["model.safetensors", "crf.safetensors"], file =>
        {
            Assert.Equal(File.ReadAllBytes(straight.File(file)), File.ReadAllBytes(threads.File(file)));
            Assert.Equal(File.ReadAllBytes(straight.File(file)), File.ReadAllBytes(interrupted.File(file)));
            Assert.NotEqual(File.ReadAllBytes(straight.File(file)), File.ReadAllBytes(without.File(file)));
        });
    }

    [Fact]
    public void A_mention_becomes_another_of_its_type_and_the_rest_stays()
    {
        Sentence[] sentences =
        [
            new(["Juma", "aenda", "Dar", "es", "Salaam", "leo"], [new EntitySpan(0, 1, "PER"), new EntitySpan(2, 5, "LOC")]),
            new(["Asha", "Mwinyi", "yuko", "Lindi"], [new EntitySpan(0, 2, "PER"), new EntitySpan(3, 4, "LOC")]),
        ];
        var names = Gazetteer.Of([new("New York", "LOC", "own"), new("Zeus", "GOD", "own")]);
        MentionReplacer replacer = MentionReplacer.Of(sentences, names, WordCut.Default, new TrainingOptions { MentionReplacement = 1 })!;
        HashSet<string> people = [], places = [];
        for (ulong draw = 0; draw < 100; draw++)
        {
            Sentence replaced = replacer.Replace(sentences[0], new Rng(1).Split(draw));
            Assert.Equal(["PER", "LOC"], replaced.Entities!.Select(entity => entity.Type));
            Assert.Equal(replaced.JoinedWords, replacer.Replace(sentences[0], new Rng(1).Split(draw)).JoinedWords);
            people.Add(Text(replaced, 0));
            places.Add(Text(replaced, 1));
            Assert.Equal($"{Text(replaced, 0)} aenda {Text(replaced, 1)} leo", replaced.JoinedWords);
        }

        Assert.Equal(["Asha Mwinyi", "Juma"], people.Order());
        Assert.Equal(["Dar es Salaam", "Lindi", "New York"], places.Order());
        Assert.Null(MentionReplacer.Of(sentences, names, WordCut.Default, new TrainingOptions()));

        static string Text(Sentence sentence, int entity) => string.Join(' ', sentence.Words.Take(sentence.Entities![entity].End).Skip(sentence.Entities[entity].Start));
    }
}
