using System.Runtime.InteropServices;
using Maner.Model.Layers;
using Maner.Ner;
using Maner.Ner.Input;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Training;

/// <summary>
/// Fine-tunes encoder and head together with cross-entropy over the rows that carry labels (MANER §3). Nothing but updates happens here: whoever
/// enumerates them evaluates, logs and saves between two. The order of sentences, dropout and all else that is random follow from the seed and the
/// step's number, so a loop that starts from a saved state continues bit for bit.
/// </summary>
/// <param name="tagger">Trained in place.</param>
/// <param name="set">The training sentences.</param>
/// <param name="options">The options, resolved.</param>
/// <param name="workers">The threads that the tagger computes with.</param>
internal sealed class TrainingLoop(Tagger tagger, TrainingSet set, TrainingOptions options, Workers workers)
{
    private static readonly Func<string> s_advice = () => $"Try a lower {nameof(TrainingOptions)}.{nameof(TrainingOptions.LearningRate)} than";
    private readonly Rng _rng = new(options.Seed);

    /// <summary>Updates in an epoch.</summary>
    public int StepsPerEpoch { get; } = (set.Count + options.BatchSize - 1) / options.BatchSize;

    /// <summary>Epochs of the full run.</summary>
    public int Epochs => Math.Max(options.Epochs, (options.MinUpdates + StepsPerEpoch - 1) / StepsPerEpoch);

    /// <summary>Updates of the full run.</summary>
    /// <exception cref="OptionException">They are too many to count.</exception>
    public int Steps => (long)Epochs * StepsPerEpoch is <= int.MaxValue and var steps ? (int)steps : throw new OptionException(
        nameof(TrainingOptions), nameof(TrainingOptions.Epochs), $"at most {int.MaxValue} updates in all", $"{Epochs} epochs of {StepsPerEpoch}");

    /// <summary>Makes update after update, from the state's step on, until the last one or until the state says that the run is stopped.</summary>
    /// <param name="state">Where the run is; its step is counted here.</param>
    /// <exception cref="InvalidDataException">The loss is no longer a number.</exception>
    public IEnumerable<StepReport> Run(TrainingState state)
    {
        var schedule = new LearningRateSchedule(options.LearningRate!.Value, (int)(options.WarmUp * Steps), Steps);
        var optimizer = new Optimizer(tagger.Arenas, options.WeightDecay, options.ClipNorm) { StepCount = state.Step };
        InputBatch batch = tagger.NewBatch();
        List<int> labels = [];
        List<int[]> batches = [];
        while (state.Step < Steps && !state.IsStopped)
        {
            int epoch = state.Step / StepsPerEpoch, inEpoch = state.Step % StepsPerEpoch;
            if (inEpoch == 0 || batches.Count == 0)
            {
                batches = set.Batches(options.BatchSize, _rng.Split("order").Split((ulong)epoch));
            }

            set.Fill(batch, labels, batches[inEpoch], options.MaskProbability, _rng.Split("chance").Split((ulong)epoch));
            optimizer.ClearGradients();
            Matrix logits = tagger.Logits(batch, Pass(state.Step));
            double loss = CrossEntropy.ForwardBackward(workers, logits, CollectionsMarshal.AsSpan(labels), set.LabelSets);
            tagger.Encoder.Backward(tagger.Head.Backward(logits));
            float learningRate = schedule.At(state.Step);
            double norm = optimizer.Step(learningRate);
            state.Step++;
            Divergence.Check(loss, "the loss", state.Step, options.LearningRate.Value, s_advice);
            Divergence.Check(norm, "the gradient norm", state.Step, options.LearningRate.Value, s_advice);
            yield return new StepReport(epoch + 1, inEpoch + 1, loss, learningRate, EndsEpoch: inEpoch == StepsPerEpoch - 1);
        }
    }

    private EncoderPass Pass(int step) =>
        new(IsTraining: true, options.Dropout, options.AttentionDropout, Rng.Mix(options.Seed ^ Rng.Mix((ulong)step + 1)));
}
