using System.Globalization;

namespace Maner.Experiments.Corpora;

/// <summary>How much text of each language an encoder has seen.</summary>
internal sealed class PretrainingText
{
    /// <summary>The corpora whose sizes are known: <c>cc100</c> is XLM-R's, <c>mini</c> the bundled encoder's.</summary>
    public static readonly IReadOnlyList<string> Corpora = ["cc100", "mini"];

    private readonly Dictionary<string, double> _gib;

    private PretrainingText(Dictionary<string, double> gib) => _gib = gib;

    /// <summary>The sizes of a corpus, one of <see cref="Corpora"/>.</summary>
    public static PretrainingText Of(string corpus) =>
        new(FactTable.Rows($"pretraining-{corpus}.tsv").ToDictionary(row => row[0], row => double.Parse(row[1], CultureInfo.InvariantCulture)));

    /// <summary>GiB of text of a language, in any of the codes that data sets use; 0 for a language that the corpus lacks.</summary>
    public double Gib(string language) => _gib.GetValueOrDefault(LanguageCodes.Shortest(language));
}
