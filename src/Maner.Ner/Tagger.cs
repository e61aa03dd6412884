using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Text.Romanization;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Maner.Text.Tokenization;
using Maner.Text.Words;

namespace Maner.Ner;

/// <summary>
/// A named-entity tagger: tokenizer, method, encoder and head. <see cref="TaggerFolder"/> loads and saves one. Not thread-safe: one
/// tagger serves one caller at a time.
/// </summary>
/// <param name="tokenizer">Words to pieces.</param>
/// <param name="method">Pieces to input positions.</param>
/// <param name="tags">The classes.</param>
/// <param name="encoder">Positions to hidden states; owned from here on.</param>
/// <param name="head">Hidden states to classes; owned from here on.</param>
/// <param name="newTokenId">The method's own token, −1 without one.</param>
/// <param name="decoder">Probabilities to tags; null for every word's most probable tag.</param>
/// <param name="words">Running text to words; null for the default cut.</param>
/// <param name="scripts">Scripts whose words are read in a sister script; null for none.</param>
internal sealed class Tagger(
    Tokenizer tokenizer, Method method, TagSet tags, IEncoder encoder, ClassificationHead head, int newTokenId, TagDecoder? decoder = null,
    WordCut? words = null, SisterScripts? scripts = null) : IDisposable
{
    /// <summary>Tokens in a prediction batch: enough rows for the products to run at full speed, few enough to stay in cache.</summary>
    private const int TokensPerBatch = 1024;

    private int _isRunning;

    /// <summary>The classes.</summary>
    public TagSet Tags { get; } = tags;

    /// <summary>How words become input.</summary>
    public Method Method { get; } = method;

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; } = tokenizer;

    /// <summary>The encoder.</summary>
    public IEncoder Encoder { get; } = encoder;

    /// <summary>The classifier.</summary>
    public ClassificationHead Head { get; } = head;

    /// <summary>The method's own token; −1 without one.</summary>
    public int NewTokenId { get; } = newTokenId;

    /// <summary>How tags follow from probabilities.</summary>
    public TagDecoder Decoder { get; } = decoder ?? new(tags, Decoding.Argmax);

    /// <summary>How running text is cut into words: as the training data was.</summary>
    public WordCut Words { get; } = words ?? WordCut.Default;

    /// <summary>Scripts that encoder and CRF read as a sister script's.</summary>
    public SisterScripts Scripts { get; } = scripts ?? SisterScripts.None;

    /// <summary>Everything that is trained with the encoder.</summary>
    public IReadOnlyList<IParameterArena> Arenas => [.. Encoder.Arenas, Head.Parameters];

    /// <summary>The same tagger with another decoder. It shares tokenizer, encoder and head with this one: dispose of one of the two, not of both.</summary>
    public Tagger WithDecoder(TagDecoder other) => new(Tokenizer, Method, Tags, Encoder, Head, NewTokenId, other, Words, Scripts);

    /// <summary>The same tagger with another cut of words; what <see cref="WithDecoder"/> says of sharing holds here too.</summary>
    public Tagger WithWords(WordCut cut) => new(Tokenizer, Method, Tags, Encoder, Head, NewTokenId, Decoder, cut.WithPieces(Tokenizer.PieceLogProbability), Scripts);

    /// <summary>An empty batch for this tagger's method and window.</summary>
    public InputBatch NewBatch()
    {
        SpecialIds ids = Tokenizer.SpecialTokens;
        return new InputBatch(Method, new SpecialTokens(ids.Begin, ids.End, ids.Unknown ?? ids.Mask, ids.Mask, NewTokenId), Encoder.Config.MaxTokens);
    }

    /// <summary>A sentence as the method sees it: pieces and the windows that they are read in.</summary>
    public (WordPieces Pieces, List<Window> Windows) Prepare(IReadOnlyList<string> words)
    {
        WordPieces pieces = WordPieces.Of(Scripts.Read(words), Tokenizer);
        return (pieces, Window.Plan(pieces, Method, Encoder.Config.MaxTokens));
    }

    /// <summary>Logits [rows, classes] of a batch; valid until the next call.</summary>
    public Matrix Logits(InputBatch batch, EncoderPass pass)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Head.Forward(Encoder.Forward(batch.Packed, batch.Rows, pass), pass);
    }

    /// <summary>Tags sentences, in their order. Every word gets a tag, however long the sentence is.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="withLogProbability">Whether each is to have the log-probability of its tags, which takes C² exponentials per word.</param>
    public IEnumerable<TaggedSentence> Tag(IEnumerable<Sentence> sentences, bool withLogProbability = false)
    {
        foreach ((Sentence sentence, float[] probabilities) in Classify(sentences))
        {
            double logProbability = double.NaN;
            int[] tagIds = withLogProbability
                ? Decoder.Decode(Scripts.Read(sentence.Words), probabilities, probabilities, out logProbability)
                : Decoder.Decode(Scripts.Read(sentence.Words), probabilities, probabilities);
            yield return new TaggedSentence(sentence, tagIds, probabilities, Tags, logProbability);
        }
    }

    /// <summary>The encoder's own class probabilities [words, classes] of sentences, in their order: what a decoder makes tags of.</summary>
    public IEnumerable<(Sentence Sentence, float[] Probabilities)> Classify(IEnumerable<Sentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        InputBatch batch = NewBatch();
        var waiting = new List<(Sentence Sentence, float[] Probabilities)>();
        foreach (Sentence sentence in sentences)
        {
            (WordPieces pieces, List<Window> windows) = Prepare(sentence.Words);
            waiting.Add((sentence, new float[sentence.Words.Count * Tags.Count]));
            foreach (Window window in windows)
            {
                batch.Add(waiting.Count - 1, pieces, window);
                if (batch.Packed.TokenCount >= TokensPerBatch)
                {
                    Run(batch, waiting);
                }
            }

            if (batch.Packed.TokenCount == 0)
            {
                foreach ((Sentence, float[]) classified in waiting)
                {
                    yield return classified;
                }

                waiting.Clear();
            }
        }

        Run(batch, waiting);
        foreach ((Sentence, float[]) classified in waiting)
        {
            yield return classified;
        }
    }

    /// <summary>
    /// A tagger over the same weights, for one more caller at the same time; of a tagger that was loaded for prediction. Each is disposed of by itself.
    /// </summary>
    /// <param name="workers">The threads of the other tagger.</param>
    public Tagger Share(Workers workers)
    {
        ClassificationHead head = Head.Share(workers);
        try
        {
            return new Tagger(Tokenizer, Method, Tags, Encoder.Share(workers), head, NewTokenId, Decoder, Words, Scripts);
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        Head.Dispose();
    }

    private void Run(InputBatch batch, List<(Sentence Sentence, float[] Probabilities)> waiting)
    {
        if (batch.Packed.TokenCount == 0)
        {
            return;
        }

        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new InvalidOperationException("A tagger serves one caller at a time, found a second one. Share a NerModel, or give every caller a tagger of its own.");
        }

        try
        {
            Classify(batch, waiting);
        }
        finally
        {
            _isRunning = 0;
        }
    }

    private void Classify(InputBatch batch, List<(Sentence Sentence, float[] Probabilities)> waiting)
    {
        Matrix probabilities = Logits(batch, EncoderPass.Inference);
        CrossEntropy.Softmax(probabilities);
        for (int row = 0; row < batch.Rows.Length; row++)
        {
            InputBatch.WordPlace place = batch.Places[row];
            probabilities[row].CopyTo(waiting[place.Sentence].Probabilities.AsSpan(place.Word * Tags.Count));
        }

        batch.Clear();
    }
}
