using System.Runtime.InteropServices;
using Maner.Model.Layers;
using Maner.Ner.Methods;

namespace Maner.Ner.Input;

/// <summary>
/// Windows of sentences laid end to end for the encoder, with the rows that labels are read from and the words that these are of. Cleared and
/// filled again, so that steady work allocates nothing.
/// </summary>
/// <param name="method">How words become positions.</param>
/// <param name="tokens">The special tokens.</param>
/// <param name="maxTokens">The encoder's window.</param>
internal sealed class InputBatch(Method method, SpecialTokens tokens, int maxTokens)
{
    private readonly InputPlan _plan = new();
    private readonly List<int> _rows = [];
    private readonly List<int> _starts = [0];
    private readonly List<WordPlace> _places = [];

    /// <summary>A word of a sentence, as the caller numbers them.</summary>
    /// <param name="Sentence">The caller's number of the sentence.</param>
    /// <param name="Word">The word's index in the sentence.</param>
    public readonly record struct WordPlace(int Sentence, int Word);

    /// <summary>The encoder's input.</summary>
    public PackedBatch Packed { get; } = new();

    /// <summary>The rows that labels are read from, in ascending order.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The rows of each word, where the method reads a word from several; else empty, and there is one row per word.</summary>
    public RowGroups Groups => method.Pooling is { } pooling ? new RowGroups(CollectionsMarshal.AsSpan(_starts), pooling) : default;

    /// <summary>The words whose labels are read, in the order of their rows.</summary>
    public ReadOnlySpan<WordPlace> Places => CollectionsMarshal.AsSpan(_places);

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        Packed.Clear();
        _rows.Clear();
        _starts.Clear();
        _starts.Add(0);
        _places.Clear();
    }

    /// <summary>Adds a window of a sentence.</summary>
    /// <param name="sentence">The caller's number of the sentence.</param>
    /// <param name="pieces">The sentence.</param>
    /// <param name="window">The words that go in.</param>
    /// <param name="training">Chance while training; null at inference.</param>
    public void Add(int sentence, WordPieces pieces, Window window, TrainingNoise? training = null)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        _plan.Clear();
        _plan.Add(tokens.Begin);
        for (int word = window.First; word < window.End; word++)
        {
            _plan.BeginWord();
            method.Append(Window.Fitting(pieces[word], maxTokens), tokens, training, _plan);
            if (word >= window.FirstRead && word < window.EndRead)
            {
                foreach (int token in _plan.Read)
                {
                    _rows.Add(Packed.TokenCount + token);
                }

                _starts.Add(_rows.Count);
                _places.Add(new WordPlace(sentence, word));
            }
        }

        _plan.Add(tokens.End);
        Packed.Add(_plan.Ids, _plan.Positions, _plan.Hidden);
    }
}
