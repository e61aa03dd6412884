using Maner.Tensors;
using Maner.Text.Data;

namespace Maner.Training;

/// <summary>
/// Subsets of a task's sentences that are nested: the sentences are shuffled once per seed and a subset is the beginning of that order, so 100
/// sentences are among the 200. Every method gets the same ones, and <c>maner train --train-sample</c> draws what an experiment draws.
/// </summary>
internal static class Subset
{
    /// <summary>The task with a part of its training sentences, in file order.</summary>
    /// <param name="data">The task.</param>
    /// <param name="count">How many, at most as many as there are.</param>
    /// <param name="seed">Draws the order.</param>
    public static TaskData OfTrain(TaskData data, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data with { Train = Draw(data.Train, count, seed), SampleSeed = seed };
    }

    /// <summary>The same of sentences alone.</summary>
    public static DataSet Draw(DataSet set, int count, ulong seed) => Of(set, count, new Rng(seed).Split("training subset"));

    /// <summary>The task with a part of its dev sentences, in file order. The same for all seeds: who has few sentences has one dev set.</summary>
    /// <param name="data">A task with dev sentences.</param>
    /// <param name="count">How many, at most as many as there are.</param>
    public static TaskData OfDev(TaskData data, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data with { Dev = Of(data.Dev!, count, new Rng(1).Split("dev subset")) };
    }

    private static DataSet Of(DataSet set, int count, Rng rng)
    {
        int[] order = [.. Enumerable.Range(0, set.Sentences.Count)];
        rng.Shuffle(order.AsSpan());
        return set with { Sentences = [.. order.Take(count).Order().Select(index => set.Sentences[index])] };
    }
}
