using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using Maner.Annotation;
using Maner.Annotation.Exchange;
using Maner.Annotation.Learning;
using Maner.Annotation.Records;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Repairs;
using Maner.Web.Hosting;
using Maner.Web.Workbench;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate PROJECT.db</c>: the page on which one labels, with a tagger that learns meanwhile.</summary>
internal sealed class AnnotateServer
{
    private const string DemoFile = "maner-demo.db";

    private readonly Argument<string?> _project = new("PROJECT")
    {
        Description = "The project: one file, made if it is not there (customary: NAME.db). May be left out with --demo.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _text = new("--text") { Description = "Files of running text to import; what was imported before is not imported again.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _types = new("--types") { Description = "The types of a new project, separated by commas (default: PER,LOC,ORG,DATE)." };
    private readonly Option<bool> _demo = new("--demo") { Description = $"Make a project of Swahili sentences to try the page with; {DemoFile} where no other name is given." };
    private readonly Option<int> _port = new("--port") { Description = "The port to listen on; 0 for any that is free.", DefaultValueFactory = _ => 8383 };
    private readonly Option<string> _host = new("--host") { Description = "The address to listen on; others than 127.0.0.1 need people with passwords.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string[]> _hostName = new("--host-name") { Description = "A name that browsers reach the server by, besides localhost and addresses." };
    private readonly Option<string[]> _proxy = new("--proxy") { Description = "The address of a proxy in front of the server, whose X-Forwarded headers are believed." };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "A certificate (PEM or PFX) to serve https with." };
    private readonly Option<string?> _certificateKey = new("--certificate-key") { Description = "The certificate's key (PEM), where it is in a file of its own." };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Open no browser; the address is printed either way." };
    private readonly Option<string> _model = new("--model") { Description = "The tagger that suggests from the first minute and that training starts from: a name or a folder.", DefaultValueFactory = _ => "mini-ner" };
    private readonly Option<string?> _strategy = new("--strategy") { Description = "What chooses the next sentence (default: what the project has, or what simulations say is best)." };
    private readonly Option<bool> _noLearning = new("--no-learning") { Description = "Suggest nothing and train nothing; sentences come in the order of the text." };

    /// <summary>Adds the argument, the options and the action to the command.</summary>
    public void AddTo(Command command, CliContext context)
    {
        command.Add(_project);
        foreach (Option option in (Option[])[_text, _types, _demo, _port, _host, _hostName, _proxy, _certificate, _certificateKey, _noBrowser, _model, _strategy, _noLearning])
        {
            command.Add(option);
        }

        command.SetAction(result => Run(result, context));
    }

    private int Run(ParseResult result, CliContext context)
    {
        bool isDemo = result.GetValue(_demo);
        string path = result.GetValue(_project) ?? (isDemo ? DemoFile : throw new InvalidDataException("Expected the name of a project, found none. Name a file, which is made if it is not there, or try --demo."));
        if (!result.GetValue(_noLearning))
        {
            _ = context.Models.Find(result.GetRequiredValue(_model)); // a mistyped name is said before anything is made
        }

        CancellationToken end = context.TakeOverInterrupts();
        try
        {
            using AnnotationProject project = Open(path, isDemo, result, context);
            ImportTexts(project, result.GetValue(_text) ?? [], context);
            ServeAsync(project, result, context, end).GetAwaiter().GetResult();
            return ExitCode.Success;
        }
        catch (ActionRefusedException refused)
        {
            throw new InvalidDataException(refused.Message, refused);
        }
    }

    private AnnotationProject Open(string path, bool isDemo, ParseResult result, CliContext context)
    {
        string[]? types = result.GetValue(_types)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (File.Exists(path))
        {
            AnnotationProject opened = AnnotationProject.Open(path);
            if (types is not null && !types.Order(StringComparer.Ordinal).SequenceEqual(opened.Types().Select(type => type.Name).Order(StringComparer.Ordinal)))
            {
                string found = string.Join(", ", opened.Types().Select(type => type.Name));
                opened.Dispose();
                throw new InvalidDataException($"{path}: expected the types that the project has ({found}), found {string.Join(", ", types)}. Leave --types out; types are changed on the page, under Settings.");
            }

            return opened;
        }

        AnnotationProject created = AnnotationProject.Create(path, new ProjectOptions { Types = types ?? (isDemo ? DemoProject.Types : new ProjectOptions().Types) });
        context.Error.WriteLine($"{path}: a new project.");
        if (isDemo)
        {
            DemoProject.Fill(created);
        }

        return created;
    }

    private static void ImportTexts(AnnotationProject project, IReadOnlyList<string> files, CliContext context)
    {
        int user = project.Users()[0].Id;
        foreach (string file in files)
        {
            TextInput.Require(file);
            ImportResult result = project.Import(user, Path.GetFileName(file), File.ReadAllBytes(file), new ImportOptions { Format = "text" });
            context.Error.WriteLine(result.SameAs is { } same ? $"{file}: not imported again, the content is that of {same}." : $"{file}: {Counted.Of(result.Sentences, "sentence")}.");
            foreach (string loss in result.Losses)
            {
                context.Error.WriteLine($"{file}: {loss}");
            }
        }
    }

    private async Task ServeAsync(AnnotationProject project, ParseResult result, CliContext context, CancellationToken end)
    {
        await using IWorkbenchLearning learning = Learning(project, result, context);
        await using ServerHost server = await WorkbenchServer.StartAsync(project, learning, OptionsOf(result), context.Error, end).ConfigureAwait(false);
        learning.Start();
        context.Out.WriteLine($"{server.Address}");
        context.Error.WriteLine($"Label {project.Path} at the address above. Ctrl+C ends.");
        context.Out.Flush();
        if (!result.GetValue(_noBrowser))
        {
            OpenBrowser(server.Address, context);
        }

        await server.RunAsync(end).ConfigureAwait(false);
        context.Error.WriteLine("Ended; everything is saved.");
    }

    private IWorkbenchLearning Learning(AnnotationProject project, ParseResult result, CliContext context)
    {
        if (result.GetValue(_noLearning))
        {
            return new NoLearning(project);
        }

        var options = new LearningOptions { StartModel = context.Models.Find(result.GetRequiredValue(_model)) };
        var learning = new ProjectLearning(LearningLoop.Of(project, options));
        if (result.GetValue(_strategy) is { } strategy)
        {
            learning.Choose(strategy);
        }

        return learning;
    }

    private ServerOptions OptionsOf(ParseResult result) => new()
    {
        Address = AddressOf(result.GetRequiredValue(_host), "--host"),
        Port = result.GetValue(_port),
        HostNames = result.GetValue(_hostName) ?? [],
        Proxies = [.. (result.GetValue(_proxy) ?? []).Select(text => AddressOf(text, "--proxy"))],
        Certificate = result.GetValue(_certificate),
        CertificateKey = result.GetValue(_certificateKey),
    };

    private static IPAddress AddressOf(string text, string option) => text == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(text, out IPAddress? address) ? address
        : throw new InvalidDataException($"{option}: expected an address such as 127.0.0.1 or 0.0.0.0, found '{text}'.");

    private static void OpenBrowser(Uri address, CliContext context)
    {
        try
        {
            (string program, string[] arguments) = OperatingSystem.IsWindows() ? ("explorer", [address.ToString()])
                : OperatingSystem.IsMacOS() ? ("open", [address.ToString()])
                : ("xdg-open", (string[])[address.ToString()]);
            using Process? process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            context.Error.WriteLine("No browser could be opened: open the address yourself.");
        }
    }
}
