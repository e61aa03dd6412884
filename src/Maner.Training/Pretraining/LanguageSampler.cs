using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>
/// Draws languages with probabilities flattened by a temperature: a language's share of the tokens is proportional to n^α, where n is the
/// number of its training tokens (Conneau and Lample 2019, section 3.1; XLM-R has α = 0.3). A draw gives one row, so a language with long
/// rows is drawn less often for the same share.
/// </summary>
internal sealed class LanguageSampler
{
    private readonly double[] _cumulative;

    /// <param name="tokens">Training tokens of each language, at least 1.</param>
    /// <param name="rows">Training rows of each language.</param>
    /// <param name="alpha">1 for the natural proportions, 0 for equal shares.</param>
    public LanguageSampler(IReadOnlyList<long> tokens, IReadOnlyList<long> rows, double alpha)
    {
        double[] powers = [.. tokens.Select(count => Math.Pow(count, alpha))];
        double total = powers.Sum();
        Shares = [.. powers.Select(power => power / total)];

        _cumulative = new double[powers.Length];
        double sum = 0;
        for (int language = 0; language < powers.Length; language++)
        {
            sum += Shares[language] * rows[language] / tokens[language];
            _cumulative[language] = sum;
        }
    }

    /// <summary>Each language's share of the tokens.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>The language that the next row comes from.</summary>
    public int Next(Rng rng)
    {
        int found = Array.BinarySearch(_cumulative, rng.NextDouble() * _cumulative[^1]);
        return found >= 0 ? Math.Min(found + 1, _cumulative.Length - 1) : Math.Min(~found, _cumulative.Length - 1);
    }
}
