using System.Buffers;
using Maner.Ner.Surface;
using Maner.Text.Data;

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

/// <summary>From the encoder's probabilities to tags.</summary>
/// <param name="tags">The classes.</param>
/// <param name="rule">How tags are chosen.</param>
/// <param name="surface">A second opinion; null for none.</param>
/// <param name="surfaceWeight">What it counts for beside the encoder, whose opinion counts for 1.</param>
public sealed class TagDecoder(TagSet tags, Decoding rule, SurfaceClassifier? surface = null, float surfaceWeight = 0)
{
    private const float LeastProbability = 1e-30f; // keeps the logarithm finite
    private readonly float[] _logs = new float[tags.Count];
    private readonly int[] _beginOf = [.. tags.Tags.Select(tag => tag.StartsWith("I-", StringComparison.Ordinal) && tags.TryGetId("B-" + tag[2..], out int begin) ? begin : -1)];

    /// <summary>How tags are chosen.</summary>
    public Decoding Rule => rule;

    /// <summary>The second opinion; null for none.</summary>
    public SurfaceClassifier? Surface => surface;

    /// <summary>What it counts for.</summary>
    public float SurfaceWeight => surfaceWeight;

    /// <summary>The same with another weight of the second opinion.</summary>
    public TagDecoder WithSurfaceWeight(float weight) => new(tags, rule, surface, weight);

    /// <summary>Chooses a sentence's tags.</summary>
    /// <param name="words">The words [N].</param>
    /// <param name="probabilities">
    /// The encoder's [N, C], row by row. With a surface classifier they become the weighted geometric mean of both opinions, normalised.
    /// </param>
    public string[] Decode(IReadOnlyList<string> words, Span<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (surface is not null && surfaceWeight > 0)
        {
            for (int word = 0; word < words.Count; word++)
            {
                surface.Forward(words, word, _logs);
                Mix(probabilities.Slice(word * tags.Count, tags.Count));
            }
        }

        int[] ids = ArrayPool<int>.Shared.Rent(words.Count);
        Span<int> chosen = ids.AsSpan(0, words.Count);
        if (rule == Decoding.Viterbi)
        {
            BestSequence(probabilities, chosen);
        }
        else
        {
            MostProbable(probabilities, chosen);
        }

        string[] result = tags.Decode(chosen);
        ArrayPool<int>.Shared.Return(ids);
        return result;
    }

    /// <summary>log p = (log p_encoder + w · log p_surface) / (1 + w) + constant.</summary>
    private void Mix(Span<float> row)
    {
        double sum = 0;
        for (int tag = 0; tag < row.Length; tag++)
        {
            row[tag] = (float)Math.Exp((Math.Log(Math.Max(row[tag], LeastProbability)) + (surfaceWeight * _logs[tag])) / (1 + surfaceWeight));
            sum += row[tag];
        }

        foreach (ref float value in row)
        {
            value = (float)(value / sum);
        }
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

    private void BestSequence(ReadOnlySpan<float> probabilities, Span<int> chosen)
    {
        int count = tags.Count;
        if (chosen.IsEmpty)
        {
            return;
        }

        int[] before = ArrayPool<int>.Shared.Rent(chosen.Length * count);
        Span<double> scores = stackalloc double[count], next = stackalloc double[count];
        scores.Clear();
        for (int word = 0; word < chosen.Length; word++)
        {
            int best = Greatest(scores);
            for (int tag = 0; tag < count; tag++)
            {
                // Nothing precedes the first word, so no entity can go on there.
                int begin = _beginOf[tag], from = begin < 0 ? best : scores[tag] > scores[begin] ? tag : begin;
                before[(word * count) + tag] = from;
                next[tag] = word == 0 && begin >= 0
                    ? double.NegativeInfinity
                    : scores[from] + Math.Log(Math.Max(probabilities[(word * count) + tag], LeastProbability));
            }

            next.CopyTo(scores);
        }

        chosen[^1] = Greatest(scores);
        for (int word = chosen.Length - 1; word > 0; word--)
        {
            chosen[word - 1] = before[(word * count) + chosen[word]];
        }

        ArrayPool<int>.Shared.Return(before);
    }

    private static int Greatest(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int tag = 1; tag < scores.Length; tag++)
        {
            best = scores[tag] > scores[best] ? tag : best;
        }

        return best;
    }
}
