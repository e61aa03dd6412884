using System.Diagnostics;
using System.Text.Json;
using Maner.Annotation.Selection;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Ner.Selection;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Training;

namespace Maner.Annotation.Learning;

/// <summary>Does a job, in this process.</summary>
/// <param name="models">Where models are looked up by name or folder.</param>
/// <param name="workers">The threads that share all arithmetic.</param>
internal sealed class TrainingWork(ModelCatalog models, Workers workers)
{
    private const int SentencesAMessage = 50;

    /// <summary>Does it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="report">Told what is ready, in order.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">A file is not as it should be, or there is nothing to learn from.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Run(TrainingJob job, Action<JobMessage> report, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(report);
        string start = models.Find(job.Start);
        using (Tagger tagger = job.Output is null ? TaggerFolder.Load(start, workers) : Train(job, start, report, cancellation))
        {
            Suggest(job, tagger, report, cancellation);
            Compare(job, tagger, report);
        }

        if (job.Sample.Count > 0 && job.Output is not null)
        {
            report(new ScoringStarted());
            report(new SampleScore(job, start, workers).Find(cancellation));
        }
    }

    /// <summary>Trains into a folder of another name, which is renamed when it is whole: a folder that is there can be used.</summary>
    private Tagger Train(TrainingJob job, string start, Action<JobMessage> report, CancellationToken cancellation)
    {
        string unfinished = job.Output + ModelFolders.Unfinished;
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var clock = Stopwatch.StartNew();
        var data = new TaskData(DataSet.Of([.. job.Gold.Select(sentence => sentence.ToSentence())], "the labelled sentences"), null, null);
        FineTuning.Outcome outcome = FineTuning.Run(data, start, job.Training with { Seed = job.Seed }, workers, new Destination(unfinished), cancellation: cancellation);
        try
        {
            if (outcome.Training.Warning is not null)
            {
                throw new InvalidDataException( // a tagger that has learned nothing replaces none
                    $"The model has learned nothing from {job.Gold.Count} sentences: it finds no entity even in these. Label more sentences that have entities; it is trained again then.");
            }

            Directory.Move(unfinished, job.Output!);
            report(new ModelTrained(job.Output!, Math.Round(clock.Elapsed.TotalSeconds, 3)));
            return outcome.Tagger;
        }
        catch
        {
            outcome.Tagger.Dispose();
            throw;
        }
    }

    private static void Suggest(TrainingJob job, Tagger tagger, Action<JobMessage> report, CancellationToken cancellation)
    {
        SelectionStrategy strategy = AllStrategies.Named(job.Strategy);
        var reader = new CandidateReader(tagger, strategy.NeedsVectors, strategy.NeedsDisagreement);
        List<Candidate> candidates = Read(job, tagger, reader, job.Candidates, strategy, report, cancellation);
        float[][] labelled = strategy.NeedsVectors ? [.. reader.Read(job.Gold.Select((sentence, index) => (index, sentence.ToSentence()))).Select(candidate => candidate.Vector!)] : [];
        var context = new SelectionContext([.. job.Candidates.Select(sentence => sentence.Place)], labelled, job.Time, job.Seed);
        int[] alone = [.. Enumerable.Range(0, candidates.Count)]; // no candidate is a near-duplicate of another, or of a labelled one
        IReadOnlyList<Pick> picks = BatchSelection.Choose(strategy, candidates, context, alone, [], job.Batch, job.RandomShare);
        report(new BatchChosen([.. picks.Select(pick => new ChosenSentence(job.Candidates[pick.Index].Id, pick.Strategy))]));
        Read(job, tagger, new CandidateReader(tagger), job.Others, null, report, cancellation);
    }

    private static List<Candidate> Read(
        TrainingJob job, Tagger tagger, CandidateReader reader, IReadOnlyList<JobSentence> sentences, SelectionStrategy? strategy, Action<JobMessage> report, CancellationToken cancellation)
    {
        HashSet<string> types = [.. job.Types];
        var candidates = new List<Candidate>();
        var ready = new List<SuggestedSentence>();
        foreach ((Candidate candidate, float[] probabilities) in reader.Tagged(sentences.Select((sentence, index) => (index, sentence.ToSentence()))))
        {
            cancellation.ThrowIfCancellationRequested();
            var tagged = new TaggedSentence(candidate.Sentence, candidate.TagIds, probabilities, tagger.Tags);
            double? value = strategy?.Value(candidate, job.Time) is { } known && double.IsFinite(known) ? known : null;
            ready.Add(new SuggestedSentence(
                sentences[candidate.Index].Id, candidate.Words,
                [.. tagged.Entities.Where(entity => types.Contains(entity.Span.Type)).Select(entity => new SuggestedEntity(entity.Span.Start, entity.Span.End, entity.Span.Type, Math.Round(entity.Probability, 4)))],
                value));
            if (strategy is not null)
            {
                candidates.Add(candidate);
            }

            if (ready.Count == SentencesAMessage)
            {
                report(new SentencesSuggested([.. ready]));
                ready.Clear();
            }
        }

        if (ready.Count > 0)
        {
            report(new SentencesSuggested(ready));
        }

        return candidates;
    }

    private static void Compare(TrainingJob job, Tagger tagger, Action<JobMessage> report)
    {
        if (job.Tags is null || job.StopSentences.Count == 0)
        {
            return;
        }

        List<string[]> tags = [.. tagger.Tag(job.StopSentences.Select(sentence => sentence.ToSentence())).Select(tagged => tagged.Tags.ToArray())];
        AtomicFile.WriteAllText(job.Tags, JsonSerializer.Serialize(tags, LearningJson.Default.ListStringArray));
        if (job.PreviousTags is { } previous && File.Exists(previous)
            && TagAgreement.Kappa(JsonSerializer.Deserialize(File.ReadAllText(previous), LearningJson.Default.ListStringArray)!, tags) is { } kappa)
        {
            report(new ModelsAgreed(kappa));
        }
    }
}
