using Maner.Annotation.Records;
using Maner.Annotation.Selection;
using Maner.Ner.Selection;

namespace Maner.Annotation.Learning;

/// <summary>Makes jobs of what a project has. For one thread.</summary>
/// <param name="store">The project.</param>
/// <param name="options">How.</param>
/// <param name="folders">Where taggers are.</param>
internal sealed class JobMaker(ILearningStore store, LearningOptions options, ModelFolders folders)
{
    private readonly RandomPlaces _places = new(store, options.Seed);
    private Dictionary<long, long> _firsts = [];

    /// <summary>A job, the number of labelled sentences in it, and the open sentences in random order without near-duplicates of labelled ones.</summary>
    public sealed record Made(TrainingJob Job, IReadOnlyList<long> Reserve, IReadOnlyList<long> StopSentences);

    /// <summary>Makes a job.</summary>
    /// <param name="memory">What is known.</param>
    /// <param name="strategy">The selection strategy.</param>
    /// <param name="trains">Whether a model is to be trained.</param>
    /// <param name="scores">Whether it is to be scored, where the sample is large enough.</param>
    /// <param name="upcoming">Sentences that will be shown soon: their suggestions come first.</param>
    public Made Make(LearningMemory memory, string strategy, bool trains, bool scores, IReadOnlyList<long> upcoming)
    {
        ArgumentNullException.ThrowIfNull(memory);
        IReadOnlyList<GoldSentence> gold = [.. store.Gold().Where(sentence => sentence.Sentence.Words.Count > 0)];
        IReadOnlyList<OpenSentence> open = store.Open();
        _places.Add([.. gold.Select(sentence => (sentence.Id, sentence.Document, sentence.Sentence.Words.Count)), .. open.Select(sentence => (sentence.Id, sentence.Document, sentence.Sentence.Words.Count))]);
        Group(gold, open);
        var isLabelled = gold.GroupBy(sentence => _firsts[sentence.Id]).ToDictionary(group => group.Key, group => group.Min(sentence => sentence.Id));
        JobSentence[] waiting = [.. open.Select(sentence => Of(sentence.Id, sentence.Sentence)).Where(sentence => sentence.Words.Count > 0)];
        JobSentence[] distinct = [.. waiting.Where(sentence => sentence.First == sentence.Id && !isLabelled.ContainsKey(sentence.First)).OrderBy(sentence => sentence.Place).ThenBy(sentence => sentence.Id)];
        HashSet<long> soon = [.. upcoming];
        JobSentence[] candidates = [.. distinct.Take(options.MostCandidates).OrderBy(sentence => soon.Contains(sentence.Id) ? 0 : 1)];
        HashSet<long> chosen = [.. candidates.Select(sentence => sentence.Id)];
        JobSentence[] labelled = [.. gold.Select(sentence => Of(sentence.Id, sentence.Sentence) with { Entities = sentence.Sentence.Entities })];
        long[] stop = memory.StopSentences.Count > 0 ? [.. memory.StopSentences] : [.. distinct.Take(options.StopSentences).Select(sentence => sentence.Id)];
        int version = memory.Version + (trains ? 1 : 0);
        var job = new TrainingJob
        {
            Model = version == 0 ? System.IO.Path.GetFileName(options.StartModel.TrimEnd('/', '\\')) : LearningMemory.NameOf(version),
            Start = trains || version == 0 ? options.StartModel : folders.Of(version),
            Output = trains ? folders.Of(version) : null,
            Types = [.. store.Types.Keys],
            Gold = labelled,
            Candidates = candidates,
            Others = [.. waiting.Where(sentence => !chosen.Contains(sentence.Id)).Take(options.MostSuggested)],
            StopSentences = [.. store.Read(stop).Select(sentence => new JobSentence(sentence.Id, sentence.Sentence.Words, 0, sentence.Id))],
            PreviousTags = trains && File.Exists(folders.TagsOf(version - 1)) ? folders.TagsOf(version - 1) : null,
            Tags = folders.TagsOf(version),
            Sample = trains && scores ? Sample(labelled, distinct, isLabelled) : [],
            Strategy = strategy,
            Batch = 3 * options.BatchAfter(gold.Count), // some are left while the next model is trained
            RandomShare = options.RandomShare,
            Time = AnnotationTime.Fit(gold.Select(sentence => new TimedSentence(sentence.Sentence.Words.Count, sentence.Sentence.Entities?.Count ?? 0, sentence.Seconds))),
            Seed = options.Seed + (ulong)gold.Count,
            Threads = options.Threads ?? Math.Max(1, Environment.ProcessorCount - 1),
            Training = options.ResolvedTraining,
        };
        return new Made(job, [.. distinct.Take(1000).Select(sentence => sentence.Id)], stop);
    }

    private JobSentence Of(long id, Text.Sentences.Sentence sentence) => new(id, sentence.Words, _places[id], _firsts[id]);

    /// <summary>The labelled sentences that are a random sample of all text: in the random order, those up to the first open one. A near-duplicate stands for its group.</summary>
    private long[] Sample(JobSentence[] gold, JobSentence[] open, Dictionary<long, long> labelledOfGroup)
    {
        double least = open.Length == 0 ? 1 : open.Min(sentence => sentence.Place);
        long[] sample = [.. labelledOfGroup.Where(group => _places[group.Key] < least).OrderBy(group => _places[group.Key]).ThenBy(group => group.Key).Select(group => group.Value)];
        return sample.Length >= options.FewestScored && gold.Length > sample.Length / 5 ? sample : [];
    }

    private void Group(IReadOnlyList<GoldSentence> gold, IReadOnlyList<OpenSentence> open)
    {
        (long Id, IReadOnlyList<string> Words)[] all = [.. gold.Select(sentence => (sentence.Id, sentence.Sentence.Words)), .. open.Select(sentence => (sentence.Id, sentence.Sentence.Words))];
        if (Array.TrueForAll(all, sentence => _firsts.ContainsKey(sentence.Id)))
        {
            return;
        }

        all = [.. all.OrderBy(sentence => sentence.Id)]; // what is imported later changes no group
        int[] firsts = NearDuplicates.Firsts([.. all.Select(sentence => sentence.Words)]);
        _firsts = Enumerable.Range(0, all.Length).ToDictionary(index => all[index].Id, index => all[firsts[index]].Id);
    }
}
