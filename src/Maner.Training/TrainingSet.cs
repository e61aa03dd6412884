using Maner.Ner;
using Maner.Ner.Input;
using Maner.Tensors;
using Maner.Text.Data;

namespace Maner.Training;

/// <summary>The training sentences as pieces, windows and label ids, made once. An example is a window: for all but very long sentences the sentence.</summary>
internal sealed class TrainingSet
{
    private readonly (WordPieces Pieces, int[] Labels)[] _sentences;
    private readonly (int Sentence, Window Window, int Tokens)[] _examples;

    public TrainingSet(IReadOnlyList<Sentence> sentences, Tagger tagger)
    {
        _sentences = new (WordPieces, int[])[sentences.Count];
        var examples = new List<(int, Window, int)>();
        for (int sentence = 0; sentence < sentences.Count; sentence++)
        {
            (WordPieces pieces, List<Window> windows) = tagger.Prepare(sentences[sentence].Words);
            _sentences[sentence] = (pieces, tagger.Tags.Encode(sentences[sentence]));
            foreach (Window window in windows)
            {
                int tokens = 0;
                for (int word = window.First; word < window.End; word++)
                {
                    tokens += pieces[word].Length + 1;
                }

                examples.Add((sentence, window, tokens));
            }
        }

        _examples = [.. examples];
    }

    /// <summary>Number of examples.</summary>
    public int Count => _examples.Length;

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
            (int sentence, Window window, _) = _examples[example];
            batch.Add(sentence, _sentences[sentence].Pieces, window, new(epochRng.Split((ulong)example), maskProbability));
        }

        foreach (InputBatch.WordPlace place in batch.Places)
        {
            labels.Add(_sentences[place.Sentence].Labels[place.Word]);
        }
    }

    /// <summary>Entropy of the labels in nats: the loss of knowing nothing but how frequent each label is.</summary>
    public double LabelEntropy(int classes)
    {
        var counts = new double[classes];
        foreach (int label in _sentences.SelectMany(sentence => sentence.Labels))
        {
            counts[label]++;
        }

        double total = counts.Sum();
        return -counts.Where(count => count > 0).Sum(count => count / total * Math.Log(count / total));
    }
}
