using System.Globalization;
using Maner.Text.Tokenization.Json;

namespace Maner.Text.Tokenization.Trimming;

/// <summary>
/// Makes a tokenizer smaller: keeps what some text needs, all single characters and bytes, and special tokens. What is left cuts that text, and any text of its
/// words, into the same pieces.
/// </summary>
/// <param name="tokenizer">The whole tokenizer.</param>
internal sealed class VocabularyTrimmer(Tokenizer tokenizer)
{
    private readonly HashSet<int> _needed = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The words that were added, each once.</summary>
    public IReadOnlyCollection<string> Words => _seen;

    /// <summary>Adds a word, as <see cref="Tokenizer.EncodeWord"/> takes it.</summary>
    public void Add(string word)
    {
        if (_seen.Add(word))
        {
            tokenizer.AddNeeded(word, _needed);
        }
    }

    /// <summary>Adds a line, which is not remembered.</summary>
    public void AddLine(string line) => tokenizer.AddNeeded(line, _needed);

    /// <summary>The ids that stay.</summary>
    /// <param name="others">Ids that stay beside those of the text.</param>
    public IdMap Map(IEnumerable<int> others)
    {
        tokenizer.AddNeeded("a", _needed); // what says whether words are cut as if a space stood before them
        return new IdMap(
        [
            .. _needed, .. tokenizer.AlwaysNeeded, .. others.Where(id => (uint)id < (uint)tokenizer.Count),
            .. Enumerable.Range(0, tokenizer.Count).Where(id => IsBasic(tokenizer.PieceOf(id))),
        ]);
    }

    /// <summary>The files of the smaller tokenizer, by their names in its folder.</summary>
    /// <exception cref="InvalidDataException">A file is of a kind that cannot be made smaller.</exception>
    public IReadOnlyList<(string Name, byte[] Content)> Files(IdMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (tokenizer is UnigramTokenizer unigram)
        {
            return [(TokenizerFolder.SentencePieceFile, SentencePieceTrimmer.Write(unigram.Model, piece => map.Has(unigram.Vocabulary.IdOf(piece))))];
        }

        return [.. tokenizer.Files.Select(file => (Path.GetFileName(file), VocabularyFileTrimmer.Write(Path.GetFileName(file), File.ReadAllBytes(file), tokenizer, map)))];
    }

    /// <summary>One letter, at the start of a word or inside, or one byte.</summary>
    private static bool IsBasic(string piece)
    {
        if (piece is ['<', '0', 'x', _, _, '>'])
        {
            return true;
        }

        string letter = piece.StartsWith("##", StringComparison.Ordinal) && piece.Length > 2 ? piece[2..] : piece;
        return letter.Length == 1 || (letter.Length == 2 && char.IsHighSurrogate(letter[0])) || IsOneElement(letter);
    }

    // ▁a is cut into ▁ and a without it; a letter with its marks is one letter to who reads it.
    private static bool IsOneElement(string letter) => letter.Length is > 1 and <= 8 && StringInfo.GetNextTextElementLength(letter) == letter.Length;
}
