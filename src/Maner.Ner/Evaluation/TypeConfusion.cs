namespace Maner.Ner.Evaluation;

/// <summary>
/// Which gold type was predicted as which, over entities paired as in <see cref="ErrorAnalysis"/>; pairs whose boundaries
/// differ count too. The last row is "no gold entity" (spurious), the last column "nothing predicted" (missed).
/// </summary>
/// <param name="Types">The types of rows and columns, in ordinal order; the last row and column have none.</param>
/// <param name="Counts"><c>Counts[gold][predicted]</c>, one row and column more than there are types.</param>
public sealed record TypeConfusion(IReadOnlyList<string> Types, IReadOnlyList<IReadOnlyList<int>> Counts)
{
    internal static TypeConfusion Of(IReadOnlyCollection<EntityPairing.Pair> pairs)
    {
        string[] types =
        [
            .. pairs.SelectMany(pair => new[] { pair.Gold?.Type, pair.Predicted?.Type })
                .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        int[][] counts = [.. Enumerable.Range(0, types.Length + 1).Select(_ => new int[types.Length + 1])];
        foreach (EntityPairing.Pair pair in pairs)
        {
            counts[IndexOf(pair.Gold?.Type)][IndexOf(pair.Predicted?.Type)]++;
        }

        return new TypeConfusion(types, counts);

        int IndexOf(string? type) => type is null ? types.Length : Array.BinarySearch(types, type, StringComparer.Ordinal);
    }
}
