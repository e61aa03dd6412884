using System.Text;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;

namespace Maner.Ner.Encoders;

/// <summary>Counts how a tokenizer cuts words.</summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="whole">What it was before it was trimmed; null where it was not.</param>
internal sealed class TextFitCounter(Tokenizer tokenizer, Tokenizer? whole)
{
    private const int MostExamples = 10;
    private readonly Dictionary<string, long> _letters = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];
    private readonly List<int> _ids = [];
    private readonly List<int> _others = [];
    private long _lines, _words, _pieces, _unknownPieces, _unknownWords, _spelled, _uncovered;

    /// <summary>The whole tokenizer of a folder that is trimmed; null for another.</summary>
    public static Tokenizer? OpenUntrimmed(string folder)
    {
        string untrimmed = Path.Combine(folder, EncoderTrimmer.UntrimmedFolder);
        return Directory.Exists(untrimmed) ? TokenizerFolder.Open(untrimmed, hasSpaceBeforeWords: true) : null;
    }

    /// <summary>Counts a line's words.</summary>
    public void Add(IEnumerable<string> words)
    {
        _lines++;
        foreach (string word in words)
        {
            Add(word);
        }
    }

    /// <summary>What was counted.</summary>
    public TextFit Result() => new()
    {
        Lines = _lines,
        Words = _words,
        Pieces = _pieces,
        UnknownPieces = _unknownPieces,
        UnknownWords = _unknownWords,
        SpelledWords = _spelled,
        UnknownLetters = [.. _letters.OrderByDescending(letter => letter.Value).ThenBy(letter => letter.Key, StringComparer.Ordinal).Take(MostExamples).Select(letter => (letter.Key, letter.Value))],
        Uncovered = whole is null ? null : (_uncovered, _examples),
    };

    private void Add(string word)
    {
        Cut(tokenizer, word, _ids);
        int unknown = tokenizer.SpecialTokens.Unknown is { } id ? _ids.Count(piece => piece == id) : 0;
        _words++;
        _pieces += _ids.Count;
        _unknownPieces += unknown;
        _unknownWords += unknown > 0 ? 1 : 0;
        _spelled += IsSpelled(word) ? 1 : 0;
        if (unknown > 0)
        {
            CountLetters(word);
        }

        if (whole is not null)
        {
            Cut(whole, word, _others);
            if (!_ids.Select(tokenizer.PieceOf).SequenceEqual(_others.Select(whole.PieceOf)))
            {
                _uncovered++;
                if (_examples.Count < MostExamples && !_examples.Contains(word))
                {
                    _examples.Add(word);
                }
            }
        }
    }

    private static void Cut(Tokenizer tokenizer, string word, List<int> ids)
    {
        ids.Clear();
        tokenizer.EncodeWord(word, ids);
    }

    /// <summary>A piece a letter, or more. Numbers are often cut into digits, and Chinese into its characters, by tokenizers that know them well.</summary>
    private bool IsSpelled(string word)
    {
        int letters = 0;
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune) || rune.Value is (>= 0x3400 and < 0xA000) or (>= 0xF900 and < 0xFB00) or >= 0x20000)
            {
                return false;
            }

            letters++;
        }

        return letters > 1 && _ids.Count(id => tokenizer.PieceOf(id).TrimStart('▁', 'Ġ').Length > 0) >= letters;
    }

    private void CountLetters(string word)
    {
        List<int> ids = [];
        foreach (Rune rune in word.EnumerateRunes())
        {
            string letter = rune.ToString();
            Cut(tokenizer, letter, ids);
            if (ids.Contains(tokenizer.SpecialTokens.Unknown!.Value))
            {
                _letters[letter] = _letters.GetValueOrDefault(letter) + 1;
            }
        }
    }
}
