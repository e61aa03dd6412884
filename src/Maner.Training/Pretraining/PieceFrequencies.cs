namespace Maner.Training.Pretraining;

/// <summary>How frequent each piece is in training: what candidates of sampled softmax are drawn by.</summary>
internal static class PieceFrequencies
{
    /// <summary>The share of each token among the pieces that are seen in training; special tokens, which are never masked, do not count.</summary>
    /// <param name="languages">The text.</param>
    /// <param name="shares">Each language's share of the training tokens.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    public static double[] Of(IReadOnlyList<LanguageText> languages, IReadOnlyList<double> shares, int vocabulary)
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
