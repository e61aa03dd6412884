using System.Runtime.InteropServices;
using Maner.Model.Configuration;
using Maner.Model.Layers;
using Maner.Model.Storage;

namespace Maner.Testing;

/// <summary>The tiny random XLM-R of tests/Golden/encoder-tiny and what PyTorch computed with it.</summary>
internal sealed class Golden : IDisposable
{
    public static string Folder { get; } = Path.Combine(SharedFiles.Repository, "tests", "Golden", "encoder-tiny");

    public SafeTensorsFile File { get; } = SafeTensorsFile.Open(Path.Combine(Folder, "golden.safetensors"));

    public XlmrConfig Config { get; } = XlmrConfig.Load(Path.Combine(Folder, "config.json"));

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

    public static Checkpoint OpenCheckpoint() => Checkpoint.Open(Folder);

    public float[] Floats(string name)
    {
        long length = 1;
        foreach (long dimension in File.Tensors[name].Shape)
        {
            length *= dimension;
        }

        var values = new float[length];
        File.Read(name, values);
        return values;
    }

    public int[] Integers(string name) => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(File.Bytes(name)).ToArray(), value => (int)value);

    public void Dispose() => File.Dispose();
}
