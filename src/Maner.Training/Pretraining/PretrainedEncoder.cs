using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Tensors;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>A masked language model with its tokenizer, as it is read from and written to a Hugging Face folder (<c>XLMRobertaForMaskedLM</c>, <c>BertForMaskedLM</c>, …).</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Model">The model.</param>
/// <param name="TrainedBefore">The longest sequence that the encoder had seen before; 0 for a new one.</param>
/// <param name="HeadIsNew">Whether the encoder came without a masked-LM head.</param>
internal sealed record PretrainedEncoder(Tokenizer Tokenizer, IMaskedLanguageModel Model, int TrainedBefore, bool HeadIsNew) : IDisposable
{
    /// <summary>A new model.</summary>
    /// <exception cref="InvalidDataException">A file of vectors does not fit.</exception>
    public static PretrainedEncoder Create(
        UnigramTokenizer tokenizer, EncoderShape shape, int maxTokens, string? vectors, Workers workers, Rng rng)
    {
        EncoderConfig config = shape.Config(tokenizer.Vocabulary.Count, maxTokens);
        IReadOnlyDictionary<int, float[]>? embeddings =
            vectors is null ? null : PieceVectors.Read(vectors, tokenizer.Vocabulary, config.HiddenSize, config.InitializerRange);
        return new PretrainedEncoder(tokenizer, MaskedLanguageModel.Create(config, workers, rng, embeddings), TrainedBefore: 0, HeadIsNew: false);
    }

    /// <summary>A checkpoint's model.</summary>
    /// <exception cref="InvalidDataException">The folder's files do not fit each other, or its positions are too few for the rows.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static PretrainedEncoder Open(string folder, int maxTokens, Workers workers, Rng rng)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        string configPath = Path.Combine(folder, TaggerFolder.ConfigFile);
        EncoderConfig config = EncoderConfig.Load(configPath);
        int trainedBefore = config.MaxTokens;

        // Positions that nobody has trained are there to be trained now.
        config = config with { PretrainedMaxTokens = null };
        if (config.MaxTokens < maxTokens)
        {
            throw new InvalidDataException(
                $"{configPath}: expected positions for rows of {maxTokens} tokens, found room for {config.MaxTokens}. Set {nameof(PretrainingOptions)}.{nameof(PretrainingOptions.MaxTokens)} to {config.MaxTokens} or less.");
        }

        Tokenizer tokenizer = EncoderTokenizer.Open(folder, config);
        IMaskedLanguageModel model = MaskedLanguageModel.Load(config, checkpoint, workers, rng, out bool headIsNew);
        return new PretrainedEncoder(tokenizer, model, trainedBefore, headIsNew);
    }

    /// <summary>
    /// Writes the model as it is now, each file crash-safe: weights first and <c>config.json</c> last, which between two saves of a run differ
    /// in nothing but the longest sequence seen, so that whoever reads at any moment reads a whole encoder.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="half">Whether to store F16 instead of F32.</param>
    /// <param name="longestSequence">The longest sequence of this run.</param>
    public void Save(string folder, bool half, int longestSequence)
    {
        EncoderTokenizer.Copy(Tokenizer, folder);

        // Of a tagger that stood here: with an encoder's weights they would make neither.
        File.Delete(Path.Combine(folder, ModelManifest.FileName));
        File.Delete(Path.Combine(folder, TaggerFolder.CrfFile));
        File.Delete(Path.Combine(folder, TaggerFolder.WordsFile));

        // An encoder that has seen nothing is bounded by nothing, and one of short lines alone still reads the shortest window there is.
        int seen = Math.Max(TrainedBefore, longestSequence);
        int? window = seen == 0 ? null : Math.Max(seen, EncoderConfig.ShortestWindow);
        DType type = half ? DType.F16 : DType.F32;
        SafeTensorsWriter.Write(
            Path.Combine(folder, TaggerFolder.WeightsFile),
            Model.Arenas.SelectMany(arena => arena.Tensors).Select(tensor =>
                new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], type, () => tensor.Values())));
        EncoderTokenizer.Declare(Model.Config, Tokenizer).ForMaskedLanguageModel(half ? "float16" : "float32", window).Save(Path.Combine(folder, TaggerFolder.ConfigFile));
    }

    public void Dispose() => Model.Dispose();
}
