namespace Maner.Benchmarks.Peers;

/// <summary>The files that tell both sides what to do.</summary>
internal static class BatchFiles
{
    /// <summary>Writes a work's file and returns its path.</summary>
    public static string Write(PeerWork work)
    {
        PeerFile file = work.IsPretraining
            ? Batching.Make(work, Sentences.DrawHidden(work.Shape, work.BatchSize * work.Batches), PeerFolder.Mini, PeerFolder.Tags.Count) with { AllPositions = work.AllPositions }
            : Batching.Make(work, Sentences.Draw(work.Shape), PeerFolder.Tagger(work.Shape), PeerFolder.Tags.Count);
        string path = Path.Combine(PeerFolder.Artifacts, work.Name + ".json");
        file.Save(path);
        return path;
    }
}
