using System.Buffers;
using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Text.Tags;

namespace Maner.Ner.Prediction;

/// <summary>How tags are chosen from their probabilities.</summary>
internal enum Decoding
{
    /// <summary>Every word's most probable tag, whatever its neighbours have (MANER §3).</summary>
    Argmax,

    /// <summary>The most probable sequence in which every <c>I-X</c> follows a <c>B-X</c> or <c>I-X</c> (Viterbi 1967).</summary>
    Viterbi,
}

/// <summary>The rules by the names that options and files have for them.</summary>
internal static class DecodingNames
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = ["viterbi", "argmax"];

    /// <summary>A rule's name.</summary>
    public static string Of(Decoding rule) => rule == Decoding.Viterbi ? All[0] : All[1];

    /// <summary>The rule of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="where">Where it is, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such rule.</exception>
    public static Decoding Parse(string name, string where) =>
        name == All[0] ? Decoding.Viterbi
        : name == All[1] ? Decoding.Argmax
        : throw new InvalidDataException($"{where}: expected a decoding of {string.Join(" or ", All)}, found '{name}'.");
}

/// <summary>
/// Immutable. From the encoder's probabilities to tags: score = log p_encoder + w · score_CRF, for words as for transitions, of which the encoder has none.
/// </summary>
internal sealed class TagDecoder
{
    private const double LeastProbability = 1e-30; // keeps the logarithm finite
    private readonly TagSet _tags;
    private readonly bool[] _isInside;
    private readonly double[] _transitions;
    private readonly double[] _meanTransitions;

    /// <summary>A decoder.</summary>
    /// <param name="tags">The classes.</param>
    /// <param name="rule">How tags are chosen.</param>
    /// <param name="crf">The lexical CRF; null for none.</param>
    /// <param name="crfWeight">Its interpolation weight; the encoder's is 1.</param>
    /// <param name="temperature">Divides the scores behind the probabilities of a mixed decoder by Viterbi; the others' are the encoder's own.</param>
    public TagDecoder(TagSet tags, Decoding rule, LexicalCrf? crf = null, float crfWeight = 0, float temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(tags);
        (_tags, Rule, Crf, CrfWeight) = (tags, rule, crf, crfWeight);
        Temperature = HasTemperature ? temperature : 1;
        _isInside = [.. tags.Tags.Select(tag => rule == Decoding.Viterbi && tag.StartsWith("I-", StringComparison.Ordinal) && tags.TryGetId("B-" + tag[2..], out _))];
        _transitions = [.. tags.Tags.SelectMany((from, row) => tags.Tags.Select((to, column) =>
            _isInside[column] && (from == Iob2.Outside || from[2..] != to[2..]) ? LinearChain.Forbidden
            : IsMixed ? crfWeight * crf!.Transitions[(row * tags.Count) + column] : 0))];
        _meanTransitions = [.. _transitions.Select(score => score / Divisor)];
    }

    /// <summary>How tags are chosen.</summary>
    public Decoding Rule { get; }

    /// <summary>The lexical CRF; null for none.</summary>
    public LexicalCrf? Crf { get; }

    /// <summary>Interpolation weight of the lexical CRF; the encoder's is 1.</summary>
    public float CrfWeight { get; }

    /// <summary>
    /// What divides the scores behind the probabilities, so that of entities with 0.9 nine in ten are right (Guo et al. 2017); above 1: less sure. It
    /// changes no tag.
    /// </summary>
    public float Temperature { get; }

    /// <summary>Whether probabilities may have a temperature: those of the encoder alone are its softmax as it is, and argmax chooses by them.</summary>
    public bool HasTemperature => IsMixed && Rule == Decoding.Viterbi;

    /// <summary>Whether there is a lexical CRF that counts.</summary>
    public bool IsMixed => Crf is not null && CrfWeight > 0;

    /// <summary>The same with another weight of the lexical CRF.</summary>
    public TagDecoder WithCrfWeight(float weight) => new(_tags, Rule, Crf, weight, Temperature);

    /// <summary>The same with another temperature.</summary>
    public TagDecoder WithTemperature(float temperature) => new(_tags, Rule, Crf, CrfWeight, temperature);

    /// <summary>The same for other classes: what the lexical CRF knows of tags that both have is kept.</summary>
    public TagDecoder WithTags(TagSet tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return new TagDecoder(tags, Rule, Crf?.Select([.. tags.Tags.Select(tag => _tags.TryGetId(tag, out int id) ? id : -1)]), CrfWeight, Temperature);
    }

    /// <summary>Chooses a sentence's tags, and says how probable each is.</summary>
    /// <param name="words">The words [N].</param>
    /// <param name="encoder">The encoder's probabilities [N, C], row by row.</param>
    /// <param name="probabilities">
    /// Takes the probabilities [N, C] behind the tags: the encoder's own, or with a lexical CRF those of the chain that has the weighted mean of both
    /// models' scores. May be the memory of <paramref name="encoder"/>.
    /// </param>
    /// <param name="logProbability">
    /// Natural logarithm of the probability of the tags among all sequences: their score − log Z, of the same chain as the probabilities.
    /// </param>
    /// <returns>The ids of the tags [N].</returns>
    /// <exception cref="InvalidDataException">A probability is not a number.</exception>
    public int[] Decode(IReadOnlyList<string> words, ReadOnlySpan<float> encoder, Span<float> probabilities, out double logProbability)
    {
        ArgumentNullException.ThrowIfNull(words);
        double[] scores = ArrayPool<double>.Shared.Rent(encoder.Length);
        Span<double> crfScores = IsMixed ? scores.AsSpan(0, encoder.Length) : [];
        if (IsMixed)
        {
            Crf!.Forward(Crf.Read(words), crfScores);
        }

        int[] result = Decode(crfScores, encoder, probabilities, out logProbability);
        ArrayPool<double>.Shared.Return(scores);
        return result;
    }

