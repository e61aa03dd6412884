using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model;

/// <summary>
/// The masked language model's head: dense, GELU, layer norm, then a decoder that is the word embeddings themselves plus a bias (Hugging
/// Face <c>XLMRobertaLMHead</c>, <c>tie_word_embeddings</c>).
/// </summary>
public sealed class MaskedLmHead : IDisposable
{
    private readonly LayerContext _context;
    private readonly EmbeddingTable _words;
    private readonly Parameter _decoderBias;
    private readonly Linear _dense;
    private readonly Normalization _norm;
    private Normalization.Cache _cache;
    private Matrix _x;
    private Matrix _before;
    private Matrix _features;

    /// <summary>A head of zeros on an encoder's embeddings.</summary>
    public MaskedLmHead(Workers workers, XlmrEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _context = new LayerContext(workers, new Workspace());
        _words = encoder.Words;
        int width = encoder.Config.HiddenSize;
        var parameters = new List<Parameter>();
        ParameterList scope = new("lm_head.", parameters);
        Parameter weight = scope.Weight("dense.weight", width, width), bias = scope.Vector("dense.bias", width);
        Parameter gamma = scope.Vector("layer_norm.weight", width), beta = scope.Vector("layer_norm.bias", width);
        _decoderBias = scope.Vector("bias", encoder.Words.RowCount);
        Parameters = new ParameterArena(workers, parameters);
        _dense = new Linear(Parameters, weight, bias);
        _norm = new Normalization(Parameters, gamma, beta, encoder.Config.LayerNormEps);
    }

    /// <summary>The parameters, without the tied decoder.</summary>
    public ParameterArena Parameters { get; }

    /// <summary>A head with a checkpoint's weights.</summary>
    public static MaskedLmHead Load(XlmrEncoder encoder, Checkpoint checkpoint, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var head = new MaskedLmHead(workers, encoder);
        head.Parameters.Load((parameter, values) => checkpoint.Read(parameter.Name, parameter.Shape, values));
        return head;
    }

    /// <summary>Logits [R, V] of hidden rows [R, H]; valid until the next call.</summary>
    public Matrix Forward(Matrix hidden, EncoderPass pass)
    {
        _context.Workspace.Reset();
        _context.Pass = pass;
        _x = hidden;
        _before = _dense.Forward(_context, hidden);
        Matrix activated = _context.Workspace.Rent(_before.Rows, _before.Columns);
        Gelu.Forward(_context.Workers, _before, activated);
        _features = _norm.Forward(_context, activated, residual: null, Dropout.None, out _cache);
        Matrix logits = _context.Workspace.Rent(hidden.Rows, _words.RowCount);
        Gemm.NT(_context.Workers, _features, _words.Values, logits, bias: Parameters.Value(_decoderBias));
        return logits;
    }

    // forward: logits = features·Eᵀ + b   so: dE += dLogitsᵀ·features,  db += Σ dLogits,  dFeatures = dLogits·E

    /// <summary>dHidden [R, H] from dLogits [R, V]; adds to the head's gradients and the embeddings'.</summary>
    public Matrix Backward(Matrix dLogits)
    {
        Gemm.TN(_context.Workers, dLogits, _features, _words.DenseGradients(), accumulate: true);
        Reduce.AddColumnSums(_context.Workers, dLogits, Parameters.Gradient(_decoderBias));
        Matrix dFeatures = _context.Workspace.Rent(_features.Rows, _features.Columns);
        Gemm.NN(_context.Workers, dLogits, _words.Values, dFeatures);
        Matrix dActivated = _norm.Backward(_context, _cache, dFeatures);
        Gelu.Backward(_context.Workers, _before, dActivated, dActivated);
        return _dense.Backward(_context, _x, dActivated);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Workspace.Dispose();
        Parameters.Dispose();
    }
}
