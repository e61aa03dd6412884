using System.Globalization;
using System.Text;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>
/// Vectors of pieces from another program (fastText, word2vec, GloVe, gensim), to begin with instead of random embeddings. The format is
/// word2vec's text format: one piece and its numbers per line, separated by spaces; a first line with two numbers is passed over.
/// </summary>
internal static class PieceVectors
{
    private const int FirstOrdinaryId = 4; // <s>, <pad>, </s>, <unk> keep their random vectors

    /// <summary>Reads the vectors of a vocabulary's pieces; other words of the file are passed over.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="width">Numbers of a vector: the encoder's width.</param>
    /// <param name="deviation">The root mean square that the vectors are scaled to together, that of random embeddings.</param>
    /// <returns>Vectors by id.</returns>
    /// <exception cref="InvalidDataException">A vector has another width, or numbers that are none; or no piece has a vector.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<int, float[]> Read(string path, XlmrVocabulary vocabulary, int width, double deviation)
    {
        Dictionary<string, int> ids = Enumerable.Range(FirstOrdinaryId, vocabulary.MaskId - FirstOrdinaryId)
            .ToDictionary(vocabulary.PieceOf, id => id, StringComparer.Ordinal);
        var vectors = new Dictionary<int, float[]>();
        int number = 0;
        foreach (string line in File.ReadLines(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)))
        {
            string[] parts = line.TrimEnd(' ').Split(' ');
            if (++number == 1 && parts.Length == 2)
            {
                continue;
            }

            if (parts.Length != width + 1)
            {
                throw new InvalidDataException(
                    $"{path}:{number}: expected a piece and {width} numbers, the encoder's width, found {parts.Length - 1} after '{parts[0]}'. " +
                    $"Train vectors with {width} dimensions.");
            }

            if (ids.TryGetValue(parts[0], out int id) && !vectors.TryAdd(id, Numbers(parts, $"{path}:{number}")))
            {
                throw new InvalidDataException($"{path}:{number}: '{parts[0]}' has a vector already.");
            }
        }

        if (vectors.Count == 0)
        {
            throw new InvalidDataException(
                $"{path}: expected vectors of the tokenizer's pieces, found none. Train them on text that the same tokenizer has cut into pieces ({nameof(UnigramTokenizer)}.{nameof(UnigramTokenizer.Encode)}).");
        }

        Scale(vectors.Values, deviation);
        return vectors;
    }

    private static float[] Numbers(string[] parts, string place)
    {
        var numbers = new float[parts.Length - 1];
        for (int index = 0; index < numbers.Length; index++)
        {
            if (!float.TryParse(parts[index + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[index]) || !float.IsFinite(numbers[index]))
            {
                throw new InvalidDataException($"{place}: expected a number, found '{parts[index + 1]}'.");
            }
        }

        return numbers;
    }

    private static void Scale(Dictionary<int, float[]>.ValueCollection vectors, double deviation)
    {
        double squares = vectors.Sum(vector => vector.Sum(number => (double)number * number));
        double factor = squares > 0 ? deviation / Math.Sqrt(squares / (vectors.Count * (double)vectors.First().Length)) : 1;
        foreach (float[] vector in vectors)
        {
            for (int index = 0; index < vector.Length; index++)
            {
                vector[index] = (float)(vector[index] * factor);
            }
        }
    }
}
