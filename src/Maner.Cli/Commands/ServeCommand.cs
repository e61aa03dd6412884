using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Web;
using Maner.Web.Hosting;
using Maner.Web.LabelStudio;
using Maner.Web.Projects;
using Maner.Web.Serving;

namespace Maner.Cli.Commands;

/// <summary><c>maner serve</c>: taggers over HTTP, for programs and for annotation tools.</summary>
internal static class ServeCommand
{
    private const int StandardPort = 8000;
    private const string TokenVariable = "MANER_TOKEN", LabelStudioVariable = "LABEL_STUDIO_API_KEY";

    public static Command Create(CliContext context)
    {
        Option<string[]> models = new("--model") { Description = "Tagger, as for 'maner predict'; NAME=TAGGER gives it a name for requests. Several: once for each; the first is that of requests that name none.", Required = true };
        var server = new ServerOptionsBinding(StandardPort);
        Option<string?> tokenFile = new("--token-file") { Description = $"File with the token that clients have to show (Authorization: Bearer TOKEN); else the variable {TokenVariable}. Without one everybody on this machine is answered." };
        Option<int> queue = StrictNumber.New("--queue", "Requests of a model that may wait; further ones are refused with 429.", new BatchLimits().Requests);
        Option<int> window = StrictNumber.New("--batch-window", "Milliseconds that a request waits for others to be tagged with, while several clients ask.", (int)new BatchLimits().Window.TotalMilliseconds);
        Option<bool> noWatch = new("--no-watch") { Description = "Do not look for changed files of models: load them again on POST /models/NAME/reload alone." };
        Option<string?> projects = new("--projects") { Description = "Folder for taggers that are trained for projects of Label Studio and INCEpTION; without it nothing is trained." };
        Option<string?> labelStudio = new("--label-studio") { Description = $"Address of Label Studio, from where labelled tasks are fetched, with the token of the variable {LabelStudioVariable}; else what Label Studio says itself." };
        Option<int> changes = StrictNumber.New("--train-every", "Changes of annotations in Label Studio after which a training run begins.", new ProjectOptions().ChangesPerTraining);
        var precision = new PrecisionOption();
        var threads = new ThreadsOption();
        var command = new Command("serve", "Serve taggers over HTTP: REST with OpenAPI, a Label Studio ML backend and an INCEpTION external recommender.") { models, tokenFile, queue, window, noWatch, projects, labelStudio, changes };
        server.AddTo(command);
        precision.AddTo(command);
        threads.AddTo(command);
        command.SetAction(result =>
        {
            ServerOptions options = server.Of(result, ServerOptionsBinding.TokenOf(result.GetValue(tokenFile), TokenVariable, context));
            var serving = new ServingOptions
            {
                Models = [.. result.GetRequiredValue(models).Select(text => ModelOf(text, context))],
                Threads = threads.Of(result),
                Precision = precision.Of(result),
                Limits = new BatchLimits { Requests = AtLeast(result.GetValue(queue), 1, queue), Window = TimeSpan.FromMilliseconds(AtLeast(result.GetValue(window), 0, window)) },
                Watch = result.GetValue(noWatch) ? null : new ServingOptions { Models = [] }.Watch,
            };
            var project = new ProjectOptions { Folder = result.GetValue(projects), ChangesPerTraining = AtLeast(result.GetValue(changes), 1, changes), Threads = Math.Max(1, serving.Threads - 1) };
            return Run(options, serving, project, LabelStudioOf(result.GetValue(labelStudio), context), context);
        });
        return command;
    }

    private static int Run(ServerOptions options, ServingOptions serving, ProjectOptions projects, LabelStudioOptions labelStudio, CliContext context)
    {
        CancellationToken end = context.TakeOverInterrupts();
        foreach (ServedFolder model in serving.Models)
        {
            Notices.WriteModel(model.Folder, context);
        }

        var models = ServedModels.Load(serving, options.Time);
        RunAsync().GetAwaiter().GetResult();
        return ExitCode.Success;

        async Task RunAsync()
        {
            ServerHost host;
            try
            {
                host = await ServeApplication.StartAsync(options, serving, models, projects, labelStudio, context.Error).ConfigureAwait(false);
            }
            catch
            {
                await models.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            await using (host.ConfigureAwait(false))
            {
                string address = host.Address.ToString().TrimEnd('/');
                context.Out.WriteLine($"Serving {string.Join(", ", models.All.Select(model => $"{model.Name} (version {model.Current.Id})"))} at {address}; end with Ctrl-C.");
                context.Out.WriteLine($"REST: {address}/openapi.json · Label Studio: {address}/label-studio · INCEpTION: {address}/inception");
                context.Out.Flush();
                await host.RunAsync(end).ConfigureAwait(false);
            }
        }
    }

    /// <summary>NAME=TAGGER, or a tagger alone, whose folder's name is its own.</summary>
    private static ServedFolder ModelOf(string text, CliContext context)
    {
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        bool isNamed = sign > 0 && text[..sign].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && !Directory.Exists(text);
        string folder = context.Models.Find(isNamed ? text[(sign + 1)..] : text);
        return new ServedFolder(isNamed ? text[..sign] : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder);
    }

    private static LabelStudioOptions LabelStudioOf(string? address, CliContext context)
    {
        Uri? place = address is null ? null
            : LabelStudioClient.AddressOf(address) ?? throw new InvalidDataException($"--label-studio: expected an address such as http://localhost:8080, found '{address}'.");
        return new LabelStudioOptions { Address = place, Token = ServerOptionsBinding.TokenOf(null, LabelStudioVariable, context) };
    }

    private static int AtLeast(int value, int least, Option option) =>
        value >= least ? value : throw new InvalidDataException($"{option.Name}: expected a number of at least {least}, found {value}.");
}
