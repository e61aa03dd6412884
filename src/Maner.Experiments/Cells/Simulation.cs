using System.Diagnostics;
using System.Globalization;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Prediction;
using Maner.Ner.Selection;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Training;

namespace Maner.Experiments.Cells;

/// <summary>
/// Active learning with the labels of a training file in place of an annotator: a random seed set, then round by round a model trained from the start on all that is
/// labelled, and the next batch chosen by a strategy from what is not. Seed sets are the same for all strategies of a seed, so runs are paired.
/// </summary>
internal sealed class Simulation
{
    private readonly SimulationKey _key;
    private readonly string _encoder;
    private readonly TrainingOptions _options;
    private readonly Workers _workers;
    private readonly DataSet _test;
    private readonly DataSet _train;
    private readonly int[] _pool;
    private readonly int[] _firsts;
    private readonly double[] _places;
    private readonly SelectionStrategy _strategy;
    private readonly List<int> _labelled = [];

    /// <param name="data">The task; its dev sentences are not used.</param>
    /// <param name="key">What is simulated.</param>
    /// <param name="encoder">The folder to start every training run from.</param>
    /// <param name="options">The training options; their seed draws the seed set, too.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    public Simulation(TaskData data, SimulationKey key, string encoder, TrainingOptions options, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(key);
        (_key, _encoder, _options, _workers, _train) = (key, encoder, options, workers, data.Train);
        _test = data.Test ?? throw new ArgumentException("A simulation is scored on test: the task has none.", nameof(data));
        _strategy = AllStrategies.Named(key.Strategy);
        _firsts = NearDuplicates.Firsts([.. data.Train.Sentences.Select(sentence => sentence.Words)]);
        _places = RandomOrder.Places(
            [.. data.Train.Sentences.Select((sentence, index) => new OrderedSentence(sentence.Document ?? "", index.ToString(CultureInfo.InvariantCulture), sentence.Words.Count))], options.Seed);
        IEnumerable<int> distinct = Enumerable.Range(0, _firsts.Length).Where(index => _firsts[index] == index && data.Train.Sentences[index].Words.Count > 0);
        _pool = [.. distinct.OrderBy(index => _places[index]).ThenBy(index => index).Take(key.PoolSentences ?? int.MaxValue)];
    }

    /// <summary>The result: its rounds, and the scores and training of the last.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public CellAttempt Run(CancellationToken cancellation)
    {
        var rounds = new List<SimulatedRound>();
        CellScores? scores = null;
        TrainingResult? training = null;
        IEnumerable<int> batch = _pool.Take(_key.Rounds[0]);
        for (int round = 0; round < _key.Rounds.Count; round++)
        {
            var clock = Stopwatch.StartNew();
            cancellation.ThrowIfCancellationRequested();
            _labelled.AddRange(batch);
            bool isScored = _key.Scored.Contains(_key.Rounds[round]), chooses = round + 1 < _key.Rounds.Count;
            TaskData task = Task(isScored);
            bool hasEntities = task.Train.Sentences.Any(sentence => sentence.Entities!.Count > 0);
            int next = chooses ? _key.Rounds[round + 1] - _labelled.Count : 0;
            if (hasEntities && (isScored || (chooses && _strategy.NeedsModel)))
            {
                FineTuning.Outcome outcome = FineTuning.Run(task, _encoder, _options, _workers, cancellation: cancellation);
                using (outcome.Tagger)
                {
                    training = outcome.Training;
                    scores = outcome.Test is null ? scores : CellScores.Of(outcome.Test.Sentences, task.TrainTexts);
                    batch = Choose(outcome.Tagger, round, next);
                }

                rounds.Add(Measured(isScored ? scores!.Strict : null, isScored ? Reused(task, cancellation) : [], null, clock));
            }
            else
            {
                // Who finds no entity in the first sentences has no model yet, and goes on at random.
                batch = Choose(null, round, next);
                EntityScore? nothing = isScored && !hasEntities ? new EntityScore(0, 0, _test.Sentences.Sum(sentence => sentence.Entities!.Count)) : null;
                rounds.Add(Measured(nothing, [], hasEntities ? null : "no entity among the labelled sentences", clock));
            }

            if (_labelled.Count == _pool.Length)
            {
                break;
            }
        }

        return new CellAttempt
        {
            Seed = _options.Seed,
            Status = scores is null ? CellStatus.Failed : training?.Warning is null ? CellStatus.Ok : CellStatus.Collapsed,
            Message = scores is null ? "no round had an entity to learn from" : training?.Warning,
            Test = scores,
            Rounds = rounds,
            Updates = training?.Updates ?? 0,
            Epochs = training?.Epochs ?? 0,
            BestEpoch = training?.BestEpoch ?? 0,
            FinalLoss = Math.Round(training?.FinalLoss ?? 0, 6),
            TrainingSeconds = Math.Round(training?.Seconds ?? 0, 3),
        };
    }

    /// <summary>The labelled sentences, in file order as a subset has them.</summary>
    private TaskData Task(bool isScored) =>
        new(_train with { Sentences = [.. _labelled.Order().Select(index => _train.Sentences[index])] }, null, isScored ? _test : null);

    private IEnumerable<int> Choose(Tagger? tagger, int round, int count)
    {
        if (count <= 0)
        {
            return [];
        }

        HashSet<int> labelled = [.. _labelled];
        int[] left = [.. _pool.Where(index => !labelled.Contains(index))];
        if (tagger is null || !_strategy.NeedsModel)
        {
            return left.Take(count);
        }

        var reader = new CandidateReader(tagger, _strategy.NeedsVectors, _strategy.NeedsDisagreement);
        Candidate[] candidates = [.. reader.Read(left.Select(index => (index, _train.Sentences[index])))];
        float[][] known = _strategy.NeedsVectors ? [.. reader.Read(_labelled.Select(index => (index, _train.Sentences[index]))).Select(candidate => candidate.Vector!)] : [];
        ulong seed = new Rng(_options.Seed).Split("selection").Split((ulong)round).NextUInt64();
        var context = new SelectionContext(_places, known, AnnotationTime.Default, seed);
        return BatchSelection.Choose(_strategy, candidates, context, _firsts, _labelled, count, _key.RandomShare).Select(pick => pick.Index);
    }

    private Dictionary<string, EntityScore> Reused(TaskData task, CancellationToken cancellation)
    {
        var scores = new Dictionary<string, EntityScore>(StringComparer.Ordinal);
        bool isLast = task.Train.Sentences.Count >= Math.Min(_key.Scored[^1], _pool.Length);
        foreach (string name in _key.Reuse.Where(name => isLast || name == SimulationKey.Crf)) // a method takes a training of its own
        {
            scores.Add(name, name == SimulationKey.Crf ? CrfAlone(task) : OtherMethod(task, name, cancellation));
        }

        return scores;
    }

    private EntityScore OtherMethod(TaskData task, string method, CancellationToken cancellation)
    {
        FineTuning.Outcome outcome = FineTuning.Run(task, _encoder, _options with { Method = method }, _workers, cancellation: cancellation);
        using (outcome.Tagger)
        {
            return SentenceScores.Total(SentenceScores.Of(outcome.Test!.Sentences, SpanRule.Strict));
        }
    }

    /// <summary>The lexical CRF without an encoder: one that finds all tags as likely leaves the choice to the CRF.</summary>
    private EntityScore CrfAlone(TaskData task)
    {
        var crf = LexicalCrfTrainer.Run(task.Train.Sentences, task.Tags, new Rng(_options.Seed).Split("surface"), null, _options.CrfBits, _options.CrfRomanised);
        var decoder = new TagDecoder(task.Tags, Decoding.Viterbi, crf, 1);
        IEnumerable<int[]> tags = _test.Sentences.Select(sentence =>
        {
            var even = new float[sentence.Words.Count * task.Tags.Count];
            Array.Fill(even, 1f / task.Tags.Count);
            return decoder.Decode(sentence.Words, even, even);
        });
        return SentenceScores.Total(SentenceScores.Of(Evaluator.Run(_test.Sentences, task.Tags, tags).Sentences, SpanRule.Strict));
    }

    private SimulatedRound Measured(EntityScore? test, Dictionary<string, EntityScore> reuse, string? message, Stopwatch clock)
    {
        Sentence[] sentences = [.. _labelled.Select(index => _train.Sentences[index])];
        return new SimulatedRound
        {
            Sentences = sentences.Length,
            Words = sentences.Sum(sentence => sentence.Words.Count),
            Entities = sentences.Sum(sentence => sentence.Entities!.Count),
            Seconds = Math.Round(sentences.Sum(sentence => AnnotationTime.Default.Seconds(sentence.Words.Count, sentence.Entities!.Count)), 3),
            Test = test,
            Reuse = reuse,
            RunSeconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
            Message = message,
        };
    }
}
