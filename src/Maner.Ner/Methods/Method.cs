using Maner.Tensors;

namespace Maner.Ner.Methods;

/// <summary>
/// How a word becomes input positions, and which of them carries its label. All else (tokenizer, encoder, head, loss) is the same for
/// every method, so a comparison of methods compares just this.
/// </summary>
internal abstract class Method
{
    /// <summary>The name in options and model folders.</summary>
    public abstract string Name { get; }

    /// <summary>What the method does, for help texts.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it needs a token of its own that no pre-training has seen: one more row of the word embeddings.</summary>
    public virtual bool NeedsNewToken => false;

    /// <summary>The most positions that a word of so many pieces can take.</summary>
    public virtual int MostPositions(int pieces) => Math.Max(1, pieces);

    /// <summary>Appends a word's positions.</summary>
    /// <param name="pieces">The ids of the word's pieces; empty for a word that normalises to nothing.</param>
    /// <param name="tokens">The special tokens.</param>
    /// <param name="training">Chance while training; null at inference.</param>
    /// <param name="ids">The input so far; grows.</param>
    /// <returns>The index in <paramref name="ids"/> of the position that carries the word's label.</returns>
    public abstract int Append(ReadOnlySpan<int> pieces, SpecialTokens tokens, TrainingNoise? training, List<int> ids);

    /// <summary>The pieces themselves, with <c>&lt;unk&gt;</c> for a word without any: every word has a slot. The label is on the first.</summary>
    private protected static int AppendPieces(ReadOnlySpan<int> pieces, SpecialTokens tokens, List<int> ids)
    {
        int first = ids.Count;
        if (pieces.IsEmpty)
        {
            ids.Add(tokens.Unknown);
        }

        ids.AddRange(pieces);
        return first;
    }

    /// <summary>A token and, behind it, the pieces. The label is on the token.</summary>
    private protected static int AppendMarked(int marker, ReadOnlySpan<int> pieces, List<int> ids)
    {
        ids.Add(marker);
        ids.AddRange(pieces);
        return ids.Count - pieces.Length - 1;
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
