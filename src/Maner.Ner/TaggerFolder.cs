using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Storage;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Repairs;
using Maner.Text.Romanization;
using Maner.Text.Tags;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;
using Maner.Text.Words;

namespace Maner.Ner;

/// <summary>
/// Model folders: a Hugging Face token-classification checkpoint (<c>config.json</c>, <c>model.safetensors</c>, the tokenizer's files) and <c>maner.json</c>. The one file here that names the processor's encoder.
/// </summary>
internal static class TaggerFolder
{
    /// <summary>The configuration's file name.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>The weights' file name.</summary>
    public const string WeightsFile = "model.safetensors";

    /// <summary>The tokenizer's file name where it is XLM-R's, as Hugging Face has it.</summary>
    public const string TokenizerFile = TokenizerFolder.SentencePieceFile;

    /// <summary>The file name of the lexical CRF; only models that have one have the file.</summary>
    public const string CrfFile = "crf.safetensors";

    /// <summary>The file name of the cut of words; only models that were trained with one have the file.</summary>
    public const string WordsFile = WordCutFile.FileName;

    private const string CrfTensor = "crf.weight";
    private const string TransitionsTensor = "crf.transitions";
    private const string OldCrfName = "surface"; // of file and tensors up to manifest version 2

    /// <summary>The file name of the lexical CRF up to manifest version 2.</summary>
    internal const string OldCrfFile = OldCrfName + ".safetensors";


    /// <summary>
    /// Starts a tagger from a pre-trained encoder with a new head, and for some methods a new token; or from a tagger of the same method, of which
    /// head and lexical CRF are kept for the tags that both have.
    /// </summary>
    /// <param name="encoderFolder">A checkpoint with its tokenizer: an encoder, or a model folder.</param>
    /// <param name="method">The method.</param>
    /// <param name="tags">The classes.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="rng">Draws the head's and the new token's initial values.</param>
    /// <param name="newHead">Keep nothing but the encoder, even where the folder has more.</param>
    /// <exception cref="InvalidDataException">The folder's files do not fit each other.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static Tagger Create(string encoderFolder, Method method, TagSet tags, Workers workers, Rng rng, bool newHead = false)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(rng);
        (EncoderConfig config, Tokenizer tokenizer) = Open(encoderFolder, extraRows: 0);
        using Checkpoint checkpoint = Checkpoint.Open(encoderFolder);
        ModelManifest? manifest = ModelManifest.Load(encoderFolder);
        IReadOnlyList<string>? labels = !newHead && config.Id2Label is { Count: > 0 } && MethodOf(manifest).Name == method.Name ? config.Id2Label : null;

