using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Benchmarks.Peers;

/// <summary>A checkpoint of a shape with random weights, since the real ones cannot be had where this is built; speed does not depend on them.</summary>
internal static class RandomWeights
{
    private const float Deviation = 0.02f;

    /// <summary>Writes encoder and head in F32.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">The shape.</param>
    /// <param name="classes">Rows of the head.</param>
    /// <param name="known">Gives the tensors that it has; null for all random.</param>
    public static void Write(string path, EncoderConfig config, int classes, Checkpoint? known)
    {
        var rng = new Rng(1);
        float[] scratch = [];
        SafeTensorsWriter.Write(path, Names(config, classes).Select(tensor => new TensorToWrite(
            tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => Values(tensor.Name, tensor.Shape))));

        ReadOnlySpan<float> Values(string name, int[] shape)
        {
            int length = shape.Aggregate(1, (product, size) => product * size);
            scratch = scratch.Length < length ? new float[length] : scratch;
            Span<float> values = scratch.AsSpan(0, length);
            if (known?.Has(name) == true)
            {
                known.Read(name, shape, values);
            }
            else if (shape.Length == 1)
            {
                values.Fill(name.EndsWith("orm.weight", StringComparison.Ordinal) ? 1 : 0);
            }
            else
            {
                Fill(rng.Split(name), values);
            }

            return values;
        }
    }

    /// <summary>The names and shapes of Hugging Face's <c>…ForTokenClassification</c>, from an encoder of zeros.</summary>
    private static List<(string Name, int[] Shape)> Names(EncoderConfig config, int classes)
    {
        using var workers = new Workers(1);
        using var encoder = new TransformerEncoder(config, workers);
        using var head = new ClassificationHead(workers, classes, config);
        return [.. encoder.Arenas.Append(head.Parameters).SelectMany(arena => arena.Tensors).Select(tensor => (tensor.Name, tensor.Shape.ToArray()))];
    }

    /// <summary>Uniform numbers with the deviation that new XLM-R weights have.</summary>
    private static void Fill(Rng rng, Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = (((rng.NextUInt64() >> 40) * (1f / (1 << 24))) - 0.5f) * (Deviation * 3.4641016f);
        }
    }
}
