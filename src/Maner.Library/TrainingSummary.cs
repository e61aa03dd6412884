using Maner.Ner.Evaluation;
using Maner.Training;

namespace Maner;

/// <summary>How a training run went.</summary>
/// <param name="Run">Epochs, updates, losses, seconds, and a warning where nothing was learned.</param>
/// <param name="Dev">Scores on the dev sentences, which chose the checkpoint; null without.</param>
/// <param name="Test">Scores on the test sentences, which chose nothing; null without.</param>
public sealed record TrainingSummary(TrainingResult Run, Report? Dev, Report? Test);
