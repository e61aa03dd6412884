using Maner.Annotation;
using Maner.Annotation.Records;

namespace Maner.Web.Workbench;

/// <summary>No training: sentences come in the order of the text, and nothing is suggested but what was imported.</summary>
/// <param name="project">The project.</param>
internal sealed class NoLearning(AnnotationProject project) : IWorkbenchLearning
{
    public LearningAnswer State { get; } = new("off", "", null, 0, false);

    public IReadOnlyList<NamedTitle> Strategies { get; } = [new("in-order", "in the order of the text")];

    public string Strategy => "in-order";

    public IReadOnlyList<CurvePoint> Curve => [];

    public string Advice => "";

    public string? Folder => null;

    public void Start()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Choose(string strategy)
    {
        if (strategy != Strategy)
        {
            throw new ActionRefusedException($"Expected the strategy {Strategy}, found '{strategy}': without a model there is no other.");
        }
    }

    public long? Next(int user, long? after) => project.Next(user, after);

    public void TrainNow() => throw new ActionRefusedException("Training is switched off.");
}
