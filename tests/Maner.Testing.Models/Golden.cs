using System.Runtime.InteropServices;
using Maner.Model.Configuration;
using Maner.Model.Layers;
using Maner.Model.Storage;

namespace Maner.Testing;

/// <summary>A tiny random encoder and what PyTorch computed with it: the XLM-R of tests/Golden/encoder-tiny, or a family of tests/Golden/families.</summary>
/// <param name="name">The folder in tests/Golden.</param>
internal sealed class Golden(string name = Golden.Xlmr) : IDisposable
{
    public const string Xlmr = "encoder-tiny";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Xlmr, .. Directory.GetDirectories(FolderOf("families")).Select(folder => "families/" + Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    public SafeTensorsFile File { get; } = SafeTensorsFile.Open(Path.Combine(FolderOf(name), "golden.safetensors"));

    public EncoderConfig Config { get; } = EncoderConfig.Load(Path.Combine(FolderOf(name), "config.json"));

    public PackedBatch Batch
    {
        get
        {
            var batch = new PackedBatch();
            int[] ids = Integers("ids"), offsets = Integers("offsets");
            for (int sentence = 0; sentence + 1 < offsets.Length; sentence++)
            {
                batch.Add(ids.AsSpan(offsets[sentence]..offsets[sentence + 1]));
            }

            return batch;
        }
    }

    public static string FolderOf(string name) => Path.Combine(SharedFiles.Repository, "tests", "Golden", name);

    public Checkpoint OpenCheckpoint() => Checkpoint.Open(FolderOf(name));

    public float[] Floats(string tensor)
    {
        long length = 1;
        foreach (long dimension in File.Tensors[tensor].Shape)
        {
            length *= dimension;
        }

        var values = new float[length];
        File.Read(tensor, values);
        return values;
    }

    public int[] Integers(string tensor) => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(File.Bytes(tensor)).ToArray(), value => (int)value);

    public void Dispose() => File.Dispose();
}
