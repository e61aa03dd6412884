using Maner.Web.Hosting;
using Maner.Web.Inception;
using Maner.Web.LabelStudio;
using Maner.Web.Projects;
using Maner.Web.Serving;

namespace Maner.Web;

/// <summary>All of <c>maner serve</c>: the REST interface, and what annotation tools call.</summary>
internal static class ServeApplication
{
    /// <summary>Starts the server; the models are disposed of with it.</summary>
    public static Task<ServerHost> StartAsync(
        ServerOptions options, ServingOptions serving, ServedModels models, ProjectOptions projects, LabelStudioOptions labelStudio, TextWriter log) =>
        TaggerServer.StartAsync(options, serving, models, log, services =>
        {
            services.AddProjects(projects);
            services.AddLabelStudio(labelStudio);
        }, app =>
        {
            app.MapLabelStudio();
            app.MapInception();
        });
}
