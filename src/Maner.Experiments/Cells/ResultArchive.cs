using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Maner.Experiments.Plans;
using Maner.Model.Storage;

namespace Maner.Experiments.Cells;

/// <summary>
/// All results of an experiment in one file, gzip over JSON Lines: small enough to publish beside a paper or keep in a repository, and whole
/// enough that a report, tests within languages included, can be made from it without training anything again.
/// </summary>
internal static class ResultArchive
{
    /// <summary>The file's name in the folder of results.</summary>
    public const string FileName = "results.jsonl.gz";

    /// <summary>Writes the results that a plan's cells have, in the plan's order. The same results give the same bytes.</summary>
    /// <returns>Their number.</returns>
    public static int Write(string path, Plan plan, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        int count = 0;
        AtomicFile.Write(path, file =>
        {
            using var stream = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true);
            foreach (CellResult result in plan.Cells.Select(cell => store.Read(cell.Id)).OfType<CellResult>())
            {
                stream.Write(Encoding.UTF8.GetBytes(result.ToJson()));
                count++;
            }
        });
        return count;
    }

    /// <summary>Puts the results of cells that a plan has, and that have none yet, into its folder. Results of other cells are left.</summary>
    /// <returns>How many were taken.</returns>
    /// <exception cref="InvalidDataException">A line is no result; the message names it.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static int Import(string path, Plan plan, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        HashSet<string> open = [.. plan.Cells.Select(cell => cell.Id).Where(id => !File.Exists(store.ResultPath(id)))];
        int taken = 0;
        foreach (CellResult result in Read(path))
        {
            if (open.Remove(result.Id))
            {
                store.Write(result);
                taken++;
            }
        }

        return taken;
    }

    /// <summary>The results of an archive, line by line.</summary>
    /// <exception cref="InvalidDataException">A line is no result; the message names it.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IEnumerable<CellResult> Read(string path)
    {
        using FileStream file = File.Exists(path)
            ? File.OpenRead(path)
            : throw new FileNotFoundException($"{path}: expected {FileName} as 'maner experiment collect' writes it, found no such file. Check the path.", path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        for (int line = 1; NextLine(reader, path, line) is { } text; line++)
        {
            CellResult? result;
            try
            {
                result = JsonSerializer.Deserialize(text, CellJson.Default.CellResult);
            }
            catch (JsonException error)
            {
                throw NoResult(path, line, error.Message, error);
            }

            yield return result is { Format: CellResult.CurrentFormat, Attempts.Count: > 0 } && result.Id == result.Key.Id
                ? result
                : throw NoResult(path, line, "it is of another version, or its ID is not that of its content.", null);
        }
    }

    private static string? NextLine(StreamReader reader, string path, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException error)
        {
            throw NoResult(path, line, error.Message, error);
        }
    }

    private static InvalidDataException NoResult(string path, int line, string reason, Exception? cause) => new(
        string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: expected the result of a cell, a line of JSON in gzip, found something else: {reason} Fetch the file again, or leave it out."), cause);
}
