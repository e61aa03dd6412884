using System.Runtime.InteropServices;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Ner;
using Maner.Ner.Input;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Training;

/// <summary>
/// Tags: cross-entropy over the rows that carry labels (MANER §3). An epoch sees every sentence once; the order of sentences, dropout and all else that is
/// random follow from the seed and the step's number.
/// </summary>
/// <param name="tagger">Trained in place.</param>
/// <param name="set">The training sentences.</param>
/// <param name="options">The options, resolved.</param>
/// <param name="workers">The threads that the tagger computes with.</param>
internal sealed class TaggingObjective(Tagger tagger, TrainingSet set, TrainingOptions options, Workers workers) : IObjective
{
    private readonly Rng _rng = new(options.Seed);
    private readonly InputBatch _batch = tagger.NewBatch();
    private readonly List<int> _labels = [];
    private List<int[]> _batches = [];
    private int _epoch = -1;

    /// <summary>Updates in an epoch.</summary>
    public int StepsPerEpoch { get; } = (set.Count + options.BatchSize - 1) / options.BatchSize;

    /// <inheritdoc/>
    public string Name => "the loss";

    /// <inheritdoc/>
    public IReadOnlyList<IParameterArena> OwnArenas => [tagger.Head.Parameters];

    /// <inheritdoc/>
    public double AddGradients(int step)
    {
        int epoch = step / StepsPerEpoch, inEpoch = step % StepsPerEpoch;
        if (epoch != _epoch)
        {
            (_epoch, _batches) = (epoch, set.Batches(options.BatchSize, _rng.Split("order").Split((ulong)epoch)));
        }

        set.Fill(_batch, _labels, _batches[inEpoch], options.MaskProbability, _rng.Split("chance").Split((ulong)epoch));
        Matrix logits = tagger.Logits(_batch, Pass(step));
        double loss = CrossEntropy.ForwardBackward(workers, logits, CollectionsMarshal.AsSpan(_labels), set.LabelSets);
        tagger.Encoder.Backward(tagger.Head.Backward(logits));
        return loss;
    }

    private EncoderPass Pass(int step) =>
        new(IsTraining: true, options.Dropout, options.AttentionDropout, Rng.Mix(options.Seed ^ Rng.Mix((ulong)step + 1)));
}
