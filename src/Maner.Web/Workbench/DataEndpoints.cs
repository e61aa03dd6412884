using System.Globalization;
using System.IO.Compression;
using System.Net.Mime;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Tags;
using Maner.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Maner.Web.Workbench;

/// <summary>What became of imported files.</summary>
internal sealed record ImportAnswer(IReadOnlyList<ImportedFile> Files);

/// <summary>What became of one. Error says why it was not imported; null where it was.</summary>
internal sealed record ImportedFile(
    string Name, string Format, int Sentences, int Labelled, IReadOnlyList<string> NewTypes, string? SameAs, IReadOnlyList<string> Losses, string? Error);

/// <summary>What an export would have.</summary>
internal sealed record ExportReport(int Sentences, int DevSentences, IReadOnlyList<string> Losses);

/// <summary>Files in, files out.</summary>
internal static class DataEndpoints
{
    private const long MaxImportBytes = 256 << 20;

    /// <summary>Maps them.</summary>
    public static void MapData(this IEndpointRouteBuilder app)
    {
        app.Post("/api/import", ImportAsync);
        app.Get("/api/export/report", ReportAsync);
        app.Get("/api/export", ExportAsync);
        app.Get("/api/export/history.jsonl", HistoryAsync);
        app.Get("/api/documents/{id:int}/original", OriginalAsync);
    }

    private static async Task ImportAsync(Call call)
    {
        call.RequireCurator();
        IHttpMaxRequestBodySizeFeature? limit = call.Context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
        {
            limit.MaxRequestBodySize = MaxImportBytes;
        }

        if (!call.Context.Request.HasFormContentType)
        {
            throw ProblemException.BadRequest("Expected files as multipart/form-data.");
        }

        var form = new FormFeature(call.Context.Request, new FormOptions { MultipartBodyLengthLimit = MaxImportBytes });
        IFormCollection values = await form.ReadFormAsync(call.Context.RequestAborted).ConfigureAwait(false);
        ImportOptions options = OptionsOf(values);
        var files = new List<ImportedFile>();
        foreach (IFormFile file in values.Files)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, call.Context.RequestAborted).ConfigureAwait(false);
            files.Add(Import(call, NameOf(file), bytes, options));
        }

        if (files.Count == 0)
        {
            throw ProblemException.BadRequest("Expected a file, found none.");
        }

        await call.AnswerAsync(new ImportAnswer(files), WorkbenchJson.Default.ImportAnswer).ConfigureAwait(false);
    }

    // What a browser sends as a name may be a path of its own machine.
    private static string NameOf(IFormFile file) => file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 } name ? name : "file";

    private static ImportedFile Import(Call call, string name, MemoryStream bytes, ImportOptions options)
    {
        try
        {
            ImportResult result = call.Project.Import(call.User.Id, name, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), options);
            return new ImportedFile(name, result.Format, result.Sentences, result.Labelled, result.NewTypes, result.SameAs, result.Losses, null);
        }
        catch (Exception error) when (error is InvalidDataException or ActionRefusedException)
        {
            return new ImportedFile(name, "", 0, 0, [], null, [], error.Message);
        }
    }

    private static ImportOptions OptionsOf(IFormCollection values) => new()
    {
        Format = values["format"].ToString() is not { Length: > 0 } format ? null
            : format == "text" || SentenceFormats.Names.Contains(format) ? format
            : throw ProblemException.BadRequest($"format: expected text or a format ({string.Join(", ", SentenceFormats.Names)}), found '{format}'."),
        Labels = NamesOf.Parse<ImportedLabels>(values["labels"].ToString()) ?? ImportedLabels.Done,
        LinesAreSentences = values["lines"].ToString() switch { "sentence" => true, "space" => false, _ => null },
    };

    private static Task ReportAsync(Call call)
    {
        ExportOptions options = WantedExport(call);
        ExportResult result;
        try
        {
            result = call.Project.Export(options);
        }
        catch (InvalidDataException error)
        {
            return call.AnswerAsync(new ExportReport(0, 0, [error.Message]), WorkbenchJson.Default.ExportReport); // that there is nothing yet is no error: it is asked before
        }

        return call.AnswerAsync(new ExportReport(result.Sentences, result.DevSentences, [.. result.Losses.Select(loss => loss.ToString())]), WorkbenchJson.Default.ExportReport);
    }

    private static Task ExportAsync(Call call)
    {
        ExportOptions options = WantedExport(call);
        ExportResult result = call.Project.Export(options);
        string name = Path.GetFileNameWithoutExtension(call.Project.Path);
        (string Name, WrittenFile File)[] files = [.. ExportNames.Of(result.Train, result.Dev is null ? name : "train"), .. ExportNames.Of(result.Dev ?? [], "dev")];
        return files is [(string single, WrittenFile file)]
            ? SendAsync(call, single, MediaTypeNames.Application.Octet, ContentOf(file))
            : SendAsync(call, name + ".zip", MediaTypeNames.Application.Zip, Zip(files));
    }

    private static byte[] ContentOf(WrittenFile file)
    {
        using var bytes = new MemoryStream();
        file.Write(bytes);
        return bytes.ToArray();
    }

    private static ExportOptions WantedExport(Call call)
    {
        int? user = (int?)call.QueryNumber("user");
        if (user is not null && user != call.User.Id)
        {
            call.RequireCurator();
        }

        string share = call.Query("devShare") ?? "0";
        return new ExportOptions
        {
            Format = call.Query("format") is not { } format ? "conll"
                : SentenceFormats.WrittenNames.Contains(format) ? format
                : throw ProblemException.BadRequest($"format: expected one that is written ({string.Join(", ", SentenceFormats.WrittenNames)}), found '{format}'."),
            Scheme = SchemeOf(call.Query("scheme") ?? "iob2"),
            Labels = NamesOf.Parse<ExportedLabels>(call.Query("labels")) ?? ExportedLabels.Gold,
            User = user,
            DevShare = double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out double part) && part is >= 0 and < 1
                ? part : throw ProblemException.BadRequest($"devShare: expected a number from 0 to below 1, found '{share}'."),
        };
    }

    private static TagScheme SchemeOf(string name) => TagSchemes.Names.Contains(name)
        ? TagSchemes.Parse(name)
        : throw ProblemException.BadRequest($"scheme: expected one of {string.Join(", ", TagSchemes.Names)}, found '{name}'.");

    private static byte[] Zip((string Name, WrittenFile File)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, WrittenFile file) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(ContentOf(file));
            }
        }

        return bytes.ToArray();
    }

    private static async Task HistoryAsync(Call call)
    {
        call.RequireCurator();
        using var bytes = new MemoryStream();
        call.Project.ExportHistory(bytes);
        await SendAsync(call, "history.jsonl", "application/jsonl", bytes.ToArray()).ConfigureAwait(false);
    }

    private static Task OriginalAsync(Call call)
    {
        int id = (int)call.Number("id");
        DocumentInfo document = call.Project.Documents().FirstOrDefault(one => one.Id == id) ?? throw ProblemException.NotFound($"There is no document {id}.");
        return SendAsync(call, document.Name, MediaTypeNames.Application.Octet, call.Project.OriginalBytes(id));
    }

    // As a download whatever it is: a document of somebody's must not run as a page of this server.
    private static Task SendAsync(Call call, string name, string type, byte[] content)
    {
        HttpResponse response = call.Context.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.ContentType = type;
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content, call.Context.RequestAborted).AsTask();
    }
}
