using System.Buffers;
using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Text.Tags;

namespace Maner.Ner.Prediction;

/// <summary>How tags are chosen from their probabilities.</summary>
public enum Decoding
{
    /// <summary>Every word's most probable tag, whatever its neighbours have (MANER §3).</summary>
    Argmax,

    /// <summary>The most probable sequence in which every <c>I-X</c> follows a <c>B-X</c> or <c>I-X</c> (Viterbi 1967).</summary>
    Viterbi,
}

/// <summary>The rules by the names that options and files have for them.</summary>
public static class DecodingNames
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = ["viterbi", "argmax"];

    /// <summary>A rule's name.</summary>
    public static string Of(Decoding rule) => rule == Decoding.Viterbi ? All[0] : All[1];

    /// <summary>The rule of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="where">Where it stands, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such rule.</exception>
    public static Decoding Parse(string name, string where) =>
        name == All[0] ? Decoding.Viterbi
        : name == All[1] ? Decoding.Argmax
        : throw new InvalidDataException($"{where}: expected a decoding of {string.Join(" or ", All)}, found '{name}'.");
}

/// <summary>
/// From the encoder's probabilities to tags: score = log p_encoder + w · score_surface, for words as for transitions, of which the encoder has none.
/// </summary>
public sealed class TagDecoder
{
    private const double LeastProbability = 1e-30; // keeps the logarithm finite
    private readonly TagSet _tags;
    private readonly bool[] _isInside;
    private readonly double[] _transitions;
    private readonly double[] _meanTransitions;

    /// <summary>A decoder.</summary>
    /// <param name="tags">The classes.</param>
    /// <param name="rule">How tags are chosen.</param>
    /// <param name="crf">A second opinion; null for none.</param>
    /// <param name="crfWeight">What it counts for beside the encoder, whose opinion counts for 1.</param>
    public TagDecoder(TagSet tags, Decoding rule, LexicalCrf? crf = null, float crfWeight = 0)
    {
        ArgumentNullException.ThrowIfNull(tags);
        (_tags, Rule, Crf, CrfWeight) = (tags, rule, crf, crfWeight);
        _isInside = [.. tags.Tags.Select(tag => rule == Decoding.Viterbi && tag.StartsWith("I-", StringComparison.Ordinal) && tags.TryGetId("B-" + tag[2..], out _))];
        _transitions = [.. tags.Tags.SelectMany((from, row) => tags.Tags.Select((to, column) =>
            _isInside[column] && (from == Iob2.Outside || from[2..] != to[2..]) ? LinearChain.Forbidden
            : IsMixed ? crfWeight * crf!.Transitions[(row * tags.Count) + column] : 0))];
        _meanTransitions = [.. _transitions.Select(score => score / (1 + crfWeight))];
    }

    /// <summary>How tags are chosen.</summary>
    public Decoding Rule { get; }

    /// <summary>The second opinion; null for none.</summary>
    public LexicalCrf? Crf { get; }

    /// <summary>What it counts for.</summary>
    public float CrfWeight { get; }

    /// <summary>Whether there is a second opinion that counts.</summary>
    public bool IsMixed => Crf is not null && CrfWeight > 0;

    /// <summary>The same with another weight of the second opinion.</summary>
    public TagDecoder WithCrfWeight(float weight) => new(_tags, Rule, Crf, weight);

    /// <summary>The same for other classes: what the second opinion knows of tags that both have goes along.</summary>
    public TagDecoder WithTags(TagSet tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return new TagDecoder(tags, Rule, Crf?.Select([.. tags.Tags.Select(tag => _tags.TryGetId(tag, out int id) ? id : -1)]), CrfWeight);
    }

    /// <summary>Chooses a sentence's tags.</summary>
    /// <param name="words">The words [N].</param>
    /// <param name="probabilities">
    /// The encoder's [N, C], row by row. With a second opinion they become those of the chain that has the weighted mean of both opinions' scores.
    /// </param>
    public string[] Decode(IReadOnlyList<string> words, Span<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(words);
        double[] scores = ArrayPool<double>.Shared.Rent(probabilities.Length);
        Span<double> crfScores = IsMixed ? scores.AsSpan(0, probabilities.Length) : [];
        if (IsMixed)
        {
            Crf!.Forward(NormalizedWords.Of(words), crfScores);
        }

        string[] result = Decode(crfScores, probabilities, areKept: true);
        ArrayPool<double>.Shared.Return(scores);
        return result;
    }

    /// <summary>The same with the surface's scores at hand, by <see cref="LexicalCrf.Forward"/>; for trying several weights.</summary>
    /// <param name="crfScores">[N, C]; empty without a second opinion that counts.</param>
    /// <param name="probabilities">[N, C].</param>
    /// <param name="areKept">Whether the caller wants the mixed probabilities, which take longer to find than the tags.</param>
    public string[] Decode(ReadOnlySpan<double> crfScores, Span<float> probabilities, bool areKept)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(probabilities.Length);
        int[] ids = ArrayPool<int>.Shared.Rent(probabilities.Length);
        Span<double> scores = rented.AsSpan(0, probabilities.Length);
        Span<int> chosen = ids.AsSpan(0, probabilities.Length / _tags.Count);
        for (int index = 0; index < scores.Length; index++)
        {
            if (float.IsNaN(probabilities[index]))
            {
                throw new InvalidDataException("The model's probabilities are not numbers: its weights hold NaN or are too large. Train or copy the model again.");
            }

            bool isForbidden = index < _tags.Count && _isInside[index]; // nothing precedes the first word, so no entity can go on there
            scores[index] = isForbidden ? LinearChain.Forbidden
                : Math.Log(Math.Max(probabilities[index], LeastProbability)) + (IsMixed ? CrfWeight * crfScores[index] : 0);
        }

        if (Rule == Decoding.Viterbi)
        {
            LinearChain.BestSequence(scores, _transitions, chosen);
        }

        if (IsMixed && !chosen.IsEmpty && (areKept || Rule == Decoding.Argmax))
        {
            Mix(scores, probabilities);
        }

        if (Rule == Decoding.Argmax)
        {
            MostProbable(probabilities, chosen);
        }

        string[] result = _tags.Decode(chosen);
        ArrayPool<double>.Shared.Return(rented);
        ArrayPool<int>.Shared.Return(ids);
        return result;
    }

    /// <summary>Scores are divided by all opinions' weights, or two that agree would look like twice the evidence.</summary>
    private void Mix(Span<double> scores, Span<float> probabilities)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(scores.Length);
        Span<double> marginals = rented.AsSpan(0, scores.Length);
        foreach (ref double score in scores)
        {
            score /= 1 + CrfWeight;
        }

        LinearChain.Marginals(scores, _meanTransitions, marginals, []);
        for (int index = 0; index < marginals.Length; index++)
        {
            probabilities[index] = (float)marginals[index];
        }

        ArrayPool<double>.Shared.Return(rented);
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
