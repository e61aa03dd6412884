using System.CommandLine;
using Maner.Cli.Views;
using Maner.Hub;
using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Ner;

namespace Maner.Cli.Commands;

/// <summary><c>maner models list</c>: the names that commands take, and what the cache has. Asks nobody else.</summary>
internal static class ModelsListCommand
{
    public static Command Create(CliContext context)
    {
        var json = new Option<bool>("--json") { Description = "Write the list as JSON." };
        var command = new Command("list", "Lists bundled models, known encoders by their short names, and what the cache has, with sizes. Makes no request.") { json };
        command.SetAction(result =>
        {
            using HubModels models = context.OpenHub();
            Row[] rows = [.. RowsOf(models)];
            if (result.GetValue(json))
            {
                WriteJson(context, models, rows);
            }
            else
            {
                WriteTable(context, models, rows);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private sealed record Row(string? Name, string? Repo, string? Family, string Languages, long? Size, bool IsWhole);

    private static IEnumerable<Row> RowsOf(HubModels models)
    {
        CachedRepo[] cached = [.. models.Cache.Repos];
        foreach (string bundled in BundledSource.OfProgram.Names)
        {
            string folder = BundledSource.OfProgram.Find(bundled)!;
            yield return new Row(bundled, null, "XLM-R", "bundled", CachedRepo.FilesBelow(folder).Sum(file => file.Length), IsWhole: true);
        }

        foreach (KnownEncoder known in KnownEncoders.All)
        {
            CachedRepo? repo = cached.FirstOrDefault(repo => Same(repo, known));
            yield return new Row(known.Name, known.Repo, known.Family, known.Languages, repo?.Size, repo is not null && IsWhole(models, repo));
        }

        foreach (CachedRepo other in cached.Where(repo => !KnownEncoders.All.Any(known => Same(repo, known))))
        {
            yield return new Row(null, other.Id, null, "", other.Size, IsWhole(models, other));
        }
    }

    private static bool Same(CachedRepo repo, KnownEncoder known) => string.Equals(repo.Id, known.Repo, StringComparison.OrdinalIgnoreCase);

    private static bool IsWhole(HubModels models, CachedRepo repo)
    {
        try
        {
            return repo.Commits.Any(commit => models.FindCached(new HubModelName(repo.Id, commit)) is not null);
        }
        catch (InvalidDataException)
        {
            return false; // a damaged index of shards; the list is of all models
        }
    }

    private static void WriteTable(CliContext context, HubModels models, Row[] rows)
    {
        var table = new OutputTable("name", "repository", "family", "trained on", "here#");
        foreach (Row row in rows)
        {
            string size = row.Size is not { } bytes ? "" : row.IsWhole ? Sizes.Text(bytes) : $"{Sizes.Text(bytes)} (not whole)";
            table.Add(row.Name ?? "", row.Repo ?? "", row.Family ?? "", row.Languages, size);
        }

        table.Write(context);
        context.Out.WriteLine();
        context.Out.WriteLine($"The cache is {models.Settings.CacheFolder}. Any other model of the hub is named OWNER/NAME; fetch one with: maner models get NAME");
    }

    private static void WriteJson(CliContext context, HubModels models, Row[] rows) => JsonOutput.Write(context.Out, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("cache", models.Settings.CacheFolder);
        writer.WriteStartArray("models");
        foreach (Row row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name ?? row.Repo);
            foreach ((string key, string? text) in new[] { ("repository", row.Repo), ("family", row.Family) })
            {
                if (text is not null)
                {
                    writer.WriteString(key, text);
                }
            }

            if (row.Size is { } size)
            {
                writer.WriteNumber("bytes", size);
                writer.WriteBoolean("is_whole", row.IsWhole);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
