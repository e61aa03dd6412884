using Maner.Text.Tokenization;

namespace Maner.Ner.Input;

/// <summary>A sentence's words as piece ids, tokenised once and used in every epoch. Words are slots: word w owns pieces [starts[w], starts[w+1]), which may be none.</summary>
internal sealed class WordPieces
{
    private readonly int[] _ids;
    private readonly int[] _starts;

    private WordPieces(int[] ids, int[] starts) => (_ids, _starts) = (ids, starts);

    /// <summary>Number of words.</summary>
    public int WordCount => _starts.Length - 1;

    /// <summary>Number of pieces over all words.</summary>
    public int PieceCount => _ids.Length;

    /// <summary>Tokenises each word by itself, as Hugging Face does with <c>is_split_into_words</c>.</summary>
    public static WordPieces Of(IReadOnlyList<string> words, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var ids = new List<int>(2 * words.Count);
        var starts = new int[words.Count + 1];
        for (int word = 0; word < words.Count; word++)
        {
            tokenizer.EncodeWord(words[word], ids);
            starts[word + 1] = ids.Count;
        }

        return new WordPieces([.. ids], starts);
    }

    /// <summary>The piece ids of a word.</summary>
    public ReadOnlySpan<int> this[int word] => _ids.AsSpan(_starts[word].._starts[word + 1]);
}
