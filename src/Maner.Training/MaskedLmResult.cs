namespace Maner.Training;

/// <summary>What became of the encoder's knowledge of the language in a fine-tuning run, in nats per masked token.</summary>
/// <param name="FinalLoss">Mean masked-LM loss of the last epoch's training text; null where nothing was trained for it.</param>
/// <param name="Before">The loss on <see cref="TaskData.HeldOutText"/> before training; null without such text, and where the encoder came without a head.</param>
/// <param name="After">The same after it, of the chosen parameters: with the head as it was, or where it was trained as it became.</param>
public sealed record MaskedLmResult(double? FinalLoss, double? Before, double? After);
