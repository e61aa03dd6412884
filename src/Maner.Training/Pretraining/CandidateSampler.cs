using Maner.Model.Heads;
using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>
/// Draws the tokens that a batch's masked tokens are predicted among: each token by itself (Poisson sampling), half of them evenly and half by
/// frequency to the power of 3/4 (Mikolov et al. 2013). The probability of being drawn is known exactly; that of being there as a target is worked
/// out as if the batch's masked tokens were independent, which rows of one language are not quite.
/// </summary>
internal sealed class CandidateSampler
{
    private readonly double[] _drawn; // probability of being drawn
    private readonly double[] _logAbsent; // log probability that a masked token is another token
    private readonly bool[] _isTarget;
    private readonly Rng _rng;

    /// <param name="frequencies">The share of each token among masked tokens.</param>
    /// <param name="count">Words to draw, on average; the targets come on top.</param>
    /// <param name="rng">Draws.</param>
    public CandidateSampler(IReadOnlyList<double> frequencies, int count, Rng rng)
    {
        int vocabulary = frequencies.Count;
        double total = frequencies.Sum(frequency => Math.Pow(frequency, 0.75));
        _drawn = [.. frequencies.Select(frequency => Math.Min(1, count * ((0.5 * Math.Pow(frequency, 0.75) / total) + (0.5 / vocabulary))))];
        _logAbsent = [.. frequencies.Select(frequency => Math.Log(1 - Math.Min(frequency, 0.999)))];
        _isTarget = new bool[vocabulary];
        _rng = rng;
    }

    /// <summary>Fills the candidates of a batch.</summary>
    /// <param name="batch">The batch's number in the run: names the draw.</param>
    /// <param name="targets">The masked tokens.</param>
    /// <param name="candidates">Taken over.</param>
    public void Draw(ulong batch, ReadOnlySpan<int> targets, CandidateTokens candidates)
    {
        candidates.Clear();
        foreach (int target in targets)
        {
            _isTarget[target] = true;
        }

        Rng rng = _rng.Split(batch);
        for (int token = 0; token < _drawn.Length; token++)
        {
            if (rng.NextDouble() < _drawn[token] || _isTarget[token])
            {
                double absent = (1 - _drawn[token]) * Math.Exp(targets.Length * _logAbsent[token]);
                candidates.Add(token, (float)Math.Log(1 - absent));
            }
        }

        foreach (int target in targets)
        {
            _isTarget[target] = false;
        }

        candidates.SetTargets(targets);
    }

    /// <summary>The share of each token among the pieces that are seen in training; special tokens, which are never masked, do not count.</summary>
    /// <param name="languages">The text.</param>
    /// <param name="shares">Each language's share of the training tokens.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    public static double[] Frequencies(IReadOnlyList<LanguageText> languages, IReadOnlyList<double> shares, int vocabulary)
    {
        var frequencies = new double[vocabulary];
        for (int index = 0; index < languages.Count; index++)
        {
            LanguageText language = languages[index];
            double weight = shares[index] / language.TrainingTokens;
            foreach (TrainingSequence row in language.Training)
            {
                foreach (int id in language.Read(row))
                {
                    frequencies[id] += weight;
                }
            }
        }

        double total = frequencies.Sum();
        return [.. frequencies.Select(frequency => frequency / total)];
    }
}
