using Maner.Ner.Sequences;

namespace Maner.Ner.Lexical;

/// <summary>
/// A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over the spelling and shape of words (<see cref="LexicalFeatures"/>): a word's
/// score for a tag is the sum of the tag's weights over the word's features. It knows nothing but the training sentences, learns them in a
/// moment, and errs on other words than an encoder does. <see cref="Forward"/> is thread-safe, training is not.
/// </summary>
internal sealed class LexicalCrf
{
    [ThreadStatic]
    private static List<int>? t_features;
    private readonly float[] _weights;
    private readonly float[] _transitions;

    /// <summary>A CRF that gives all sequences the same probability.</summary>
    /// <param name="classes">Number of tags C.</param>
    /// <param name="bits">log₂ of <see cref="Buckets"/>.</param>
    /// <param name="isRomanised">Whether it also has features of how words sound.</param>
    public LexicalCrf(int classes, int bits = LexicalFeatures.DefaultBits, bool isRomanised = false)
    {
        (Classes, Bits, IsRomanised) = (classes, bits, isRomanised);
        _weights = new float[Buckets * classes];
        _transitions = new float[classes * classes];
    }

    /// <summary>log₂ of <see cref="Buckets"/>.</summary>
    public int Bits { get; }

    /// <summary>Whether it also has features of how words sound (<see cref="LexicalWords.Roman"/>).</summary>
    public bool IsRomanised { get; }

    /// <summary>Number of rows of <see cref="Weights"/>.</summary>
    public int Buckets => 1 << Bits;

    /// <summary>Number of tags C.</summary>
    public int Classes { get; }

    /// <summary>Weights [<see cref="Buckets"/>, C], row by row.</summary>
    public Span<float> Weights => _weights;

    /// <summary>Scores [C, C] of a tag (column) behind another (row).</summary>
    public Span<float> Transitions => _transitions;

    /// <summary>A CRF of other tags that knows of each what this one knows of the tag in its place.</summary>
    /// <param name="sources">For every tag of the new CRF the tag of this one, −1 for one that it does not have: its weights are zeros.</param>
    public LexicalCrf Select(ReadOnlySpan<int> sources)
    {
        var crf = new LexicalCrf(sources.Length, Bits, IsRomanised);
        for (int tag = 0; tag < sources.Length; tag++)
        {
            if (sources[tag] < 0)
            {
                continue;
            }

            for (int feature = 0; feature < Buckets; feature++)
            {
                crf._weights[(feature * sources.Length) + tag] = _weights[(feature * Classes) + sources[tag]];
            }

            for (int to = 0; to < sources.Length; to++)
            {
                crf._transitions[(tag * sources.Length) + to] = sources[to] < 0 ? 0 : _transitions[(sources[tag] * Classes) + sources[to]];
            }
        }

        return crf;
    }

    /// <summary>A sentence's words as this CRF reads them.</summary>
    public LexicalWords Read(IReadOnlyList<string> words) => LexicalWords.Of(words, IsRomanised);

    /// <summary>Scores of a sentence's words for <see cref="LinearChain"/>.</summary>
    /// <param name="words">The words [N], by <see cref="Read"/>.</param>
    /// <param name="scores">Takes [N, C], row by row.</param>
    public void Forward(LexicalWords words, Span<double> scores)
    {
        ArgumentNullException.ThrowIfNull(words);
        List<int> features = t_features ??= [];
        scores.Clear();
        for (int word = 0; word < words.Words.Count; word++)
        {
            Span<double> sums = scores.Slice(word * Classes, Classes);
            LexicalFeatures.Of(words, word, Bits, features);
            foreach (int feature in features)
            {
                ReadOnlySpan<float> row = _weights.AsSpan(feature * Classes, Classes);
                for (int tag = 0; tag < row.Length; tag++)
                {
                    sums[tag] += row[tag];
                }
            }
        }
    }

    /// <summary>
    /// One step of AdaGrad (Duchi, Hazan and Singer 2011) down −log p(y ∈ right | words), where right is one sequence of tags, or all that agree with
    /// what is known: ∂/∂w[f, tag] = Σᵢ [f ∈ features(i)] · (p(yᵢ = tag) − p(yᵢ = tag | y ∈ right)), and ∂/∂t[a, b] the same of the number of b behind a.
    /// </summary>
    /// <param name="words">The words [N], by <see cref="Read"/>.</param>
    /// <param name="right">p(yᵢ = tag | y ∈ right) [N, C]: 1 and 0 where the tags are known.</param>
    /// <param name="rightPairs">The number of every transition [C, C] in right, expected or found.</param>
    /// <param name="marginals">p(yᵢ = tag) [N, C], by <see cref="LinearChain.Marginals"/>.</param>
    /// <param name="pairs">The expected number of every transition [C, C], by the same.</param>
    /// <param name="squares">Sums of squared gradients so far, above zero.</param>
    /// <param name="step">The steps' sizes.</param>
    public void Backward(
        LexicalWords words, ReadOnlySpan<double> right, ReadOnlySpan<double> rightPairs, ReadOnlySpan<double> marginals, ReadOnlySpan<double> pairs,
        Squares squares, StepSizes step)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(squares);
        List<int> features = t_features ??= [];
        for (int word = 0; word < words.Words.Count; word++)
        {
            LexicalFeatures.Of(words, word, Bits, features);
            foreach (int feature in features)
            {
                for (int tag = 0; tag < Classes; tag++)
                {
                    int index = (feature * Classes) + tag;
                    Move(ref _weights[index], ref squares.Weights[index], marginals[(word * Classes) + tag] - right[(word * Classes) + tag], step.Weights);
                }
            }
        }

        for (int index = 0; index < pairs.Length; index++)
        {
            Move(ref _transitions[index], ref squares.Transitions[index], pairs[index] - rightPairs[index], step.Transitions);
        }
    }

    private static void Move(ref float weight, ref float square, double gradient, float step)
    {
        square += (float)(gradient * gradient);
        weight -= step * (float)gradient / MathF.Sqrt(square);
    }

    /// <summary>AdaGrad's sums of squared gradients.</summary>
    /// <param name="crf">The CRF that is trained.</param>
    /// <param name="first">What they start from.</param>
    public sealed class Squares(LexicalCrf crf, float first)
    {
        /// <summary>[<see cref="Buckets"/>, C].</summary>
        public float[] Weights { get; } = Filled(crf.Weights.Length, first);

        /// <summary>[C, C].</summary>
        public float[] Transitions { get; } = Filled(crf.Transitions.Length, first);

        private static float[] Filled(int length, float value)
        {
            var squares = new float[length];
            Array.Fill(squares, value);
            return squares;
        }
    }

    /// <summary>AdaGrad's step sizes.</summary>
    /// <param name="Weights">Of the words' weights.</param>
    /// <param name="Transitions">Of the transitions.</param>
    public readonly record struct StepSizes(float Weights, float Transitions);
}
