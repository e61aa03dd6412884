using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Storage;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests;

/// <summary>Whoever fails to load a model holds nothing of it: no memory of encoder and head, and no file mapped, which Windows would not let anybody replace.</summary>
public sealed class TaggerFolderLeakTests(SmallEncoder encoder) : IClassFixture<SmallEncoder>
{
    /// <summary>How a folder is spoilt, from the first file that is read to the last.</summary>
    public static TheoryData<string> Faults { get; } = ["a layer too many", "a layer missing", "another width", "a head of another width", "no head", "no CRF"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_failed_load_leaves_nothing_open(string fault) => LeavesNothing(fault, folder => TaggerFolder.Load(folder, encoder.Workers).Dispose());

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_failed_start_leaves_nothing_open(string fault)
    {
        Assert.SkipWhen(fault == "no head", "A tagger may start without.");
        LeavesNothing(fault, folder => TaggerFolder.Create(folder, new ManerMethod(), SmallEncoder.Tags, encoder.Workers, new Rng(1)).Dispose());
    }

    private void LeavesNothing(string fault, Action<string> open)
    {
        using var folder = new TemporaryFolder();
        using (Tagger tagger = encoder.Tagger(new ManerMethod()))
        {
            TaggerFolder.Save(tagger.WithDecoder(new TagDecoder(tagger.Tags, Decoding.Viterbi, new LexicalCrf(tagger.Tags.Count), 1)), folder.Path, new ModelManifest());
        }

        open(folder.Path); // and what a thread keeps for itself is there now
        Assert.Empty(Mapped(folder.Path));
        int before = NativeBuffer.OpenOnThisThread;
        Spoil(folder, fault);

        Assert.ThrowsAny<Exception>(() => open(folder.Path));

        Assert.Equal(before, NativeBuffer.OpenOnThisThread);
        Assert.Empty(Mapped(folder.Path));
        File.Move(folder.File(TaggerFolder.WeightsFile), folder.File("moved")); // what Windows refuses as long as the file is mapped
    }

    private static void Spoil(TemporaryFolder folder, string fault)
    {
        string config = folder.File(TaggerFolder.ConfigFile), weights = folder.File(TaggerFolder.WeightsFile);
        EncoderConfig current = EncoderConfig.Load(config);
        switch (fault)
        {
            case "a layer too many":
                (current with { Layers = current.Layers - 1 }).Save(config);
                break;
            case "a layer missing":
                (current with { Layers = current.Layers + 1 }).Save(config);
                break;
            case "another width":
                (current with { IntermediateSize = current.IntermediateSize + 4 }).Save(config);
                break;
            case "a head of another width":
                Rewrite(weights, (name, shape) => name == ClassificationHead.WeightName ? [shape[0], shape[1] + 1] : shape);
                break;
            case "no head":
                Rewrite(weights, (name, shape) => name == ClassificationHead.WeightName ? null : shape);
                break;
            case "no CRF":
                File.Delete(folder.File(TaggerFolder.CrfFile));
                break;
            default:
                throw new ArgumentException(fault);
        }
    }

    /// <summary>Writes the weights again with other shapes, of zeros; without what has none.</summary>
    private static void Rewrite(string path, Func<string, IReadOnlyList<long>, IReadOnlyList<long>?> shapeOf)
    {
        TensorToWrite[] tensors;
        using (var file = SafeTensorsFile.Open(path))
        {
            tensors =
            [
                .. file.Tensors.Select(tensor => (tensor.Key, Shape: shapeOf(tensor.Key, tensor.Value.Shape))).Where(tensor => tensor.Shape is not null)
                    .Select(tensor => new TensorToWrite(tensor.Key, [.. tensor.Shape!], DType.F32, () => new float[tensor.Shape!.Aggregate((a, b) => a * b)])),
            ];
        }

        SafeTensorsWriter.Write(path, tensors);
    }

    /// <summary>Files under a folder that this process has mapped, where the system tells (Linux).</summary>
    private static IEnumerable<string> Mapped(string folder) =>
        OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/maps").Where(line => line.Contains(folder + "/", StringComparison.Ordinal)) : [];
}
