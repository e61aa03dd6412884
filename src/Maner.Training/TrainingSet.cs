using Maner.Ner;
using Maner.Ner.Input;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Training;

/// <summary>
/// The training sentences as pieces, windows and label ids, made once. An example is a sentence with all its windows, so the number of
/// updates follows from the number of sentences alone: methods that need more positions per word, and so more windows, get no more updates.
/// </summary>
internal sealed class TrainingSet
{
    private readonly (WordPieces Pieces, int[] Labels, List<Window> Windows, int Tokens)[] _examples;
    private readonly List<int[]> _labelSets = [];

    public TrainingSet(IReadOnlyList<Sentence> sentences, Tagger tagger)
    {
        _examples = [.. sentences.Select(sentence => Prepare(sentence, tagger))];
    }

    /// <summary>Number of examples.</summary>
    public int Count => _examples.Length;

    /// <summary>Sets of labels that a word may have whose annotator did not look for all types; a label below zero is ~(the number of one).</summary>
    public IReadOnlyList<int[]> LabelSets => _labelSets;

    /// <summary>
    /// An epoch's batches of example numbers: shuffled, sorted by length within pools of a few batches so that a batch holds sentences of
    /// like length, and the batches shuffled again.
    /// </summary>
    public List<int[]> Batches(int batchSize, Rng rng)
    {
        const int BatchesPerPool = 4;
        var order = new int[Count];
        for (int example = 0; example < order.Length; example++)
        {
            order[example] = example;
        }

        rng.Shuffle(order.AsSpan());
        var batches = new List<int[]>();
        for (int start = 0; start < order.Length; start += BatchesPerPool * batchSize)
        {
            int[] pool = order[start..Math.Min(order.Length, start + (BatchesPerPool * batchSize))];
            int[] sorted = [.. pool.OrderBy(example => _examples[example].Tokens)];
            batches.AddRange(sorted.Chunk(batchSize));
        }

        int[][] shuffled = [.. batches];
        rng.Shuffle(shuffled.AsSpan());
        return [.. shuffled];
    }

    /// <summary>Fills a batch with examples, and the labels of its rows.</summary>
    public void Fill(InputBatch batch, List<int> labels, int[] examples, double maskProbability, Rng epochRng)
    {
        batch.Clear();
        labels.Clear();
        foreach (int example in examples)
        {
            (WordPieces pieces, _, List<Window> windows, _) = _examples[example];
            Rng rng = epochRng.Split((ulong)example);
            for (int window = 0; window < windows.Count; window++)
            {
                batch.Add(example, pieces, windows[window], new(window == 0 ? rng : rng.Split((ulong)window), maskProbability));
            }
        }

        foreach (InputBatch.WordPlace place in batch.Places)
        {
            labels.Add(_examples[place.Sentence].Labels[place.Word]);
        }
    }

    /// <summary>Entropy of the labels in nats: the loss of knowing nothing but how frequent each label is.</summary>
    public double LabelEntropy(int classes)
    {
        var counts = new double[classes];
        foreach (int label in _examples.SelectMany(example => example.Labels))
        {
            counts[label < 0 ? _labelSets[~label][0] : label]++; // of a set, its first: O
        }

        double total = counts.Sum();
        return -counts.Where(count => count > 0).Sum(count => count / total * Math.Log(count / total));
    }

    private (WordPieces Pieces, int[] Labels, List<Window> Windows, int Tokens) Prepare(Sentence sentence, Tagger tagger)
    {
        (WordPieces pieces, List<Window> windows) = tagger.Prepare(sentence.Words);
        int tokens = windows.Sum(window => Enumerable.Range(window.First, window.End - window.First).Sum(word => pieces[word].Length + 1));
        return (pieces, LabelsOf(sentence, tagger.Tags), windows, tokens);
    }

    private int[] LabelsOf(Sentence sentence, TagSet tags)
    {
        int[] labels = tags.Encode(sentence);
        if (tags.UnmarkedOutside(sentence) is not { } set)
        {
            return labels;
        }

        int number = _labelSets.FindIndex(known => known.AsSpan().SequenceEqual(set));
        if (number < 0)
        {
            number = _labelSets.Count;
            _labelSets.Add(set);
        }

        int outside = set[0]; // a trained set's first tag is O
        return [.. labels.Select(label => label == outside ? ~number : label)];
    }
}
