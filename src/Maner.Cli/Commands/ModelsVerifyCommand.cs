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
            (HubModelName Name, bool HasRevision)[] asked = [.. named.Where(name => FolderOf(name) is null).Select(name => (ModelsCommand.Resolve(name, models), name.Contains('@', StringComparison.Ordinal)))];
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

    private static async Task<int> RunAsync(CliContext context, HubModels models, (HubModelName Name, bool HasRevision)[] asked, CancellationToken cancellation)
    {
        int code = ExitCode.Success;
        List<(CachedRepo Repo, IReadOnlyList<string> Commits)> found = asked.Length > 0 ? [] : [.. models.Cache.Repos.Select(repo => (repo, repo.Commits))];
        foreach ((HubModelName name, bool hasRevision) in asked)
        {
            (CachedRepo Repo, IReadOnlyList<string> Commits)[] here =
            [
                .. models.Cache.FindAll(name.Repo).Select(repo => (repo, !hasRevision ? repo.Commits : repo.CommitOf(name.Revision) is { } commit ? [commit] : (IReadOnlyList<string>)[]))
                    .Where(repo => repo.Item2.Count > 0 || !hasRevision),
            ];
            found.AddRange(here);
            if (here.Length == 0)
            {
                context.Error.WriteLine($"Model '{name}': not in the cache '{models.Settings.CacheFolder}'. Get it with: maner models get {name}");
                code = ExitCode.No;
            }
        }

        foreach ((CachedRepo repo, IReadOnlyList<string> commits) in found.DistinctBy(one => (one.Repo.Folder, string.Join(' ', one.Commits))))
        {
            var verification = new Verification(models, repo);
            IReadOnlyList<CheckedFile> files = await verification.RunAsync(commits, cancellation).ConfigureAwait(false);
            Write(context, repo, files, verification.Refusal);
            code = verification.Refusal is not null || files.Any(file => file.State is not (FileState.Right or FileState.Unknown)) ? ExitCode.No : code;
        }

        return code;
    }

    private static void Write(CliContext context, CachedRepo repo, IReadOnlyList<CheckedFile> files, string? refusal)
    {
        int right = files.Count(file => file.State == FileState.Right), unknown = files.Count(file => file.State == FileState.Unknown);
        string why = refusal is null ? "no links to contents in the cache, and the hub was not asked" : "the hub does not say their hashes";
        string rest = unknown == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {unknown} not checked ({why})");
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{repo.Id}: {right} of {files.Count} files right ({Sizes.Text(files.Where(file => file.State == FileState.Right).Sum(file => file.Size))}){rest}"));
        if (refusal is not null)
        {
            context.Error.WriteLine($"Model '{repo.Id}': {refusal}");
        }

        foreach (CheckedFile file in files.Where(file => file.State is not (FileState.Right or FileState.Unknown)))
        {
            string found = file.State switch
            {
                FileState.Damaged => "its content has another hash than its name",
                FileState.Unreadable => "it cannot be read, or is no regular file",
                _ when new FileInfo(file.File).LinkTarget is null => $"it is not here, although {ModelManifest.FileName} names it",
                _ => "its link leads to nothing",
            };
            context.Out.WriteLine($"{file.File}: expected the file as the hub has it, found that {found}. Fetch the model again: maner models remove {repo.Id}, then maner models get {repo.Id}");
        }
    }
}
