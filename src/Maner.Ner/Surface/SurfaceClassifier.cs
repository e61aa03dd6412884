namespace Maner.Ner.Surface;

/// <summary>
/// A log-linear classifier of words by their surface (<see cref="SurfaceFeatures"/>): log p(tag | word) = Σ of the tag's weights over the word's
/// features, normalised. It knows nothing but the training sentences, learns them in a moment, and errs on other words than an encoder does.
/// Not thread-safe.
/// </summary>
public sealed class SurfaceClassifier
{
    private readonly List<int> _features = [];
    private readonly float[] _weights;

    /// <summary>A classifier that gives all tags the same probability.</summary>
    /// <param name="classes">Number of tags C.</param>
    public SurfaceClassifier(int classes)
    {
        Classes = classes;
        _weights = new float[SurfaceFeatures.Buckets * classes];
    }

    /// <summary>Number of rows of <see cref="Weights"/>.</summary>
    public static int Buckets => SurfaceFeatures.Buckets;

    /// <summary>Number of tags C.</summary>
    public int Classes { get; }

    /// <summary>Weights [<see cref="Buckets"/>, C], row by row.</summary>
    public Span<float> Weights => _weights;

    /// <summary>Log probabilities [C] of a word's tags.</summary>
    /// <param name="words">The sentence.</param>
    /// <param name="word">The word's index.</param>
    /// <param name="logProbabilities">Takes the result.</param>
    public void Forward(IReadOnlyList<string> words, int word, Span<float> logProbabilities)
    {
        ArgumentNullException.ThrowIfNull(words);
        SurfaceFeatures.Of(words, word, _features);
        logProbabilities.Clear();
        foreach (int feature in _features)
        {
            ReadOnlySpan<float> row = _weights.AsSpan(feature * Classes, Classes);
            for (int tag = 0; tag < row.Length; tag++)
            {
                logProbabilities[tag] += row[tag];
            }
        }

        float greatest = float.NegativeInfinity;
        foreach (float value in logProbabilities)
        {
            greatest = Math.Max(greatest, value);
        }

        double sum = 0;
        foreach (float value in logProbabilities)
        {
            sum += Math.Exp(value - greatest);
        }

        float logSum = greatest + (float)Math.Log(sum);
        foreach (ref float value in logProbabilities)
        {
            value -= logSum;
        }
    }

    /// <summary>
    /// Behind <see cref="Forward"/> of the same word: one step of AdaGrad (Duchi et al. 2011) down the cross-entropy. ∂loss/∂w[f, tag] = p[tag] − [tag is right],
    /// for every feature f of the word.
    /// </summary>
    /// <param name="logProbabilities">[C], as <see cref="Forward"/> gave them.</param>
    /// <param name="label">The right tag.</param>
    /// <param name="squares">Sums of squared gradients [<see cref="Buckets"/>, C], above zero.</param>
    /// <param name="learningRate">The step.</param>
    public void Backward(ReadOnlySpan<float> logProbabilities, int label, Span<float> squares, float learningRate)
    {
        foreach (int feature in _features)
        {
            Span<float> row = _weights.AsSpan(feature * Classes, Classes), rowSquares = squares.Slice(feature * Classes, Classes);
            for (int tag = 0; tag < row.Length; tag++)
            {
                float gradient = (float)Math.Exp(logProbabilities[tag]) - (tag == label ? 1 : 0);
                rowSquares[tag] += gradient * gradient;
                row[tag] -= learningRate * gradient / MathF.Sqrt(rowSquares[tag]);
            }
        }
    }
}
