using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Projects;

/// <summary>What both annotation tools need.</summary>
internal static class ProjectServices
{
    public static void AddProjects(this IServiceCollection services, ProjectOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ProjectModels>();
        services.AddSingleton<TrainingQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<TrainingQueue>());
    }
}
