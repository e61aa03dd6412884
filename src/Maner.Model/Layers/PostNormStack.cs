using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;

namespace Maner.Model.Layers;

/// <summary>BERT's build: embeddings with learned positions, layers with normalisation behind each block. Parity: Hugging Face <c>XLMRobertaModel</c>, <c>BertModel</c>, ….</summary>
internal sealed class PostNormStack : LayerStack
{
    private readonly Embeddings _embeddings;
    private readonly EncoderLayer[] _layers;

    public PostNormStack(EncoderConfig config, ParameterList scope)
    {
        _embeddings = new Embeddings(config, scope.Scope("embeddings"));
        _layers = [.. Enumerable.Range(0, config.Layers).Select(layer => new EncoderLayer(config, layer, scope.Scope($"encoder.layer.{layer}")))];
    }

    /// <inheritdoc/>
    public override void Bind(ParameterArena arena, ITokenEmbeddings words, FrozenWeights? frozen)
    {
        _embeddings.Bind(arena, words);
        foreach (EncoderLayer layer in _layers)
        {
            layer.Bind(arena, frozen); // reads frozen weights
        }
    }

    /// <inheritdoc/>
    public override Matrix Forward(LayerContext context, PackedBatch batch, QueryRows queries, List<Matrix> hidden)
    {
        Matrix x = _embeddings.Forward(context, batch);
        (int Block, nint Used) afterEmbeddings = context.Workspace.Mark;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            hidden.Add(x);
            bool isLast = layer == _layers.Length - 1;
            x = _layers[layer].Forward(context, x, queries.Of(isLast), queries.Spans(isLast));
            if (!context.Pass.IsTraining && !isLast)
            {
                context.Workspace.ReleaseTo(afterEmbeddings); // its output is in the place of its input, and nothing else of the layer is needed again
            }
        }

        hidden.Add(x);
        return x;
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context, PackedBatch batch, QueryRows queries, Matrix dHidden)
    {
        Matrix dx = dHidden;
        for (int layer = _layers.Length - 1; layer >= 0; layer--)
        {
            bool isLast = layer == _layers.Length - 1;
            (int Block, nint Used) mark = context.Workspace.Mark;
            Matrix below = _layers[layer].Backward(context, dx, queries.Of(isLast), queries.Spans(isLast));
            if (below == dx)
            {
                context.Workspace.ReleaseTo(mark); // the gradient is where its upstream was: all else was for this layer only
            }

            dx = below;
        }

        _embeddings.Backward(context, batch, dx);
    }
}
