using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Models;

/// <summary>Cuts a part of a text into tokens of a vocabulary. Immutable and thread-safe.</summary>
/// <param name="vocabulary">The vocabulary.</param>
internal abstract class TokenModel(Vocabulary vocabulary)
{
    /// <summary>The vocabulary, without tokens that were added to it.</summary>
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>The id for what has no token; null where everything has one.</summary>
    public abstract int? UnknownId { get; }

    /// <summary>True when a token of text is shown as the text that it was cut from, even an unknown one.</summary>
    public virtual bool ShowsText => false;

    /// <summary>Whether a token begins a word, as far as its text says.</summary>
    public abstract bool StartsWord(string token);

    /// <summary>Adds the tokens of a part of a text: well-formed, not empty.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="part">The part.</param>
    /// <param name="tokens">Where they go, with their place in the text.</param>
    public abstract void Encode(ReadOnlySpan<char> text, Part part, List<Token> tokens);

    /// <summary>Adds the ids without which the part could be cut in another way (<see cref="Tokenizer.AddNeeded"/>).</summary>
    public abstract void AddNeeded(ReadOnlySpan<char> text, Part part, ISet<int> ids);

    /// <summary>Ids that every part needs.</summary>
    public virtual IEnumerable<int> AlwaysNeeded => UnknownId is { } id ? [id] : [];
}
