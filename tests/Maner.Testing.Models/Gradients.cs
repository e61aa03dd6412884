using Maner.Model.Encoders;
using Maner.Model.Parameters;

namespace Maner.Testing;

/// <summary>Gradients by parameter name, the embeddings' written out in full.</summary>
internal static class Gradients
{
    public static IEnumerable<(string Name, float[] Values)> Of(TransformerEncoder encoder) =>
        Of(encoder.Parameters).Append((encoder.Config.Family.WordEmbeddings, Of(encoder.TokenEmbeddings)));

    public static IEnumerable<(string Name, float[] Values)> Of(IParameterArena arena) =>
        arena is EmbeddingTable table ? [(table.Tensors.Single().Name, Of(table))] : Of((ParameterArena)arena);

    public static IEnumerable<(string Name, float[] Values)> Of(ParameterArena arena) =>
        arena.All.Select(parameter => (parameter.Name, AssertClose.Flat(arena.Gradient(parameter))));

    public static float[] Of(EmbeddingTable words)
    {
        var full = new float[words.RowCount * words.Width];
        ReadOnlySpan<int> rows = words.TouchedRows;
        for (int slot = 0; slot < rows.Length; slot++)
        {
            words.TouchedGradients[slot].CopyTo(full.AsSpan(rows[slot] * words.Width));
        }

        return full;
    }
}
