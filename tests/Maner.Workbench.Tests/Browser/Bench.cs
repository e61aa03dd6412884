using Maner.Annotation;
using Maner.Annotation.Exchange;
using Maner.Testing;
using Maner.Web.Hosting;
using Maner.Web.Workbench;

namespace Maner.Workbench.Tests.Browser;

/// <summary>A project with its server, in a folder that goes with it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly IWorkbenchLearning _learning;
    private ServerHost _server;

    private Bench(TemporaryFolder folder, AnnotationProject project, IWorkbenchLearning learning, ServerHost server) =>
        (_folder, Project, _learning, _server) = (folder, project, learning, server);

    public AnnotationProject Project { get; }

    public Uri Address => _server.Address;

    /// <summary>The first person's id.</summary>
    public int Owner => Project.Users()[0].Id;

    public static async Task<Bench> StartAsync(string? text = null, Func<AnnotationProject, IWorkbenchLearning>? learning = null, params string[] types) => await StartAsync("habari", text, learning, types);

    /// <summary>The same with a name for the project and its document.</summary>
    public static async Task<Bench> StartAsync(string name, string? text, Func<AnnotationProject, IWorkbenchLearning>? learning, string[] types)
    {
        var folder = new TemporaryFolder();
        AnnotationProject project = AnnotationProject.Create(folder.File(name + ".db"), types.Length > 0 ? new ProjectOptions { Types = types } : null);
        if (text is not null)
        {
            project.Import(project.Users()[0].Id, name + ".txt", System.Text.Encoding.UTF8.GetBytes(text), new ImportOptions { Format = "text", LinesAreSentences = true });
        }

        IWorkbenchLearning made = learning?.Invoke(project) ?? new NoLearning(project);
        ServerHost server = await WorkbenchServer.StartAsync(project, made, new ServerOptions(), TextWriter.Null);
        made.Start();
        return new Bench(folder, project, made, server);
    }

    /// <summary>The server goes away, as when the network does.</summary>
    public async Task StopServerAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    /// <summary>It comes back at the same address.</summary>
    public async Task RestartServerAsync() => _server = await WorkbenchServer.StartAsync(Project, _learning, new ServerOptions { Port = Address.Port }, TextWriter.Null);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _learning.DisposeAsync();
        Project.Dispose();
        _folder.Dispose();
    }
}
