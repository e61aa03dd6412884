using Maner.Model.Parameters;

namespace Maner.Training;

/// <summary>
/// One of the things that an encoder is trained for at the same time (multi-task learning, Caruana 1997). Each objective adds its gradients to those of the
/// others; the optimizer then makes one step for all.
/// </summary>
internal interface IObjective
{
    /// <summary>What it is called in messages: "the loss".</summary>
    string Name { get; }

    /// <summary>Parameters that no other objective has, such as a head of its own; they are trained and saved with the encoder's.</summary>
    IReadOnlyList<IParameterArena> OwnArenas { get; }

    /// <summary>Adds the gradients of an update's batch, which follows from the seed and the update's number alone.</summary>
    /// <param name="step">The update, counted from 0.</param>
    /// <returns>The mean loss of the batch in nats, unweighted.</returns>
    double AddGradients(int step);
}
