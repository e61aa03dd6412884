using Maner.Model.Configuration;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Model.Encoders;

/// <summary>
/// An encoder of any <see cref="EncoderFamily"/> on the processor: its parameters, their files, and the memory of a pass. What is computed is the
/// <see cref="LayerStack"/> of its build. In the last layer only the selected rows go through queries, output and feed-forward.
/// </summary>
internal sealed class TransformerEncoder : IEncoder
{
    private readonly Workspace _workspace = new();
    private readonly LayerContext _context;
    private readonly LayerStack _layers;
    private readonly List<Matrix> _hidden = [];
    private readonly QueryRows _queries = new();
    private readonly EmbeddingTable? _words;
    private readonly FrozenWeights? _frozen;
    private PackedBatch? _batch;

    /// <summary>An encoder of zeros: load or initialise it next.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="workers">The threads that share all arithmetic; the caller keeps owning them.</param>
    /// <param name="extraRows">Rows that the word embeddings have beyond the configuration's vocabulary (the <c>&lt;rand&gt;</c> token).</param>
    public TransformerEncoder(EncoderConfig config, Workers workers, int extraRows = 0)
        : this(config, workers, extraRows, source: null, frozen: null)
    {
    }

    // Where there is a source, its tensors have the shapes that the configuration asks for before any memory is taken.
    private TransformerEncoder(EncoderConfig config, Workers workers, int extraRows, Checkpoint? source, FrozenWeights? frozen)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(workers);
        Config = config with { VocabSize = config.VocabSize + extraRows };
        _context = new LayerContext(workers, _workspace);

        var parameters = new List<Parameter>();
        EncoderFamily family = config.Family;
        _layers = LayerStack.Create(Config, new ParameterList("", parameters, family.NameOf));

        source?.RequireShape(family.WordEmbeddings, config.VocabSize, config.HiddenSize);
        parameters.ForEach(parameter => source?.RequireShape(parameter.Name, parameter.Shape));
        _frozen = frozen;
        Parameters = new ParameterArena(workers, parameters.Where(parameter => frozen is null || !parameter.IsWeight));
        _words = frozen is null ? new EmbeddingTable(workers, family.WordEmbeddings, Config.VocabSize, Config.HiddenSize) : null;
        try
        {
            _layers.Bind(
                Parameters,
                (ITokenEmbeddings?)_words ?? new CheckpointEmbeddings(frozen!.Checkpoint, family.WordEmbeddings, Config.VocabSize, Config.HiddenSize),
                frozen);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public EncoderConfig Config { get; }

    /// <summary>The word embeddings.</summary>
    public EmbeddingTable TokenEmbeddings => _words ?? throw OnlyPredicts();

    /// <summary>All other parameters.</summary>
    public ParameterArena Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IParameterArena> Arenas => [Parameters, TokenEmbeddings];

    /// <summary>After a training pass over all rows: the embeddings' output and every layer's, [N, H] each. Overwritten by the backward pass's end.</summary>
    internal IReadOnlyList<Matrix> HiddenStates => _hidden;

    /// <summary>Makes an encoder with a checkpoint's weights.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration says.</exception>
    public static TransformerEncoder Load(EncoderConfig config, Checkpoint checkpoint, Workers workers, int extraRows = 0)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(checkpoint);
        RequireAllLayers(config, checkpoint);
        var encoder = new TransformerEncoder(config, workers, extraRows, checkpoint, frozen: null);
        try
        {
            encoder.Parameters.Load((parameter, values) => checkpoint.ReadOnce(parameter.Name, parameter.Shape, values));
            if (extraRows == 0 && checkpoint.MapPrivate(config.Family.WordEmbeddings, [config.VocabSize, config.HiddenSize]) is { } mapped)
            {
                encoder.TokenEmbeddings.Adopt(mapped); // of 250,002 rows a small training set touches some thousand
            }
            else
            {
                encoder.TokenEmbeddings.Load(config.VocabSize, (name, shape, values) => checkpoint.Read(name, shape, values));
            }

            return encoder;
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes an encoder that only predicts: its weights are packed for this machine's kernels, once, and its word embeddings stay in the
    /// mapped file. The hidden states are those of <see cref="Load"/>, with <see cref="WeightPrecision.Float32"/> to the bit.
    /// </summary>
    /// <param name="config">The architecture.</param>
    /// <param name="checkpoint">The weights; owned by the encoder from here on, and disposed of if it cannot be made.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="precision">What to keep of the layers' weights.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration says.</exception>
    public static TransformerEncoder LoadForPrediction(
        EncoderConfig config, Checkpoint checkpoint, Workers workers, WeightPrecision precision = WeightPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(checkpoint);
        var frozen = new FrozenWeights(checkpoint, workers, precision);
        TransformerEncoder? encoder = null;
        try
        {
            RequireAllLayers(config, checkpoint);
            encoder = new TransformerEncoder(config, workers, extraRows: 0, checkpoint, frozen);
            encoder.Parameters.Load((parameter, values) => checkpoint.Read(parameter.Name, parameter.Shape, values));
            return encoder;
        }
        catch
        {
            encoder?.Dispose();
            frozen.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEncoder Share(Workers workers)
    {
        if (_frozen is null)
        {
            throw new InvalidOperationException("Only an encoder that was loaded for prediction can be shared: this one has parameters that change.");
        }

        FrozenWeights frozen = _frozen.Share();
        TransformerEncoder? encoder = null;
        try
        {
            encoder = new TransformerEncoder(Config, workers, extraRows: 0, source: null, frozen);
            encoder.Parameters.Load((parameter, values) => frozen.Checkpoint.Read(parameter.Name, parameter.Shape, values)); // biases and norms, some kilobytes
            return encoder;
        }
        catch
        {
            encoder?.Dispose();
            frozen.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Matrix Forward(PackedBatch batch, ReadOnlySpan<int> rows, EncoderPass pass)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (pass.IsTraining && _frozen is not null)
        {
            throw OnlyPredicts();
        }

        _queries.Set(batch, rows, Config.MaxTokens);
        _batch = batch;
        _workspace.Reset();
        _context.Pass = pass;
        _hidden.Clear();
        return _layers.Forward(_context, batch, _queries, _hidden);
    }

    /// <inheritdoc/>
    public void Backward(Matrix dHidden)
    {
        if (_batch is null || !_context.Pass.IsTraining)
        {
            throw new InvalidOperationException("Backward needs a Forward with a training pass before it.");
        }

        _layers.Backward(_context, _batch, _queries, dHidden);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _workspace.Dispose();
        _layers.Dispose();
        Parameters.Dispose();
        _words?.Dispose();
        _frozen?.Dispose();
    }

    /// <summary>An encoder cut short would compute something, and nobody would see that it is not what was trained.</summary>
    private static void RequireAllLayers(EncoderConfig config, Checkpoint checkpoint)
    {
        string next = config.Family.NameOf($"encoder.layer.{config.Layers}.output.dense.weight");
        if (checkpoint.Has(next))
        {
            throw new InvalidDataException(
                $"{checkpoint.Folder}: expected the {config.Layers} layers that {config.Family.KeyOf("num_hidden_layers")} in config.json says, found '{next}' too. Is config.json from another model?");
        }
    }

    private static InvalidOperationException OnlyPredicts() => new("This encoder was loaded for prediction: it has no parameters to train or save.");

}
