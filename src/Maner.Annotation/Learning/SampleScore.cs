using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Training;

namespace Maner.Annotation.Learning;

/// <summary>
/// The score of what the labels can teach, by cross-validation over the random sample: for each of five parts a model is trained on all labelled sentences but that part, and tags it.
/// So every random sentence is scored, by a model that has not seen it, and no sentence that a strategy chose because it is hard. The models have seen up to a fifth of the sample less than
/// the one that suggests, so the score is a little too low rather than too high.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="start">The folder to start training runs from.</param>
/// <param name="workers">The threads.</param>
internal sealed class SampleScore(TrainingJob job, string start, Workers workers)
{
    private const int Parts = 5;

    /// <summary>Trains, tags and scores.</summary>
    public SampleScored Find(CancellationToken cancellation)
    {
        Dictionary<long, Sentence> gold = job.Gold.ToDictionary(sentence => sentence.Id, sentence => sentence.ToSentence());
        var scores = new List<EntityScore>();
        for (int part = 0; part < Parts; part++)
        {
            HashSet<long> held = [.. job.Sample.Where((_, index) => index % Parts == part)];
            Sentence[] scored = [.. job.Sample.Where(held.Contains).Select(id => gold[id])];
            Sentence[] train = [.. job.Gold.Where(sentence => !held.Contains(sentence.Id)).Select(sentence => gold[sentence.Id])];
            scores.AddRange(Scores(train, scored, cancellation));
        }

        EntityScore[] all = [.. scores];
        Interval interval = Bootstrap.F1Interval(all, new Rng(job.Seed).Split("interval of the score"));
        return new SampleScored(SentenceScores.Total(all).F1, interval.Low, interval.High, all.Length);
    }

    private EntityScore[] Scores(Sentence[] train, Sentence[] scored, CancellationToken cancellation)
    {
        if (!Array.Exists(train, sentence => sentence.Entities is { Count: > 0 }))
        {
            return [.. scored.Select(sentence => new EntityScore(0, 0, sentence.Entities!.Count))]; // nothing to learn: nothing is found
        }

        var data = new TaskData(DataSet.Of(train, "the labelled sentences"), null, DataSet.Of(scored, "the random sample"));
        FineTuning.Outcome outcome = FineTuning.Run(data, start, job.Training with { Seed = job.Seed }, workers, cancellation: cancellation);
        using (outcome.Tagger)
        {
            return SentenceScores.Of(outcome.Test!.Sentences, SpanRule.Strict);
        }
    }
}
