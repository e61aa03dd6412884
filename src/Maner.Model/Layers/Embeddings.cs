using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// Word, position and (where the family has any) token-type embeddings, summed, normalised, dropped out. Positions count from where the family has the first.
/// </summary>
internal sealed class Embeddings
{
    private readonly EncoderConfig _config;
    private readonly Parameter _position;
    private readonly Parameter? _type;
    private readonly (Parameter Gamma, Parameter Beta) _normParameters;
    private readonly List<int> _positions = [];
    private ParameterArena _arena = null!;
    private ITokenEmbeddings _words = null!;
    private Normalization _norm;
    private Normalization.Cache _cache;

    public Embeddings(EncoderConfig config, ParameterList scope)
    {
        _config = config;
        _position = scope.Matrix("position_embeddings.weight", config.MaxPositionEmbeddings, config.HiddenSize);
        _type = config.TypeVocabSize == 0 ? null : scope.Matrix("token_type_embeddings.weight", config.TypeVocabSize, config.HiddenSize);
        _normParameters = (scope.Vector("LayerNorm.weight", config.HiddenSize), scope.Vector("LayerNorm.bias", config.HiddenSize));
    }

    public void Bind(ParameterArena arena, ITokenEmbeddings words)
    {
        _arena = arena;
        _words = words;
        _norm = new Normalization(arena, _normParameters.Gamma, _normParameters.Beta, _config.LayerNormEps);
    }

    /// <summary>[N, H] for the N tokens of a batch.</summary>
    public Matrix Forward(LayerContext context, PackedBatch batch)
    {
        SetPositions(batch);
        Matrix sum = context.Workspace.Rent(batch.TokenCount, _config.HiddenSize);
        _words.Forward(batch.Ids, sum);
        RowGather.Forward(context.Workers, _arena.Value(_position), Positions, sum, accumulate: true);
        if (_type is not null)
        {
            Reduce.AddRow(context.Workers, _arena.Value(_type).RowRange(0, 1), sum);
        }

        Matrix y = _norm.Forward(context, sum, residual: null, Dropout.None, out _cache);
        Dropout dropout = context.HiddenDropout(layer: -1, DropoutSite.Embeddings);
        if (dropout.IsOn)
        {
            dropout.Apply(context.Workers, y, y);
        }

        return y;
    }

    /// <summary>Adds the gradients of all tables; <paramref name="dy"/> [N, H] is overwritten.</summary>
    public void Backward(LayerContext context, PackedBatch batch, Matrix dy)
    {
        Dropout dropout = context.HiddenDropout(layer: -1, DropoutSite.Embeddings);
        if (dropout.IsOn)
        {
            dropout.Apply(context.Workers, dy, dy);
        }

        Matrix dSum = _norm.Backward(context, _cache, dy);
        ((EmbeddingTable)_words).Backward(batch.Ids, dSum);
        RowGather.Backward(context.Workers, dSum, Positions, _arena.Gradient(_position));
        if (_type is not null)
        {
            Reduce.AddColumnSums(context.Workers, dSum, _arena.Gradient(_type).RowRange(0, 1));
        }
    }

    private ReadOnlySpan<int> Positions => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_positions);

    private void SetPositions(PackedBatch batch)
    {
        _positions.Clear();
        for (int sequence = 0; sequence < batch.Count; sequence++)
        {
            int length = batch.Offsets[sequence + 1] - batch.Offsets[sequence];
            for (int index = 0; index < length; index++)
            {
                _positions.Add(_config.FirstPosition + index);
            }
        }
    }
}
