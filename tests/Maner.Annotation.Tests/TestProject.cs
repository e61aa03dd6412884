using System.Text;
using Maner.Annotation.Actions;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;

namespace Maner.Annotation.Tests;

/// <summary>A project in a folder that goes with it.</summary>
internal sealed class TestProject : IDisposable
{
    public const int Me = 1, Per = 1, Loc = 2, Org = 3;

    // In memory where the machine has such a folder: thousands of actions wait for a disk otherwise. What a killed process has written is there all the same.
    private const string InMemory = "/dev/shm";

    private readonly string _folder = Directory.Exists(InMemory) ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"maner-test-{Guid.NewGuid():N}")).FullName : Directory.CreateTempSubdirectory("maner-test-").FullName;

    public TestProject(string? text = null, ProjectOptions? options = null)
    {
        Path = System.IO.Path.Combine(_folder, "project.db");
        Project = AnnotationProject.Create(Path, options);
        if (text is not null)
        {
            Import("text.txt", text);
        }
    }

    public string Path { get; }

    public AnnotationProject Project { get; private set; }

    public string Folder => _folder;

    public ImportResult Import(string name, string content, ImportOptions? options = null) => Project.Import(Me, name, Encoding.UTF8.GetBytes(content), options);

    public IReadOnlyList<SentenceView> All(int user = Me) => Project.Sentences(user, new SentenceQuery { Limit = 10_000 }).Sentences;

    public SentenceView First(int user = Me) => All(user)[0];

    public ApplyResult Label(SentenceView view, params (int First, int End, int Type)[] spans) => Label(Me, view, spans);

    public ApplyResult Label(int user, SentenceView view, params (int First, int End, int Type)[] spans) => Project.Apply(
        user, new SetSpans(view.Id, Project.Sentence(user, view.Id)!.Revision, [.. spans.Select(span => new AnnotatedSpan(span.First, span.End, span.Type))], SentenceState.Done));

    public void Reopen(ProjectOptions? options = null)
    {
        Project.Dispose();
        Project = AnnotationProject.Open(Path, options);
    }

    /// <summary>Everything that actions change, as one text: two projects with the same are the same to everybody.</summary>
    public string Describe(params int[] users)
    {
        var text = new StringBuilder();
        text.AppendLine(string.Join(' ', Project.Types())).AppendLine(Project.Guidelines());
        text.AppendLine(string.Join(' ', Project.Documents().Select(document => $"{document.Name} {document.Sentences}")));
        foreach (int user in users.DefaultIfEmpty(Me))
        {
            foreach (SentenceView view in All(user))
            {
                SentenceAnnotation own = view.Annotation;
                text.AppendLine($"{view.Id} {view.Document} {view.Begin} '{view.Text}' {string.Join(' ', view.Words)} {own.State} {own.IsFlagged} '{own.Comment}' {string.Join(' ', own.Spans)} R {string.Join(' ', own.Rejected)} {view.IsAdjudicated} {view.Pick}");
            }

            Progress progress = Project.Progress(user);
            text.AppendLine($"{progress.Sentences} {progress.Done} {progress.Skipped} {progress.Flagged} {string.Join(' ', progress.Types)} {string.Join(' ', Project.Inconsistencies(user).Select(form => $"{form.Text}:{string.Join(',', form.Types)}"))}");
            text.AppendLine(string.Join(' ', Project.Sentences(user, new SentenceQuery { IsAssigned = true, Limit = 1000 }).Sentences.Select(view => view.Id)));
        }

        return text.ToString();
    }

    public void Dispose()
    {
        Project.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
