namespace Maner.Training;

/// <summary>Which of its taggers a run trains.</summary>
public enum TrainingStage
{
    /// <summary>The only one.</summary>
    Whole,

    /// <summary>The first of two, whose tags of unlabelled sentences the second one learns from.</summary>
    Teacher,

    /// <summary>The second of two.</summary>
    Student,
}
