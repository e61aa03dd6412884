using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Ner;
using Maner.Tensors;
using Maner.Training.Pretraining;

namespace Maner.Benchmarks.Peers;

/// <summary>The files that tell both sides what to do.</summary>
internal static class BatchFiles
{
    /// <summary>Writes a work's file and returns its path.</summary>
    public static string Write(PeerWork work)
    {
        PeerFile file = work.IsPretraining
            ? ForPretraining(work)
            : Batching.Make(work, Sentences.Draw(work.Shape), PeerFolder.Tagger(work.Shape), PeerFolder.Tags.Count);
        string path = Path.Combine(PeerFolder.Artifacts, work.Name + ".json");
        file.Save(path);
        return path;
    }

    private static PeerFile ForPretraining(PeerWork work)
    {
        PeerFile file = Batching.Make(work, Sentences.DrawHidden(work.Shape, work.BatchSize * work.Batches), PeerFolder.Mini, PeerFolder.Tags.Count);
        return file with { AllPositions = work.AllPositions, Candidates = work.SampledWords == 0 ? null : Candidates(file, work.SampledWords) };
    }

    /// <summary>Drawn as <c>maner pretrain --sampled-softmax</c> draws them, with the frequencies of the masked tokens themselves.</summary>
    private static PeerCandidateOrders Candidates(PeerFile file, int count)
    {
        var frequencies = new double[EncoderConfig.Load(Path.Combine(file.Encoder, TaggerFolder.ConfigFile)).VocabSize];
        int[] hidden = [.. file.Sentences.SelectMany(sentence => sentence.Labels)];
        foreach (int word in hidden)
        {
            frequencies[word] += 1.0 / hidden.Length;
        }

        var sampler = new CandidateSampler(frequencies, count, new Rng(4096));
        return new PeerCandidateOrders(Draw(file.Orders.Mixed), Draw(file.Orders.Grouped));

        IReadOnlyList<PeerCandidates> Draw(IReadOnlyList<IReadOnlyList<int>> order) => [.. order.Select((batch, number) =>
        {
            var drawn = new CandidateTokens();
            sampler.Draw((ulong)number, [.. batch.SelectMany(sentence => file.Sentences[sentence].Labels)], drawn);
            return new PeerCandidates([.. drawn.Tokens], [.. drawn.LogInclusion]);
        })];
    }
}
