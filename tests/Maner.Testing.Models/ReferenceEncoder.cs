using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;

namespace Maner.Testing;

/// <summary>
/// XLM-RoBERTa's forward pass in double precision and plain loops, written from the papers' formulas and Hugging Face's parameter names, and
/// apart from everything in Maner.Model. Sentences one at a time, all rows, no dropout.
/// </summary>
internal sealed class ReferenceEncoder(EncoderConfig config, Func<string, double[]> parameter)
{
    public static ReferenceEncoder Of(TransformerEncoder encoder)
    {
        Dictionary<string, double[]> values = encoder.Arenas.SelectMany(arena => arena.Tensors)
            .ToDictionary(tensor => tensor.Name, tensor => Reference.Doubles(tensor.Values()));
        return new ReferenceEncoder(encoder.Config, name => values[name]);
    }

    /// <summary>The last hidden states of a batch, [N, H] row by row.</summary>
    public double[][] Forward(PackedBatch batch)
    {
        var all = new List<double[]>();
        for (int sentence = 0; sentence < batch.Count; sentence++)
        {
            all.AddRange(Forward(batch.Ids[batch.Offsets[sentence]..batch.Offsets[sentence + 1]].ToArray()));
        }

        return [.. all];
    }

    /// <summary>y = x·Wᵀ + b.</summary>
    private double[] Dense(string name, double[] x)
    {
        double[] weight = parameter(name + ".weight"), bias = parameter(name + ".bias");
        var y = new double[bias.Length];
        for (int output = 0; output < y.Length; output++)
        {
            double sum = bias[output];
            for (int input = 0; input < x.Length; input++)
            {
                sum += weight[(output * x.Length) + input] * x[input];
            }

            y[output] = sum;
        }

        return y;
    }

    private double[] Norm(string name, double[] x)
    {
        double[] gamma = parameter(name + ".weight"), beta = parameter(name + ".bias");
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        return [.. x.Select((value, column) => (gamma[column] * (value - mean) / Math.Sqrt(variance + config.LayerNormEps)) + beta[column])];
    }

    private static double[] Add(double[] left, double[] right) => [.. left.Zip(right, (one, other) => one + other)];

    private double[][] Forward(int[] ids)
    {
        double[] Row(string name, int row) => parameter($"roberta.embeddings.{name}.weight")[(row * config.HiddenSize)..((row + 1) * config.HiddenSize)];
        double[][] x =
        [
            .. ids.Select((id, place) => Norm(
                "roberta.embeddings.LayerNorm",
                Add(Add(Row("word_embeddings", id), Row("position_embeddings", place + config.PadTokenId + 1)), Row("token_type_embeddings", 0)))),
        ];
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string scope = $"roberta.encoder.layer.{layer}.";
            double[][] attended = Attend(scope + "attention.", x);
            x = [.. x.Select((row, token) => Norm(scope + "attention.output.LayerNorm", Add(row, attended[token])))];
            x =
            [
                .. x.Select(row =>
                {
                    double[] inner = [.. Dense(scope + "intermediate.dense", row).Select(Reference.Gelu)];
                    return Norm(scope + "output.LayerNorm", Add(row, Dense(scope + "output.dense", inner)));
                }),
            ];
        }

        return x;
    }

    private double[][] Attend(string scope, double[][] x)
    {
        double[][] q = [.. x.Select(row => Dense(scope + "self.query", row))];
        double[][] k = [.. x.Select(row => Dense(scope + "self.key", row))];
        double[][] v = [.. x.Select(row => Dense(scope + "self.value", row))];
        int width = config.HeadSize;
        return
        [
            .. q.Select(query =>
            {
                var mixed = new double[config.HiddenSize];
                for (int start = 0; start < mixed.Length; start += width)
                {
                    double Score(double[] key) => Enumerable.Range(start, width).Sum(column => query[column] * key[column]);
                    double[] p = Reference.Softmax([.. k.Select(Score)], 1 / Math.Sqrt(width));
                    for (int column = start; column < start + width; column++)
                    {
                        mixed[column] = p.Zip(v, (share, value) => share * value[column]).Sum();
                    }
                }

                return Dense(scope + "output.dense", mixed);
            }),
        ];
    }
}
