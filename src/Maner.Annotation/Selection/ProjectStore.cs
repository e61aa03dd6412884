using Maner.Annotation.Records;

namespace Maner.Annotation.Selection;

/// <summary>An annotation project as learning sees it.</summary>
internal sealed class ProjectStore : ILearningStore, IDisposable
{
    private readonly AnnotationProject _project;

    public ProjectStore(AnnotationProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        _project = project;
        _project.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Types => _project.Types().ToDictionary(type => type.Name, type => type.Id, StringComparer.Ordinal);

    /// <inheritdoc/>
    public long LastEvent => _project.LastEvent();

    /// <inheritdoc/>
    public int Sentences => _project.Documents().Sum(document => document.Sentences);

    /// <inheritdoc/>
    public IReadOnlyList<GoldSentence> Gold(long since = 0) => _project.Gold(since);

    /// <inheritdoc/>
    public IReadOnlyList<OpenSentence> Open() => _project.OpenSentences();

    /// <inheritdoc/>
    public IReadOnlyList<OpenSentence> Read(IReadOnlyList<long> ids) => _project.ReadSentences(ids);

    /// <inheritdoc/>
    public bool IsFree(int user, long sentence) => _project.Sentence(user, sentence) is { LockedBy: null, IsAdjudicated: false } view && view.Annotation.State == SentenceState.New;

    /// <inheritdoc/>
    public long? NextInOrder(int user, long? after) => _project.Next(user, after);

    /// <inheritdoc/>
    public bool HasAssigned(int user) => _project.Sentences(user, new SentenceQuery { IsAssigned = true, Limit = 1 }).Sentences.Count > 0;

    /// <inheritdoc/>
    public void StoreSuggestions(string model, IReadOnlyList<SentenceSuggestion> suggestions) => _project.StoreSuggestions(model, suggestions);

    /// <inheritdoc/>
    public void RecordPick(int user, long sentence, Pick pick) => _project.RecordPicks(user, [(sentence, pick)]);

    /// <inheritdoc/>
    public string? Setting(string name) => _project.Setting(name);

    /// <inheritdoc/>
    public void SetSetting(string name, string value) => _project.SetSetting(name, value);

    /// <inheritdoc/>
    public void Dispose() => _project.Changed -= OnChanged;

    private void OnChanged(ApplyResult result) => Changed?.Invoke();
}