        // The head of a tagger of the same method reads the token that was trained with it.
        int? trained = labels is not null && manifest?.NewTokenId is { } token && (uint)token < (uint)config.VocabSize ? token : null;
        bool drawsToken = method.NeedsNewToken && trained is null;
        TransformerEncoder encoder = TransformerEncoder.Load(config, checkpoint, workers, extraRows: drawsToken ? 1 : 0);
        ClassificationHead? head = null;
        try
        {
            int newToken = !method.NeedsNewToken ? -1 : trained ?? config.VocabSize;
            if (drawsToken)
            {
                Rng draws = rng.Split("new token");
                foreach (ref float value in encoder.TokenEmbeddings.Row(newToken))
                {
                    value = (float)(draws.NextNormal() * config.InitializerRange);
                }
            }

            head = new ClassificationHead(workers, tags.Count, config);
            head.Initialize(rng.Split("head"), config.InitializerRange);
            bool hasTransform = checkpoint.Has(config.Family.Head.Dense + ".weight") && !(newHead && checkpoint.Has(ClassificationHead.WeightName));
            head.InitializeTransform(rng.Split("head"), config.InitializerRange, hasTransform ? checkpoint : null);
            TagDecoder? decoder = null;
            if (labels is not null)
            {
                KeepRows(head, tags, checkpoint, labels);
                decoder = manifest is null ? null : LoadDecoder(encoderFolder, manifest, ReadTags(labels, Path.Combine(encoderFolder, ConfigFile))).WithTags(tags);
            }

            return new Tagger(tokenizer, method, tags, encoder, head, newToken, decoder, scripts: newHead ? null : ScriptsOf(encoderFolder, manifest));
        }
        catch
        {
            head?.Dispose();
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>The method of a folder's head, which <see cref="Create"/> keeps where the new tagger has the same method; null where there is none for any of the tags.</summary>
    public static string? MethodOfHead(string encoderFolder, TagSet tags)
    {
        var config = EncoderConfig.Load(Path.Combine(encoderFolder, ConfigFile));
        if (config.Id2Label is not { } labels || !labels.Any(label => label != Iob2.Outside && tags.TryGetId(label, out _)))
        {
            return null;
        }

        using Checkpoint checkpoint = Checkpoint.Open(encoderFolder);
        return checkpoint.Has(ClassificationHead.WeightName) && checkpoint.Has(ClassificationHead.BiasName) ? MethodOf(ModelManifest.Load(encoderFolder)).Name : null;
    }

    /// <summary>Looks at a configuration alone: whether there is an encoder of its kind here. For who wants to know before the weights are there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It asks for something that no encoder here computes.</exception>
    public static void CheckConfig(string path) => EncoderConfig.Load(path);

    /// <summary>Loads a trained tagger for prediction; it cannot be trained or saved.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="precision">What to keep of the encoder's weights.</param>
    /// <exception cref="InvalidDataException">The folder's files do not fit each other, or are from another version.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static Tagger Load(string folder, Workers workers, WeightPrecision precision = WeightPrecision.Float32)
    {
        RequireFolder(folder);
        ModelManifest? manifest = ModelManifest.Load(folder);
        ModelIntegrity.RequireCheaply(folder, manifest);
        Method method = MethodOf(manifest);
        (EncoderConfig config, Tokenizer tokenizer) = Open(folder, extraRows: method.NeedsNewToken ? 1 : 0);
        string configPath = Path.Combine(folder, ConfigFile);
        if (config.Id2Label is not { Count: > 0 } labels)
        {
            throw new InvalidDataException(
                $"{configPath}: expected a tagger with its labels in 'id2label', found none. Is it an encoder? Train a tagger that starts from it ({CallerOptions.StartFrom}).");
        }

        if (manifest?.TagSet is { } stated && !stated.SequenceEqual(labels, StringComparer.Ordinal))
        {
            throw new InvalidDataException($"{configPath}: 'id2label' and the tag set of {ModelManifest.FileName} differ. Copy the model folder again.");
        }

        TagSet tags = ReadTags(labels, configPath);
        int newToken = -1;
        if (method.NeedsNewToken)
        {
            newToken = manifest?.NewTokenId ?? config.VocabSize - 1;
            if ((uint)newToken >= (uint)config.VocabSize)
            {
                throw new InvalidDataException(
                    $"{Path.Combine(folder, ModelManifest.FileName)}: expected a new_token_id below the vocabulary's size {config.VocabSize}, found {newToken}.");
            }
        }

        var checkpoint = Checkpoint.Open(folder);
        TransformerEncoder encoder = TransformerEncoder.LoadForPrediction(config, checkpoint, workers, precision);
        ClassificationHead? head = null;
        try
        {
            checkpoint.RequireShape(ClassificationHead.WeightName, tags.Count, config.HiddenSize);
            head = new ClassificationHead(workers, tags.Count, config);
            head.Parameters.Load((parameter, values) => checkpoint.Read(parameter.Name, parameter.Shape, values));
            head.PackForPrediction();
            return new Tagger(
                tokenizer, method, tags, encoder, head, newToken, LoadDecoder(folder, manifest, tags), WordCutFile.Load(folder)?.WithPieces(tokenizer.PieceLogProbability),
                ScriptsOf(folder, manifest));
        }
        catch
        {
            head?.Dispose();
            encoder.Dispose(); // and with it the checkpoint
            throw;
        }
    }

    /// <summary>
    /// Writes a tagger into an existing folder. The files are written aside and moved there when all are whole (<see cref="FolderSave"/>): a failure leaves
    /// what stood there before, and after a crash among the moves whoever opens the folder next ends them.
    /// </summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="manifest">The record of how it was made; method, tag set and new token are filled in.</param>
    /// <param name="half">Whether to store F16 instead of F32: half the size, and predictions that differ in the last digits.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save(Tagger tagger, string folder, ModelManifest manifest, bool half = false)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(manifest);
        var save = new FolderSave(folder, [WeightsFile, .. TokenizerFolder.FileNames, CrfFile, OldCrfFile, WordsFile, ModelManifest.FileName, ConfigFile]);
        save.Write(aside => WriteFiles(tagger, aside, manifest, half ? DType.F16 : DType.F32));
    }

