using System.Globalization;
using Maner.Web.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Serving;

/// <summary>
/// Looks at the folders of models and loads those again whose files have changed and are still: asking now and then works on any file system, network
/// shares included.
/// </summary>
/// <param name="models">The models.</param>
/// <param name="serving">Their folders.</param>
/// <param name="options">The clock.</param>
/// <param name="log">Takes a line about every new version, and about what could not be loaded.</param>
internal sealed partial class ModelWatch(ServedModels models, ServingOptions serving, ServerOptions options, ILogger<ModelWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (serving.Watch is not { } interval)
        {
            return;
        }

        string[] loaded = [.. serving.Models.Select(model => StateOf(model.Folder))];
        string[] seen = [.. loaded];
        using var timer = new PeriodicTimer(interval, options.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            for (int index = 0; index < seen.Length; index++)
            {
                string state = StateOf(serving.Models[index].Folder);
                bool isStill = state == seen[index];
                seen[index] = state;
                if (isStill && state != loaded[index])
                {
                    loaded[index] = state; // also where it does not load: it is tried again when something has changed
                    await ReloadAsync(models.All[index], stoppingToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ReloadAsync(ServedModel model, CancellationToken cancellation)
    {
        try
        {
            await model.ReloadAsync(cancellation).ConfigureAwait(false);
            LogLoaded(model.Name, model.Current.Id);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogKept(model.Name, model.Current.Id, error.Message);
        }
    }

    /// <summary>Names, sizes and times of a folder's files.</summary>
    private static string StateOf(string folder)
    {
        try
        {
            return string.Join('\n', new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
        }
        catch (IOException error)
        {
            return error.GetType().Name; // gone, or being replaced
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Model {Name}: its files have changed; now serving version {Version}")]
    private partial void LogLoaded(string name, string version);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Model {Name}: its files have changed and cannot be loaded; still serving version {Version}. {Reason}")]
    private partial void LogKept(string name, string version, string reason);
}
