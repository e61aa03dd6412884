using System.Text.Json;
using Maner.Testing;

namespace Maner.Model.Tests.Storage;

/// <summary>
/// Files of torch.save to read and to refuse, with what is expected of each: a part of them is in the repository, all are in ../shared.
/// </summary>
internal static class TorchOracle
{
    private const string SharedFolder = "oracle/torch-bin";

    public static string Folder { get; } = Path.Combine(SharedFiles.Repository, "tests", "Golden", "torch-bin");

    public static JsonElement Expected { get; } = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;

    /// <summary>Those in the repository.</summary>
    public static IEnumerable<string> Names(string verdict) =>
        Expected.EnumerateObject().Where(file => file.Value.GetProperty("verdict").GetString() == verdict).Select(file => file.Name);

    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>All of them; skips the running test where ../shared is missing.</summary>
    public static IReadOnlyList<(string Name, string Path, JsonElement Expected)> AllOrSkip(string verdict)
    {
        string folder = SharedFiles.OrSkip(SharedFolder);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        return [.. document.RootElement.Clone().EnumerateObject()
            .Where(file => file.Value.GetProperty("verdict").GetString() == verdict)
            .Select(file => (file.Name, Path.Combine(folder, file.Name), file.Value))];
    }
}