    private static void WriteFiles(Tagger tagger, string folder, ModelManifest manifest, DType type)
    {
        EncoderConfig config = EncoderTokenizer.Declare(tagger.Encoder.Config, tagger.Tokenizer).WithLabels(tagger.Tags.Tags);
        (type == DType.F16 ? config with { TorchDType = "float16" } : config).Save(Path.Combine(folder, ConfigFile));
        SafeTensorsWriter.Write(
            Path.Combine(folder, WeightsFile),
            tagger.Arenas.SelectMany(arena => arena.Tensors).Select(tensor =>
                new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], type, () => tensor.Values())));
        EncoderTokenizer.Copy(tagger.Tokenizer, folder);
        if (!ReferenceEquals(tagger.Words, WordCut.Default))
        {
            AtomicFile.Write(Path.Combine(folder, WordsFile), stream => stream.Write(WordCutFile.Write(tagger.Words)));
        }

        if (tagger.Decoder.IsMixed)
        {
            LexicalCrf crf = tagger.Decoder.Crf!;
            SafeTensorsWriter.Write(
                Path.Combine(folder, CrfFile),
                [
                    new TensorToWrite(CrfTensor, [crf.Buckets, crf.Classes], type, () => crf.Weights),
                    new TensorToWrite(TransitionsTensor, [crf.Classes, crf.Classes], type, () => crf.Transitions),
                ]);
        }

        (manifest with
        {
            FileHashes = ModelIntegrity.HashesOf(folder),
            Method = tagger.Method.Name,
            TagSet = tagger.Tags.Tags,
            NewTokenId = tagger.NewTokenId < 0 ? null : tagger.NewTokenId,
            Decoding = DecodingNames.Of(tagger.Decoder.Rule),
            CrfWeight = tagger.Decoder.IsMixed ? tagger.Decoder.CrfWeight : null,
            CrfRomanised = tagger.Decoder.IsMixed && tagger.Decoder.Crf!.IsRomanised,
            Temperature = tagger.Decoder.Temperature == 1 ? null : tagger.Decoder.Temperature,
            ReadAsDevanagari = tagger.Scripts.Names is { Count: > 0 } names ? names : null,
        }).Save(folder);
    }

    /// <summary>A folder of another program has no manifest, and labels on first pieces.</summary>
    private static Method MethodOf(ModelManifest? manifest) => AllMethods.Named(manifest?.Method ?? new TokenMethod().Name);

    /// <summary>The scripts that a folder's tagger reads as a sister script's; null for none.</summary>
    public static SisterScripts? ScriptsOf(string folder, ModelManifest? manifest) =>
        manifest?.ReadAsDevanagari is { } names ? SisterScripts.Named(names, $"{Path.Combine(folder, ModelManifest.FileName)}: read_as_devanagari") : null;

    /// <summary>Tags that a head in the checkpoint knows start from its rows. An encoder may name labels and have no head, or one of another kind.</summary>
    private static void KeepRows(ClassificationHead head, TagSet tags, Checkpoint checkpoint, IReadOnlyList<string> known)
    {
        int width = head.Weight.Columns;
        if (!checkpoint.Has(ClassificationHead.WeightName) || !checkpoint.Has(ClassificationHead.BiasName))
        {
            return;
        }

        checkpoint.RequireShape(ClassificationHead.WeightName, known.Count, width);
        float[] weight = new float[known.Count * width], bias = new float[known.Count];
        checkpoint.Read(ClassificationHead.WeightName, [known.Count, width], weight);
        checkpoint.Read(ClassificationHead.BiasName, [known.Count], bias);
        for (int row = 0; row < known.Count; row++)
        {
            if (tags.TryGetId(known[row], out int id))
            {
                weight.AsSpan(row * width, width).CopyTo(head.Weight[id]);
                head.Bias[id] = bias[row];
            }
        }
    }

    private static TagDecoder LoadDecoder(string folder, ModelManifest? manifest, TagSet tags)
    {
        Decoding rule = manifest?.Decoding is { } name ? DecodingNames.Parse(name, Path.Combine(folder, ModelManifest.FileName)) : Decoding.Argmax;
        if (manifest?.WeightOfCrf is not { } weight)
        {
            if (((string[])[CrfFile, OldCrfFile]).FirstOrDefault(file => File.Exists(Path.Combine(folder, file))) is { } unused)
            {
                throw new InvalidDataException(
                    $"{Path.Combine(folder, ModelManifest.FileName)}: expected the weight of the CRF that is in '{unused}' (crf_weight), found none. Copy the model folder again; if the CRF is not to be used, delete the file.");
            }

            return new TagDecoder(tags, rule);
        }

        bool isOld = manifest.FormatVersion < 3;
        string path = Path.Combine(folder, isOld ? OldCrfFile : CrfFile);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: {ModelManifest.FileName} says that the model has this file, found none. Copy the model folder again.", path);
        }

        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        string weights = isOld ? OldCrfName + ".weight" : CrfTensor, transitions = isOld ? OldCrfName + ".transitions" : TransitionsTensor;
        int bits = BitsOf(weights);
        Require(weights, [1L << bits, tags.Count]); // before there is memory for it
        Require(transitions, [tags.Count, tags.Count]);
        var crf = new LexicalCrf(tags.Count, bits, manifest.CrfRomanised is true);
        file.Read(weights, crf.Weights);
        file.Read(transitions, crf.Transitions);
        return new TagDecoder(tags, rule, crf, weight, manifest.Temperature ?? 1);

        int BitsOf(string name) => file.Tensors.TryGetValue(name, out TensorEntry? entry) && entry.Shape is [> 1 and <= 1 << 28 and var rows, ..] && long.IsPow2(rows)
            ? (int)long.Log2(rows) : LexicalFeatures.DefaultBits; // which the check of the shape names then

        void Require(string name, ReadOnlySpan<long> shape)
        {
            if (!file.Tensors.TryGetValue(name, out TensorEntry? entry) || !entry.Shape.SequenceEqual([.. shape]))
            {
                throw new InvalidDataException(
                    $"{path}: expected '{name}' [{string.Join(", ", shape.ToArray())}], found {(entry is null ? "none" : $"[{string.Join(", ", entry.Shape)}]")}. " +
                    "Copy the model folder again.");
            }

            file.RequireFinite(name);
        }
    }

    private static (EncoderConfig Config, Tokenizer Tokenizer) Open(string folder, int extraRows)
    {
        RequireFolder(folder);
        EncoderConfig config = EncoderConfig.Load(Path.Combine(folder, ConfigFile));
        return (config, EncoderTokenizer.Open(folder, config, extraRows));
    }

    private static TagSet ReadTags(IReadOnlyList<string> labels, string configPath)
    {
        if (labels.Count > TypeNames.MostTags)
        {
            throw new InvalidDataException($"{configPath}: id2label: expected at most {TypeNames.MostTags} tags, found {labels.Count}: {TypeNames.WhyMost}");
        }

        if (labels.FirstOrDefault(label => TypeNames.FaultOf(label) is not null) is { } odd)
        {
            throw new InvalidDataException($"{configPath}: id2label: expected tags that can be written and read, found {Visible.Quote(odd)}, which {TypeNames.FaultOf(odd)}. Name the labels in another way.");
        }

        if (labels.FirstOrDefault(label => label != Iob2.Outside && label is not [('B' or 'I'), '-', _, ..]) is { } other)
        {
            throw new InvalidDataException(
                $"{configPath}: id2label: expected IOB2 tags (O, B-PER, I-PER, …), found {Visible.Quote(other)}. Name the labels so, or train a tagger that starts from this model ({CallerOptions.StartFrom}).");
        }

        try
        {
            return new TagSet(labels);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{configPath}: 'id2label' is no tag set: {error.Message}", error);
        }
    }

    private static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: expected a folder with {ConfigFile}, weights and a tokenizer, found no such folder. Check the name.");
        }

        FolderSave.Finish(folder);
        RegularFile.RequireIn(folder);
    }
}
