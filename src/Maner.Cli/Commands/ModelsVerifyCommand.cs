using System.CommandLine;
using System.Globalization;
using Maner.Cli.Views;
using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Ner;

namespace Maner.Cli.Commands;

/// <summary><c>maner models verify [NAME…]</c>: whether the contents in the cache are what the hub's hashes say.</summary>
internal static class ModelsVerifyCommand
{
    public static Command Create(CliContext context)
    {
        var names = new Argument<string[]>("NAME") { Description = ModelsCommand.NameDescription + " Or the folder of a tagger, or the name of a bundled one: its files are held against the hashes in its maner.json. All of the cache when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("verify", "Checks every file of models in the cache by its hash, whoever fetched it. Exit code 1 when one is damaged or missing.") { names };
        command.SetAction(result =>
        {
            string[] named = result.GetValue(names) ?? [];
            string[] folders = [.. named.Select(FolderOf).OfType<string>()];
            bool[] right = [.. folders.Select(folder => IsRight(context, folder))]; // each is checked, whatever the others are
            int code = right.Contains(false) ? ExitCode.No : ExitCode.Success;
            if (named.Length > 0 && folders.Length == named.Length)
            {
                return code;
            }

            using HubModels models = context.OpenHub();
            HubModelName[] asked = [.. named.Where(name => FolderOf(name) is null).Select(name => ModelsCommand.Resolve(name, models))];
            return Math.Max(code, context.Interruptible(cancellation => RunAsync(context, models, asked, cancellation).GetAwaiter().GetResult()));
        });
        return command;
    }

    private static string? FolderOf(string name) => new FolderSource().Find(name) ?? BundledSource.OfProgram.Find(name);

    private static bool IsRight(CliContext context, string folder)
    {
        (string File, string? Fault)[] files = [.. ModelIntegrity.Check(folder)];
        foreach ((string file, string? fault) in files.Where(file => file.Fault is not null))
        {
            context.Out.WriteLine($"{Path.Combine(folder, file)}: {fault}. Copy the model folder again.");
        }

        context.Out.WriteLine(files.Length == 0
            ? $"{folder}: not checked: it has no {ModelManifest.FileName} with hashes of its files, which models have that this version of maner saves."
            : string.Create(CultureInfo.InvariantCulture, $"{folder}: {files.Count(file => file.Fault is null)} of {files.Length} files right"));
        return files.All(file => file.Fault is null);
    }

    private static async Task<int> RunAsync(CliContext context, HubModels models, HubModelName[] asked, CancellationToken cancellation)
    {
        int code = ExitCode.Success;
        foreach (HubModelName name in asked.Where(name => models.Cache.Find(name.Repo) is null))
        {
            context.Error.WriteLine($"Model '{name}': not in the cache '{models.Settings.CacheFolder}'. Get it with: maner models get {name}");
            code = ExitCode.No;
        }

        CachedRepo[] repos = asked.Length == 0 ? [.. models.Cache.Repos] : [.. asked.Select(name => models.Cache.Find(name.Repo)).OfType<CachedRepo>().Distinct()];
        foreach (CachedRepo repo in repos)
        {
            IReadOnlyList<CheckedFile> files = await Verification.RunAsync(models, repo, repo.Commits, cancellation).ConfigureAwait(false);
            Write(context, repo, files);
            code = files.Any(file => file.State is FileState.Damaged or FileState.Missing) ? ExitCode.No : code;
        }

        return code;
    }

    private static void Write(CliContext context, CachedRepo repo, IReadOnlyList<CheckedFile> files)
    {
        int right = files.Count(file => file.State == FileState.Right), unknown = files.Count(file => file.State == FileState.Unknown);
        string rest = unknown == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {unknown} not checked (no links in the cache, and the hub was not asked)");
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{repo.Id}: {right} of {files.Count} files right ({Sizes.Text(files.Where(file => file.State == FileState.Right).Sum(file => file.Size))}){rest}"));
        foreach (CheckedFile file in files.Where(file => file.State is FileState.Damaged or FileState.Missing))
        {
            string found = file.State == FileState.Damaged ? "its content has another hash than its name" : "its link leads to nothing";
            context.Out.WriteLine($"{file.File}: expected the file as the hub has it, found that {found}. Fetch the model again: maner models remove {repo.Id}, then maner models get {repo.Id}");
        }
    }
}
