using Maner.Annotation;
using Maner.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Workbench;

/// <summary>The server of the annotation page.</summary>
internal static class WorkbenchServer
{
    /// <summary>Starts it: it answers when this returns.</summary>
    /// <param name="project">The project; stays the caller's.</param>
    /// <param name="learning">The training in the background; stays the caller's.</param>
    /// <param name="options">Where it listens.</param>
    /// <param name="log">Takes lines of the log.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InvalidDataException">Others could reach it though nobody has a password, or an option makes no sense.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<ServerHost> StartAsync(
        AnnotationProject project, IWorkbenchLearning learning, ServerOptions options, TextWriter log, CancellationToken cancellation = default)
    {
        var directory = new ProjectDirectory(project);
        return ServerHost.StartAsync(
            options with { HasUsers = directory.OnlyUser is null },
            log,
            services =>
            {
                services.AddSingleton(project);
                services.AddSingleton(learning);
                services.AddSingleton<IUserDirectory>(directory);
                services.AddSessions();
            },
            app =>
            {
                app.MapPage();
                app.MapSessions();
                app.MapProject();
                app.MapSentences();
                app.MapActions();
                app.MapSearch();
                app.MapData();
                app.MapPeople();
            },
            cancellation);
    }
}
