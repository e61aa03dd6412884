using System.Collections.Immutable;
using Maner.Annotation.Learning;
using Maner.Annotation.Selection;

namespace Maner.Annotation.Tests.Learning;

/// <summary>A runner that trains nothing: it makes the folder, suggests a name in every sentence, and keeps the jobs that it was given.</summary>
internal sealed class FakeRunner : ITrainingRunner
{
    private readonly Lock _lock = new();
    private ImmutableList<TrainingJob> _jobs = [];
    private int _running;

    /// <summary>The jobs until now; a copy, for the loop adds to them on another thread.</summary>
    public IReadOnlyList<TrainingJob> Jobs
    {
        get
        {
            lock (_lock)
            {
                return _jobs;
            }
        }
    }

    public IEnumerable<TrainingJob> Trainings => Jobs.Where(job => job.Output is not null);

    /// <summary>What the next jobs fail with; null for nothing.</summary>
    public string? Failure { get; set; }

    /// <summary>What a training waits for; null for nothing.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public double Kappa { get; set; } = 0.9;

    public async Task RunAsync(TrainingJob job, Action<JobMessage> report, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _running) > 1)
        {
            throw new InvalidOperationException("Two jobs at once.");
        }

        try
        {
            lock (_lock)
            {
                _jobs = _jobs.Add(job);
            }

            await Task.Yield();
            if (job.Output is not null && Gate is { } gate)
            {
                Directory.CreateDirectory(job.Output + ModelFolders.Unfinished);
                await gate.Task.WaitAsync(cancellation);
            }

            if (Failure is { } failure)
            {
                throw new TrainingFailedException(failure);
            }

            if (job.Output is not null)
            {
                Directory.CreateDirectory(job.Output);
                report(new ModelTrained(job.Output, 1));
            }

            report(new SentencesSuggested([.. job.Candidates.Select(sentence => new SuggestedSentence(sentence.Id, sentence.Words.Count, [new SuggestedEntity(0, 1, "PER", 0.9), new SuggestedEntity(1, 2, "MISC", 0.9)], 0.5))]));
            report(new BatchChosen([.. job.Candidates.Take(job.Batch).Select((sentence, index) => new ChosenSentence(sentence.Id, index % 4 == 0 ? "random" : job.Strategy))]));
            if (job.PreviousTags is not null)
            {
                report(new ModelsAgreed(Kappa));
            }

            File.WriteAllText(job.Tags!, "[]");
            if (job.Sample.Count > 0)
            {
                report(new ScoringStarted());
                report(new SampleScored(0.7, 0.6, 0.8, job.Sample.Count));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
