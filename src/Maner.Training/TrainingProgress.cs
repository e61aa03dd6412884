namespace Maner.Training;

/// <summary>How far a run is, for whoever watches.</summary>
/// <param name="Epoch">Epochs begun.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Updates done.</param>
/// <param name="Steps">Updates in all.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="DevF1">Strict micro F1 of the last evaluation on dev.</param>
/// <param name="BestDevF1">The highest so far.</param>
/// <param name="SentencesPerSecond">Training sentences per second, evaluation not counted.</param>
/// <param name="TimeLeft">An estimate.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double? DevF1, double? BestDevF1, double SentencesPerSecond, TimeSpan TimeLeft);
