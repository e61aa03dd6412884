namespace Maner.Training;

/// <summary>How self-training went (<see cref="TrainingOptions.SilverProbability"/>).</summary>
/// <param name="SilverSentences">Sentences that the student learned from with the teacher's tags.</param>
/// <param name="SilverEntities">The entities in them.</param>
/// <param name="TeacherDevF1">Strict micro F1 of the teacher on dev; null without dev.</param>
/// <param name="StudentDevF1">The student's.</param>
/// <param name="TeacherKept">Whether the teacher was better on dev, so that the model is the teacher. Epochs, updates and losses are the student's all the same.</param>
public sealed record SelfTrainingResult(int SilverSentences, int SilverEntities, double? TeacherDevF1, double? StudentDevF1, bool TeacherKept);