    /// <summary>The same for who does not ask how probable the whole is.</summary>
    public int[] Decode(IReadOnlyList<string> words, ReadOnlySpan<float> encoder, Span<float> probabilities) => Decode(words, encoder, probabilities, out _);

    /// <summary>The same with the lexical CRF's scores at hand, by <see cref="LexicalCrf.Forward"/>; for trying several weights.</summary>
    /// <param name="crfScores">[N, C]; empty without a lexical CRF that counts.</param>
    /// <param name="encoder">[N, C].</param>
    /// <param name="probabilities">Takes [N, C]; empty where nobody asks for them: with a lexical CRF they take longer to find than the tags.</param>
    /// <returns>The ids of the tags [N].</returns>
    /// <exception cref="InvalidDataException">A probability is not a number.</exception>
    public int[] Decode(ReadOnlySpan<double> crfScores, ReadOnlySpan<float> encoder, Span<float> probabilities) => Decode(crfScores, encoder, probabilities, out _);

    /// <summary>Both models' weights, or two that agree would look like twice the evidence; and the temperature.</summary>
    private float Divisor => (1 + CrfWeight) * Temperature;

    private int[] Decode(ReadOnlySpan<double> crfScores, ReadOnlySpan<float> encoder, Span<float> probabilities, out double logProbability)
    {
        int[] chosen = new int[encoder.Length / _tags.Count];
        double[] rented = ArrayPool<double>.Shared.Rent(encoder.Length);
        Span<double> scores = rented.AsSpan(0, encoder.Length);
        for (int index = 0; index < scores.Length; index++)
        {
            if (float.IsNaN(encoder[index]))
            {
                throw new InvalidDataException("The model's probabilities are not numbers: its weights hold NaN or are too large. Train or copy the model again.");
            }

            // Not log-softmax of the logits: that differs from this in the last bits of nearly every score, and so would every result there is.
            bool isForbidden = index < _tags.Count && _isInside[index]; // nothing precedes the first word, so no entity can continue there
            scores[index] = isForbidden ? LinearChain.Forbidden
                : Math.Log(Math.Max(encoder[index], LeastProbability)) + (IsMixed ? CrfWeight * crfScores[index] : 0);
        }

        if (Rule == Decoding.Viterbi)
        {
            LinearChain.BestSequence(scores, _transitions, chosen);
        }

        double logZ = double.NaN;
        if (Rule == Decoding.Argmax || !probabilities.IsEmpty)
        {
            float[]? own = probabilities.IsEmpty ? ArrayPool<float>.Shared.Rent(encoder.Length) : null;
            Span<float> found = own is null ? probabilities : own.AsSpan(0, encoder.Length);
            logZ = Probabilities(scores, encoder, found);
            if (Rule == Decoding.Argmax)
            {
                MostProbable(found, chosen);
            }

            if (own is not null)
            {
                ArrayPool<float>.Shared.Return(own);
            }
        }

        logProbability = encoder.IsEmpty ? 0 : probabilities.IsEmpty ? double.NaN : LinearChain.Score(scores, _meanTransitions, chosen) - logZ;
        ArrayPool<double>.Shared.Return(rented);
        return chosen;
    }

    /// <summary>The probabilities, of scores that are divided here.</summary>
    /// <returns>log Z of the chain.</returns>
    private double Probabilities(Span<double> scores, ReadOnlySpan<float> encoder, Span<float> probabilities)
    {
        if (!IsMixed || encoder.IsEmpty)
        {
            double sum = encoder.IsEmpty ? 0 : LinearChain.LogPartition(scores, _meanTransitions);
            encoder.CopyTo(probabilities);
            return sum;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(scores.Length);
        Span<double> marginals = rented.AsSpan(0, scores.Length);
        foreach (ref double score in scores)
        {
            score /= Divisor;
        }

        double logZ = LinearChain.Marginals(scores, _meanTransitions, marginals, []);
        for (int index = 0; index < marginals.Length; index++)
        {
            probabilities[index] = (float)marginals[index];
        }

        ArrayPool<double>.Shared.Return(rented);
        return logZ;
    }

    private static void MostProbable(ReadOnlySpan<float> probabilities, Span<int> chosen)
    {
        int count = chosen.IsEmpty ? 0 : probabilities.Length / chosen.Length;
        for (int word = 0; word < chosen.Length; word++)
        {
            ReadOnlySpan<float> row = probabilities.Slice(word * count, count);
            int best = 0;
            for (int tag = 1; tag < count; tag++)
            {
                best = row[tag] > row[best] ? tag : best;
            }

            chosen[word] = best;
        }
    }
}
