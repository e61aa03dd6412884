namespace Maner.Experiments.Corpora;

/// <summary>Makes codes of data sets comparable: MasakhaNER writes <c>swa</c> where WikiANN and CC-100 write <c>sw</c>.</summary>
internal static class LanguageCodes
{
    private static readonly Lazy<Dictionary<string, string>> s_short = new(() => FactTable.Rows("language-codes.tsv").ToDictionary(row => row[0], row => row[1]));

    /// <summary>The code that WikiANN uses for a language.</summary>
    /// <param name="code">A code as a data set's folder has it.</param>
    public static string Shortest(string code) => s_short.Value.GetValueOrDefault(code, code);
}
