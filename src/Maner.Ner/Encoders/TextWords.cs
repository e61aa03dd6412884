using Maner.Text.Words;

namespace Maner.Ner.Encoders;

/// <summary>The words of a text: what taggers give an encoder.</summary>
internal static class TextWords
{
    private static readonly WordCut s_spaces = new(WordRules.Default with { SpacesOnly = true });

    /// <summary>The words of a line as a tagger without training words of its own cuts them.</summary>
    public static IEnumerable<string> Cut(string line) => Of(line, WordCut.Default);

    /// <summary>The same and, where they differ, what is between spaces: other cuts leave signs on words.</summary>
    public static IEnumerable<string> AllCuts(string line) => Cut(line).Concat(Of(line, s_spaces)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Of(string line, WordCut cut) => cut.Split(line).Select(range => line[range.Begin..range.End]);
}
