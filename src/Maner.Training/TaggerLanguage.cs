using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Input;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Training.MaskedLm;

namespace Maner.Training;

/// <summary>
/// The masked language model that a tagger's encoder is: what the encoder still knows of the language can be trained and measured beside the tags. The tagger
/// owns the encoder; this owns the head, which is saved with no model.
/// </summary>
internal sealed class TaggerLanguage : IDisposable
{
    private const int TokensPerBatch = 4096;
    private readonly Tagger _tagger;

    private TaggerLanguage(Tagger tagger, IMaskedLanguageModel model, int vocabulary, bool headIsNew) =>
        (_tagger, Model, Vocabulary, HeadIsNew, Ids) = (tagger, model, vocabulary, headIsNew, new PieceIds(tagger.Tokenizer));

    /// <summary>Encoder and head.</summary>
    public IMaskedLanguageModel Model { get; }

    /// <summary>Tokens that are predicted: those of the encoder's folder, without one that the method added.</summary>
    public int Vocabulary { get; }

    /// <summary>What masking needs to know of them.</summary>
    public PieceIds Ids { get; }

    /// <summary>Whether the encoder's folder has no masked-LM head, as a tagger's; its loss then says nothing before the head is trained.</summary>
    public bool HeadIsNew { get; }

    /// <summary>Opens the language model of an encoder.</summary>
    /// <param name="folder">The folder that the tagger was made from.</param>
    /// <param name="tagger">A tagger that can be trained.</param>
    /// <param name="workers">The threads that it computes with.</param>
    /// <param name="rng">Draws the weights of a new head.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration says.</exception>
    public static TaggerLanguage Open(string folder, Tagger tagger, Workers workers, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        EncoderConfig config = ConfigOf(folder);
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        return new TaggerLanguage(tagger, MaskedLanguageModel.Over(tagger.Encoder, config, checkpoint, workers, rng, out bool headIsNew), config.VocabSize, headIsNew);
    }

    /// <summary>Whether a folder has a masked-LM head: an encoder mostly has, a tagger has none.</summary>
    public static bool HasHead(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        return MaskedLanguageModel.HasHead(ConfigOf(folder), checkpoint);
    }

    /// <summary>
    /// Sentences as sequences of pieces: running text where it is known, else word by word as the tagger reads them. What overflows the encoder's window is
    /// cut at its end; a sentence without a piece is none.
    /// </summary>
    public IReadOnlyList<int[]> Sequences(DataSet set)
    {
        int room = _tagger.Encoder.Config.MaxTokens - Masking.SpecialTokens;
        return [.. set.Sentences.SelectMany(sentence => Pieces(sentence).Chunk(room))];
    }

    /// <summary>The mean loss in nats per masked token; the masked tokens are the same for every model of the vocabulary.</summary>
    /// <param name="sequences">Held-out text.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">No piece of the text can be masked.</exception>
    public double LossOn(IReadOnlyList<int[]> sequences, CancellationToken cancellation)
    {
        var loss = new HeldOutLoss(Model, Ids, TokensPerBatch);
        foreach (int[] sequence in sequences)
        {
            cancellation.ThrowIfCancellationRequested();
            loss.Add(sequence);
        }

        loss.Flush();
        return loss.Count > 0 ? loss.Sum / loss.Count : throw new InvalidDataException(
            $"{nameof(TaskData)}.{nameof(TaskData.HeldOutText)}: expected text with pieces that the encoder knows, found none that could be masked. Give more text, in a script that the encoder's tokenizer knows.");
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    private List<int> Pieces(Sentence sentence)
    {
        var ids = new List<int>();
        if (sentence.Text is { } text && _tagger.Scripts.Names.Count == 0)
        {
            _tagger.Tokenizer.EncodeWord(text, ids); // a whole text too, as pre-training does
            return ids;
        }

        WordPieces pieces = WordPieces.Of(_tagger.Scripts.Read(sentence.Words), _tagger.Tokenizer);
        for (int word = 0; word < pieces.WordCount; word++)
        {
            ids.AddRange(pieces[word]);
        }

        return ids;
    }

    private static EncoderConfig ConfigOf(string folder) => EncoderConfig.Load(Path.Combine(folder, TaggerFolder.ConfigFile));
}
