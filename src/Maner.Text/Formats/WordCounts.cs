using Maner.Text.Sentences;

namespace Maner.Text.Formats;

/// <summary>How many words of a file look odd in one way or another; no word is kept.</summary>
internal sealed class WordCounts
{
    private string _candidate = "";
    private long _votes, _ofCandidate;

    public long Total { get; private set; }

    public long Numbers { get; private set; }

    public long Commas { get; private set; }

    /// <summary>Words with two spaces or more inside: texts.</summary>
    public long Texts { get; private set; }

    /// <summary>Words between double quotes.</summary>
    public long Quoted { get; private set; }

    /// <summary>Words <c>""""</c> and <c>","</c>, which nobody writes but CSV.</summary>
    public int DoubledQuotes { get; private set; }

    public int DoubledQuotesLine { get; private set; }

    public string DoubledQuotesWord { get; private set; } = "";

    /// <summary>Letters with a digit behind them that says where words are cut: <c>科0</c>.</summary>
    public long Segmented { get; private set; }

    /// <summary>Signs of a tokenizer for models: <c>[CLS]</c>, <c>[SEP]</c>, <c>[PAD]</c>, <c>&lt;/s&gt;</c>.</summary>
    public long ModelSigns { get; private set; }

    /// <summary>Pieces of words: <c>##ord</c>.</summary>
    public long Pieces { get; private set; }

    /// <summary>Signs that end sentences, in front of other words.</summary>
    public long StopsInside { get; private set; }

    /// <summary>Words of labelled sentences.</summary>
    public long Labelled { get; private set; }

    /// <summary>Words in entities.</summary>
    public long Inside { get; private set; }

    /// <summary>The word that nearly all are; null where there is none.</summary>
    public string? Repeated => Total > 0 && _ofCandidate * 10 >= Total * 9 ? _candidate : null;

    /// <summary>Whether so many are nearly all.</summary>
    public bool IsMost(long count) => count * 20 >= Total * 19;

    public void Add(Sentence sentence)
    {
        IReadOnlyList<string> words = sentence.Words;
        for (int word = 0; word < words.Count; word++)
        {
            Add(words[word], sentence);
            StopsInside += word + 1 < words.Count && words[word] is "." or "。" or "।" or "۔" or "።" or "?" or "!" or "？" or "！" ? 1 : 0;
        }

        if (sentence.Entities is { } entities)
        {
            Labelled += sentence.Words.Count;
            for (int entity = 0; entity < entities.Count; entity++)
            {
                Inside += entities[entity].End - entities[entity].Start;
            }
        }
    }

    private void Add(string word, Sentence sentence)
    {
        Total++;
        if (word.Length > 0)
        {
            char last = word[^1];
            Numbers += char.IsAsciiDigit(last) && !word.AsSpan().ContainsAnyExceptInRange('0', '9') ? 1 : 0;
            Commas += last is ',' or ';' && word.Length > 1 ? 1 : 0;
            Segmented += word.Length is 2 or 3 && char.IsAsciiDigit(last) && !char.IsAscii(word[0]) ? 1 : 0;
            ModelSigns += word is "[CLS]" or "[SEP]" or "[PAD]" or "<s>" or "</s>" or "<pad>" or "<PAD>" ? 1 : 0;
            Pieces += word.Length > 2 && word[0] == '#' && word[1] == '#' && char.IsLetter(word[2]) ? 1 : 0;
            Texts += word.Length > 4 && word.AsSpan().Count(' ') > 1 ? 1 : 0;
            if (last == '"' && word[0] == '"' && word.Length > 2)
            {
                Quoted++;
                if (word is "\"\"\"\"" or "\",\"" or "\";\"")
                {
                    (DoubledQuotesLine, DoubledQuotesWord) = DoubledQuotes == 0 ? (sentence.Line, word) : (DoubledQuotesLine, DoubledQuotesWord);
                    DoubledQuotes++;
                }
            }
        }

        // A majority vote: the word that nearly all are outlasts the others, and came nearly as often as it is counted here.
        if (_votes == 0)
        {
            (_candidate, _ofCandidate) = (word, _candidate == word ? _ofCandidate : 0);
        }

        bool isCandidate = ReferenceEquals(word, _candidate) || word == _candidate;
        _votes += isCandidate ? 1 : -1;
        _ofCandidate += isCandidate ? 1 : 0;
    }
}
