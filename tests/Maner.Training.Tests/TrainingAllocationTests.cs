using Maner.Ner;
using Maner.Ner.Methods;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>What <see cref="AllocationTests"/> holds encoder and optimizer to, for the whole of a training and of a prediction: batching, tokenizing and results too.</summary>
[Collection(nameof(RunsAlone))]
[Trait(Vectors.Trait, Vectors.No)] // memory, whatever computes
public sealed class TrainingAllocationTests(SmallTask task, ITestOutputHelper output) : IClassFixture<SmallTask>
{
    [Theory]
    [InlineData("maner")]
    [InlineData("token")]
    [InlineData("random-mask")]
    public void A_longer_training_allocates_hardly_more(string method)
    {
        TaskData data = task.Data with { Dev = null };
        TrainingOptions options = SmallTask.Options with { Method = method, Evaluations = 1 };
        Allocated(options with { Epochs = 10 }); // whatever is made once in a process

        const int MorePasses = 100;
        double more = Allocated(options with { Epochs = 10 + MorePasses }) - Allocated(options with { Epochs = 10 });

        double perUpdate = more / (MorePasses * 5); // 18 sentences, 4 to a batch
        output.WriteLine($"{method}: {perUpdate:F0} bytes an update");
        Assert.InRange(perUpdate, -1024, 1024);

        double Allocated(TrainingOptions options)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            task.Train(options, data: data, threads: 2);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }
    }

    [Fact]
    public void A_tagged_sentence_leaves_its_words_and_probabilities()
    {
        using var folder = new TemporaryFolder();
        using (Tagger trained = task.Encoder.Tagger(new ManerMethod()))
        {
            TaggerFolder.Save(trained, folder.Path, new ModelManifest());
        }

        using Tagger tagger = TaggerFolder.Load(folder.Path, task.Encoder.Workers);
        Sentence[] sentences = [.. task.Data.Train.Sentences.Select(sentence => Sentence.FromWords(sentence.Words))];
        int words = sentences.Sum(sentence => sentence.Words.Count);
        foreach (int _ in Enumerable.Range(0, 30))
        {
            Assert.Equal(sentences.Length, tagger.Tag(sentences).Count());
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(sentences.Length, tagger.Tag(sentences).Count());
        double perWord = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)words;

        output.WriteLine($"{perWord:F0} bytes a word");
        Assert.InRange(perWord, 0, 512);
    }
}
