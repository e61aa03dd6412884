using Maner.Tensors;

namespace Maner.Ner.Methods;

/// <summary>
/// How a word becomes input: its tokens, their position numbers, who may see them, and from which of them its label is read. All else (tokenizer, encoder,
/// head, loss) is the same for every method, so a comparison of methods compares just this.
/// </summary>
internal abstract class Method
{
    /// <summary>The name in options and model folders.</summary>
    public abstract string Name { get; }

    /// <summary>What the method does, for help texts.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it needs a token of its own that no pre-training has seen: one more row of the word embeddings.</summary>
    public virtual bool NeedsNewToken => false;

    /// <summary>How the hidden states of the tokens that a word is read from become one; null where it is read from one token.</summary>
    public virtual Pooling? Pooling => null;

    /// <summary>The method whose heads this one can continue, and that can continue its own: both read the same token, alone or with others. Its own name where there is no other.</summary>
    public virtual string HeadName => Name;

    /// <summary>The most positions that a word of so many pieces can take.</summary>
    public virtual int MostPositions(int pieces) => Math.Max(1, pieces);

    /// <summary>Appends a word's tokens, and marks those that its label is read from: one, or with <see cref="Pooling"/> one or more.</summary>
    /// <param name="pieces">The ids of the word's pieces; empty for a word that normalises to nothing.</param>
    /// <param name="tokens">The special tokens.</param>
    /// <param name="training">Chance while training; null at inference.</param>
    /// <param name="plan">The input so far; grows.</param>
    public abstract void Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, InputPlan plan);

    /// <summary>The pieces themselves, with <c>&lt;unk&gt;</c> for a word without any: every word has a slot. The label is on the first.</summary>
    private protected static void AppendPieces(ReadOnlySpan<int> pieces, SpecialTokens tokens, InputPlan plan)
    {
        plan.Add(pieces.IsEmpty ? tokens.Unknown : pieces[0], isRead: true);
        plan.Add(pieces.IsEmpty ? [] : pieces[1..]);
    }

    /// <summary>A token and, behind it, the pieces. The label is on the token, and where asked for on the first piece too.</summary>
    private protected static void AppendMarked(int id, Marker marker, ReadOnlySpan<int> pieces, InputPlan plan, bool readsPiece = false)
    {
        plan.AddMarker(id, marker);
        for (int piece = 0; piece < pieces.Length; piece++)
        {
            plan.Add(pieces[piece], isRead: readsPiece && piece == 0);
        }
    }
}

/// <summary>The ids of the tokens that are put in.</summary>
/// <param name="Begin">Before every sequence: <c>&lt;s&gt;</c>, <c>[CLS]</c>.</param>
/// <param name="End">After every sequence: <c>&lt;/s&gt;</c>, <c>[SEP]</c>.</param>
/// <param name="Unknown"><c>&lt;unk&gt;</c>.</param>
/// <param name="Mask"><c>&lt;mask&gt;</c>.</param>
/// <param name="New">The token that a method brought along; −1 without one.</param>
internal readonly record struct SpecialTokens(int Begin, int End, int Unknown, int Mask, int New);

/// <summary>What is random about an input while training.</summary>
/// <param name="Rng">This sentence's draws in this epoch.</param>
/// <param name="MaskProbability">p: the probability that a word is replaced by a mask (random-mask only).</param>
internal readonly record struct TrainingNoise(Rng Rng, double MaskProbability);
