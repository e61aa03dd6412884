using Maner.Testing;
using Maner.Text.Tokenization;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

/// <summary>Vectors of another program become embeddings, scaled together; what does not fit is named with its line.</summary>
public sealed class PieceVectorsTests
{
    private static readonly XlmrVocabulary s_vocabulary =
        UnigramTokenizer.Load(ToyText.WholeTokenizer).Vocabulary;

    [Fact]
    public void Pieces_get_their_vectors_and_one_common_scale()
    {
        string first = s_vocabulary.PieceOf(10), second = s_vocabulary.PieceOf(11);
        IReadOnlyDictionary<int, float[]> vectors = Read($"3 2\n{first} 3 0 \nnobody'sword 100 100\n{second} 0 -4\n</s> 7 7\n");

        Assert.Equal([10, 11], vectors.Keys.Order());
        double scale = 0.02 / Math.Sqrt((9 + 16) / 4.0);
        Assert.Equal([3 * scale, 0], vectors[10].Select(number => (double)number), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal([0, -4 * scale], vectors[11].Select(number => (double)number), (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Theory]
    [InlineData("{0} 1 2 3\n", ":1: expected a piece and 2 numbers")]
    [InlineData("2 2\n{0} 1 2\n{0} 1 2\n", ":3: '{0}' has a vector already")]
    [InlineData("{0} 1 x\n", ":1: expected a number, found 'x'")]
    [InlineData("{0} 1 NaN\n", ":1: expected a number, found 'NaN'")]
    [InlineData("nobody'sword 1 2\n", "found none")]
    [InlineData("", "found none")]
    public void What_does_not_fit_is_named(string content, string expected)
    {
        string piece = s_vocabulary.PieceOf(10);
        var error = Assert.Throws<InvalidDataException>(() => Read(content.Replace("{0}", piece, StringComparison.Ordinal)));
        Assert.Contains(expected.Replace("{0}", piece, StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<int, float[]> Read(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("vectors.vec"), content);
        return PieceVectors.Read(folder.File("vectors.vec"), s_vocabulary, width: 2, deviation: 0.02);
    }
}
