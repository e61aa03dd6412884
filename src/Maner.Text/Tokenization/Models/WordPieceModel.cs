using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Models;

/// <summary>
/// WordPiece (Schuster and Nakajima 2012, as BERT uses it): the longest token that begins the word, then the longest with the prefix <c>##</c> that begins
/// the rest. A word that cannot be cut, or is too long, is one unknown token.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly PieceTrie _trie;
    private readonly int _continuation; // the trie's node after the prefix
    private readonly string _prefix;
    private readonly int _unknownId;
    private readonly int _maxLetters;

    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="unknown">The unknown token.</param>
    /// <param name="prefix">What tokens inside a word begin with.</param>
    /// <param name="maxLetters">Letters (code points) of the longest word that is cut.</param>
    /// <param name="isExcluded">Ids that text never gives.</param>
    /// <exception cref="InvalidDataException">The vocabulary has no unknown token.</exception>
    public WordPieceModel(Vocabulary vocabulary, string unknown, string prefix, int maxLetters, Func<int, bool> isExcluded)
        : base(vocabulary)
    {
        if (!vocabulary.TryGetId(unknown, out _unknownId))
        {
            throw new InvalidDataException($"expected the unk_token '{unknown}' in the vocabulary, found none of that text");
        }

        _trie = PieceTrie.Build(vocabulary.Entries.Where(entry => !isExcluded(entry.Value)));
        _prefix = prefix;
        _maxLetters = maxLetters;
        _continuation = _trie.Root;
        for (int index = 0; index < prefix.Length && _continuation != PieceTrie.None; index++)
        {
            _continuation = _trie.Child(_continuation, prefix[index]);
        }
    }

    /// <inheritdoc/>
    public override int? UnknownId => _unknownId;

    /// <inheritdoc/>
    public override bool StartsWord(string token) => !token.StartsWith(_prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> text, Part part, List<Token> tokens)
    {
        int first = tokens.Count;
        if (!Cut(text, part, tokens))
        {
            tokens.RemoveRange(first, tokens.Count - first);
            tokens.Add(new Token(_unknownId, part.Start, part.End));
        }
    }

    /// <summary>Adds the longest tokens in order; false when the word cannot be cut, whose last token is <see cref="PieceTrie.None"/> then.</summary>
    private bool Cut(ReadOnlySpan<char> text, Part part, List<Token> tokens)
    {
        bool isCut = IsShort(text.Slice(part.Start, part.Length));
        int node = _trie.Root;
        for (int at = part.Start; at < part.End && isCut; node = _continuation)
        {
            int end = at, id = PieceTrie.None;
            for (int next = at; next < part.End && node != PieceTrie.None && (node = _trie.Child(node, text[next])) != PieceTrie.None;)
            {
                next++;
                if (_trie[node].Piece != PieceTrie.None)
                {
                    (end, id) = (next, _trie[node].Piece);
                }
            }

            isCut = id != PieceTrie.None;
            tokens.Add(new Token(id, at, end));
            at = end;
        }

        return isCut;
    }

    /// <inheritdoc/>
    public override void AddNeeded(ReadOnlySpan<char> text, Part part, ISet<int> ids)
    {
        // With fewer tokens a word that cannot be cut might be: the longest tokens up to where it fails are needed too.
        var tokens = new List<Token>();
        Cut(text, part, tokens);
        ids.UnionWith(tokens.Select(token => token.Id).Where(id => id != PieceTrie.None));
        ids.Add(_unknownId);
    }

    private bool IsShort(ReadOnlySpan<char> word)
    {
        if (word.Length > 2 * _maxLetters)
        {
            return false;
        }

        int letters = 0;
        foreach (char unit in word)
        {
            letters += char.IsLowSurrogate(unit) ? 0 : 1;
        }

        return letters <= _maxLetters;
    }
}
