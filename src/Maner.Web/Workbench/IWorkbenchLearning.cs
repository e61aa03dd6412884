using Maner.Annotation.Records;

namespace Maner.Web.Workbench;

/// <summary>What the page needs of the training in the background. Thread-safe.</summary>
internal interface IWorkbenchLearning : IAsyncDisposable
{
    /// <summary>Begins to work in the background.</summary>
    void Start();

    /// <summary>What it is doing.</summary>
    LearningAnswer State { get; }

    /// <summary>The strategies to choose from.</summary>
    IReadOnlyList<NamedTitle> Strategies { get; }

    /// <summary>The name of the one that chooses.</summary>
    string Strategy { get; }

    /// <summary>Chooses another.</summary>
    /// <exception cref="ActionRefusedException">There is none of the name.</exception>
    void Choose(string strategy);

    /// <summary>The sentence that a person should label next; null when none is left.</summary>
    /// <param name="user">The person's id.</param>
    /// <param name="after">The sentence that was shown last, which is not shown again at once.</param>
    long? Next(int user, long? after);

    /// <summary>Scores on random sentences so far, in the order of training runs.</summary>
    IReadOnlyList<CurvePoint> Curve { get; }

    /// <summary>Whether more labels still help, as a sentence; empty while nothing can be said.</summary>
    string Advice { get; }

    /// <summary>The folder of the newest tagger; null before the first training.</summary>
    string? Folder { get; }

    /// <summary>Trains as soon as it can, however few sentences are new.</summary>
    void TrainNow();
}

/// <summary>What is shown of the training.</summary>
/// <param name="State"><c>off</c>, <c>waiting</c>, <c>training</c> or <c>failed</c>.</param>
/// <param name="Message">The state as a sentence.</param>
/// <param name="Model">Name and version of the model that suggests; null for none.</param>
/// <param name="Sentences">On how many sentences it was trained.</param>
/// <param name="CanTrain">Whether a training could begin.</param>
internal sealed record LearningAnswer(string State, string Message, string? Model, int Sentences, bool CanTrain);

/// <summary>A point of the learning curve.</summary>
/// <param name="Sentences">Sentences that were done.</param>
/// <param name="F1">F1 on random sentences.</param>
/// <param name="Low">Where its 95 % interval begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Scored">How many random sentences were scored.</param>
/// <param name="Model">Name and version of the model.</param>
internal sealed record CurvePoint(int Sentences, double F1, double Low, double High, int Scored, string Model);

/// <summary>A name for programs, and its title for people.</summary>
internal sealed record NamedTitle(string Name, string Title);
