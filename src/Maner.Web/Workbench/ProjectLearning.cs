using Maner.Annotation.Learning;

namespace Maner.Web.Workbench;

/// <summary>The training of a project, as the page shows it.</summary>
/// <param name="loop">The training; ends with this.</param>
internal sealed class ProjectLearning(LearningLoop loop) : IWorkbenchLearning
{
    public LearningAnswer State
    {
        get
        {
            LearningStatus status = loop.Status;
            return new LearningAnswer(NamesOf.Value(status.State), status.Message, status.Model, status.Sentences, status.CanTrain);
        }
    }

    public IReadOnlyList<NamedTitle> Strategies { get; } = [.. LearningLoop.Strategies.Select(strategy => new NamedTitle(strategy.Name, strategy.Description))];

    public string Strategy => loop.Strategy;

    public IReadOnlyList<CurvePoint> Curve => [.. loop.Curve.Select(point => new CurvePoint(point.Sentences, point.F1, point.Low, point.High, point.Scored, point.Model))];

    public string Advice => loop.Advice.Text;

    public string? Folder => loop.Folder;

    public void Start() => loop.Start();

    public void Choose(string strategy) => loop.Choose(strategy);

    public long? Next(int user, long? after) => loop.Next(user, after);

    public void TrainNow() => loop.TrainNow();

    public ValueTask DisposeAsync() => loop.DisposeAsync();
}
