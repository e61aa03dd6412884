using System.Collections.Concurrent;

namespace Maner.Web.LabelStudio;

/// <summary>What Label Studio said of a project.</summary>
/// <param name="Address">Where Label Studio is; null where it did not say.</param>
/// <param name="Token">The token of its API; null where it gave none.</param>
internal sealed record LabelStudioProject(Uri? Address, string? Token)
{
    // Only the text of a record shows its members: a token is not to be in a log.
    public override string ToString() => $"{Address}";
}

/// <summary>
/// The projects that Label Studio has set up, in memory alone: tokens are on no disk, and Label Studio sets its backends up again whenever their page is
/// opened. Thread-safe.
/// </summary>
internal sealed class LabelStudioProjects
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<string, LabelStudioProject> _projects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _changes = new(StringComparer.Ordinal);

    public LabelStudioProject? Find(string id) => _projects.GetValueOrDefault(id);

    public void Set(string id, LabelStudioProject project)
    {
        if (_projects.Count >= Most && !_projects.ContainsKey(id))
        {
            _projects.TryRemove(_projects.Keys.First(), out _);
        }

        _projects[id] = project;
    }

    /// <summary>Counts a change of an annotation; true with every <paramref name="every"/>th.</summary>
    public bool CountsTo(string id, int every)
    {
        if (_changes.Count >= Most && !_changes.ContainsKey(id))
        {
            _changes.Clear();
        }

        return _changes.AddOrUpdate(id, 1, (_, count) => count + 1) % every == 0;
    }
}
