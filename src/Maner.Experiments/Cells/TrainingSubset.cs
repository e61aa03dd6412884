using Maner.Tensors;
using Maner.Training;

namespace Maner.Experiments.Cells;

/// <summary>
/// Training subsets that are nested: the sentences are shuffled once a seed and a subset is a beginning of that order, so 100 sentences are
/// among the 200. Every method gets the same ones.
/// </summary>
public static class TrainingSubset
{
    /// <summary>A part of the training sentences, in file order.</summary>
    /// <param name="data">The task.</param>
    /// <param name="count">How many, at most as many as there are.</param>
    /// <param name="seed">Draws the order.</param>
    public static TaskData Of(TaskData data, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] order = [.. Enumerable.Range(0, data.Train.Sentences.Count)];
        new Rng(seed).Split("training subset").Shuffle(order.AsSpan());
        return data with { Train = data.Train with { Sentences = [.. order.Take(count).Order().Select(index => data.Train.Sentences[index])] } };
    }
}
