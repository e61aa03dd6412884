using Maner.Text.Sentences;

namespace Maner.Ner.Selection;

/// <summary>What a model says of a sentence that nobody has labelled: all that a selection strategy chooses by.</summary>
/// <param name="Index">The sentence's number in the caller's pool.</param>
/// <param name="Sentence">The sentence.</param>
/// <param name="TagIds">The best sequence of tags, as ids of the tagger's set.</param>
/// <param name="LogProbability">Natural logarithm of the probability of that sequence; 0 for a sentence without words.</param>
/// <param name="LowestTag">The lowest of its words' probabilities for their tags, 0 to 1; 1 for a sentence without words.</param>
/// <param name="EntityWords">The expected number of words inside entities: Σ 1 − p(O).</param>
/// <param name="Entities">The expected number of entities: Σ p(B-*).</param>
/// <param name="Disagreement">
/// Mean Jensen-Shannon divergence of encoder and lexical CRF over the words, in bits from 0 (they agree) to 1; NaN where the tagger has no lexical CRF or nobody asked.
/// </param>
/// <param name="Vector">The mean of the words' hidden states, of length 1; null where nobody asked.</param>
internal sealed record Candidate(
    int Index, Sentence Sentence, int[] TagIds, double LogProbability, double LowestTag, double EntityWords, double Entities, double Disagreement = double.NaN, float[]? Vector = null)
{
    /// <summary>Number of words.</summary>
    public int Words => Sentence.Words.Count;

    /// <summary>−log p of the best sequence, per word, in nats: how unsure the model is whatever the sentence's length (MNLP, Shen et al. 2018).</summary>
    public double NegativeLogProbability => Words == 0 ? 0 : -LogProbability / Words;

    /// <summary>The same as a share: 1 − the geometric mean of the words' probabilities, 0 to 1.</summary>
    public double Uncertainty => 1 - Math.Exp(-NegativeLogProbability);
}
