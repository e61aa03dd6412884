namespace Maner.Text.Tokenization;

/// <summary>
/// Cuts text into the tokens of an encoder's vocabulary: <see cref="UnigramTokenizer"/> for a SentencePiece file, and what tokenizer.json or the vocabulary
/// files of BERT and RoBERTa describe. Immutable; any number of threads may use one at once.
/// </summary>
internal abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    /// <summary>The files that it was read from, as they were named: what has to be copied for another program to cut text in the same way.</summary>
    public abstract IReadOnlyList<string> Files { get; }

    /// <summary>What was read from them, in their order: a model that is saved hours later has it, whatever became of the files.</summary>
    public abstract IReadOnlyList<ReadOnlyMemory<byte>> Contents { get; }

    /// <summary>SHA-256 of what was read, in lower-case hexadecimal: of the file's bytes where it is one, of the files' hashes in their order where there are more.</summary>
    public abstract string Sha256 { get; }

    /// <summary>The ids that are no text.</summary>
    public abstract SpecialIds SpecialTokens { get; }

    /// <summary>Number of ids, and so the fewest rows that word embeddings must have.</summary>
    public abstract int Count { get; }

    /// <summary>The text of an id in the vocabulary, with its marks for spaces and for the inside of words.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative, or not below <see cref="Count"/>.</exception>
    public abstract string PieceOf(int id);

    /// <summary>True when an id's text begins a word: it has the mark of a space before it, or lacks the mark of a word's inside. False for special ids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative, or not below <see cref="Count"/>.</exception>
    public abstract bool StartsWord(int id);

    /// <summary>True for an id that no text gives: padding, mask, the ends of a sequence, and the unknown id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative, or not below <see cref="Count"/>.</exception>
    public abstract bool IsSpecial(int id);

    /// <summary>Cuts a text into tokens that know their place in it. A lone surrogate is read as U+FFFD.</summary>
    public abstract Encoding Encode(string text);

    /// <summary>
    /// Appends the ids of one word, as if it were a text of its own. A word may append nothing; it never gives a special id other than the unknown one, even
    /// where it spells one.
    /// </summary>
    public abstract void EncodeWord(ReadOnlySpan<char> word, List<int> ids);

    /// <summary>
    /// Adds the ids without which a word, cut as <see cref="EncodeWord"/> does, could be cut in another way: those that it gives, and those that lead to them.
    /// A vocabulary that has lost others gives the same pieces.
    /// </summary>
    public abstract void AddNeeded(ReadOnlySpan<char> word, ISet<int> ids);

    /// <summary>Ids that a smaller vocabulary needs whatever its text is: special ones, tokens that are found before anything is cut, those that set the score of the unknown.</summary>
    public abstract IEnumerable<int> AlwaysNeeded { get; }

    /// <summary>
    /// The natural logarithm of the probability of a piece in a script without spaces, at the start of a word or inside, whichever is higher; null where
    /// there is no such piece, or the tokenizer has no probabilities.
    /// </summary>
    public virtual float? PieceLogProbability(string word) => null;

    /// <summary>The text of ids, for people to read: marks as spaces, bytes as letters. Not always the text that was cut, which may have been rewritten.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or not below <see cref="Count"/>.</exception>
    public abstract string Decode(ReadOnlySpan<int> ids);
}
