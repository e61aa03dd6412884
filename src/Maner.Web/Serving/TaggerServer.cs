using System.Text.Json.Serialization;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Maner.Web.Serving;

/// <summary>The server of <c>maner serve</c>.</summary>
internal static class TaggerServer
{
    /// <summary>Starts a server of models.</summary>
    /// <param name="options">Where it listens, and whom it answers.</param>
    /// <param name="serving">What it serves.</param>
    /// <param name="models">The models; disposed of with the server.</param>
    /// <param name="log">Takes lines of the log.</param>
    /// <param name="add">Registers what further endpoints need.</param>
    /// <param name="map">Maps further endpoints.</param>
    public static Task<ServerHost> StartAsync(
        ServerOptions options, ServingOptions serving, ServedModels models, TextWriter log, Action<IServiceCollection>? add = null, Action<WebApplication>? map = null) =>
        ServerHost.StartAsync(options, log, services =>
        {
            services.ConfigureHttpJsonOptions(json =>
            {
                json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServingJson.Default);
                json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // a number is no string, in the description either
            });
            services.AddSingleton(serving);
            services.AddSingleton(_ => models); // by a factory, so that it is disposed of
            services.AddSingleton<ServingMetrics>();
            services.AddSingleton<IRequestObserver>(provider => provider.GetRequiredService<ServingMetrics>());
            services.AddHostedService<ModelWatch>();
            services.AddApiDescription();
            add?.Invoke(services);
        }, app =>
        {
            app.MapServing();
            app.MapApiDescription();
            map?.Invoke(app);
        });
}
