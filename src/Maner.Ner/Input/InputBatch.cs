using System.Runtime.InteropServices;
using Maner.Model.Layers;
using Maner.Ner.Methods;

namespace Maner.Ner.Input;

/// <summary>
/// Windows of sentences laid end to end for the encoder, with the rows that carry labels and where each row's word is. Cleared and
/// filled again, so that steady work allocates nothing.
/// </summary>
/// <param name="method">How words become positions.</param>
/// <param name="tokens">The special tokens.</param>
/// <param name="maxTokens">The encoder's window.</param>
internal sealed class InputBatch(Method method, SpecialTokens tokens, int maxTokens)
{
    private readonly List<int> _ids = [];
    private readonly List<int> _rows = [];
    private readonly List<WordPlace> _places = [];

    /// <summary>A word of a sentence, as the caller numbers them.</summary>
    /// <param name="Sentence">The caller's number of the sentence.</param>
    /// <param name="Word">The word's index in the sentence.</param>
    public readonly record struct WordPlace(int Sentence, int Word);

    /// <summary>The encoder's input.</summary>
    public PackedBatch Packed { get; } = new();

    /// <summary>The rows whose labels are read, in ascending order.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The word of each row.</summary>
    public ReadOnlySpan<WordPlace> Places => CollectionsMarshal.AsSpan(_places);

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        Packed.Clear();
        _rows.Clear();
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
        _ids.Clear();
        _ids.Add(tokens.Begin);
        for (int word = window.First; word < window.End; word++)
        {
            int position = method.Append(Window.Fitting(pieces[word], maxTokens), tokens, training, _ids);
            if (word >= window.FirstRead && word < window.EndRead)
            {
                _rows.Add(Packed.TokenCount + position);
                _places.Add(new WordPlace(sentence, word));
            }
        }

        _ids.Add(tokens.End);
        Packed.Add(CollectionsMarshal.AsSpan(_ids));
    }
}
