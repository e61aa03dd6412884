using Maner.Model.Heads;
using Maner.Model.Layers;

namespace Maner.Training.MaskedLm;

/// <summary>
/// The masked-LM loss and its gradients, which are added to those that are there: the only objective of pre-training, and in fine-tuning one beside the tags.
/// </summary>
/// <param name="model">The encoder with its head.</param>
/// <param name="sampler">Draws the tokens among which the masked ones are predicted; null where it is always the whole vocabulary.</param>
internal sealed class MaskedLmObjective(IMaskedLanguageModel model, CandidateSampler? sampler = null)
{
    private readonly CandidateTokens _candidates = new();

    /// <summary>Whether there is anything to draw candidates with.</summary>
    public bool CanSample => sampler is not null;

    /// <summary>Adds the gradients of <paramref name="scale"/> · Σ losses of a batch; nothing where it has no masked token.</summary>
    /// <param name="batch">Masked sequences.</param>
    /// <param name="scale">What a masked token's loss weighs.</param>
    /// <param name="pass">A training pass with its dropout.</param>
    /// <param name="draw">Names the draw of candidates; null to predict among the whole vocabulary.</param>
    /// <returns>Σ losses in nats, unscaled; with candidates an estimate.</returns>
    public double Add(MaskedBatch batch, float scale, EncoderPass pass, ulong? draw)
    {
        if (batch.Targets.IsEmpty)
        {
            return 0;
        }

        if (draw is { } number)
        {
            sampler!.Draw(number, batch.Targets, _candidates);
        }

        model.Train(batch.Packed, batch.Positions, batch.Targets, scale, pass, batch.Losses, draw is null ? null : _candidates);
        double sum = 0;
        foreach (double loss in batch.Losses)
        {
            sum += loss;
        }

        return sum;
    }
}
