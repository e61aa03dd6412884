using Maner.Model.Parameters;

namespace Maner.Training;

/// <summary>
/// Trains an encoder for one objective or several. Nothing but updates happens here: whoever enumerates them evaluates, logs and saves between two. All that
/// is random follows from the seed and the step's number, so a loop that starts from a saved state continues bit for bit.
/// </summary>
/// <param name="objectives">What the encoder is trained for; the first one counts epochs.</param>
/// <param name="arenas">All parameters: the encoder's and each objective's own.</param>
/// <param name="stepsPerEpoch">Updates in an epoch.</param>
/// <param name="options">The options, resolved.</param>
internal sealed class TrainingLoop(IReadOnlyList<IObjective> objectives, IReadOnlyList<IParameterArena> arenas, int stepsPerEpoch, TrainingOptions options)
{
    private static readonly Func<string> s_advice = () => $"Try a lower {nameof(TrainingOptions)}.{nameof(TrainingOptions.LearningRate)} than";

    /// <summary>Updates in an epoch.</summary>
    public int StepsPerEpoch => stepsPerEpoch;

    /// <summary>Epochs of the full run.</summary>
    public int Epochs => Math.Max(options.Epochs, (options.MinUpdates + StepsPerEpoch - 1) / StepsPerEpoch);

    /// <summary>Updates of the full run.</summary>
    /// <exception cref="OptionException">They are too many to count.</exception>
    public int Steps => (long)Epochs * StepsPerEpoch is <= int.MaxValue and var steps ? (int)steps : throw new OptionException(
        nameof(TrainingOptions), nameof(TrainingOptions.Epochs), $"at most {int.MaxValue} updates in all", $"{Epochs} epochs of {StepsPerEpoch}");

    /// <summary>Makes update after update, from the state's step on, until the last one or until the state says that the run is stopped.</summary>
    /// <param name="state">Where the run is; its step is counted here.</param>
    /// <exception cref="InvalidDataException">A loss is no longer a number.</exception>
    public IEnumerable<StepReport> Run(TrainingState state)
    {
        var schedule = new LearningRateSchedule(options.LearningRate!.Value, (int)(options.WarmUp * Steps), Steps);
        var optimizer = new Optimizer(arenas, options.WeightDecay, options.ClipNorm) { StepCount = state.Step };
        var losses = new double[objectives.Count];
        while (state.Step < Steps && !state.IsStopped)
        {
            int epoch = state.Step / StepsPerEpoch, inEpoch = state.Step % StepsPerEpoch;
            optimizer.ClearGradients();
            for (int index = 0; index < losses.Length; index++)
            {
                losses[index] = objectives[index].AddGradients(state.Step);
            }

            float learningRate = schedule.At(state.Step);
            double norm = optimizer.Step(learningRate);
            state.Step++;
            for (int index = 0; index < losses.Length; index++)
            {
                Divergence.Check(losses[index], objectives[index].Name, state.Step, options.LearningRate.Value, s_advice);
            }

            Divergence.Check(norm, "the gradient norm", state.Step, options.LearningRate.Value, s_advice);
            yield return new StepReport(epoch + 1, inEpoch + 1, losses, learningRate, EndsEpoch: inEpoch == StepsPerEpoch - 1);
        }
    }
}
