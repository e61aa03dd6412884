using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;

namespace Maner.Model.Layers;

/// <summary>All layers of an encoder, from ids to hidden states: what differs between builds, post-norm (BERT) and pre-norm (ModernBERT).</summary>
internal abstract class LayerStack : IDisposable
{
    /// <summary>The layers of a configuration; <see cref="Bind"/> connects them to memory.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="scope">Takes the parameters' names.</param>
    public static LayerStack Create(EncoderConfig config, ParameterList scope) =>
        config.PreNorm is { } settings ? new PreNormStack(config, settings, scope) : new PostNormStack(config, scope);

    /// <summary>Connects to the parameters; for prediction packs the weights, each once.</summary>
    public abstract void Bind(ParameterArena arena, ITokenEmbeddings words, FrozenWeights? frozen);

    /// <summary>The last layer's hidden states.</summary>
    /// <param name="context">Threads, memory, dropout.</param>
    /// <param name="batch">N tokens.</param>
    /// <param name="queries">Whose states are asked for.</param>
    /// <param name="hidden">Takes the embeddings' output and every layer's.</param>
    /// <returns>[R, H].</returns>
    public abstract Matrix Forward(LayerContext context, PackedBatch batch, QueryRows queries, List<Matrix> hidden);

    /// <summary>Adds the gradients of all parameters.</summary>
    /// <param name="context">Threads and memory, as the forward pass left it.</param>
    /// <param name="batch">The forward pass's.</param>
    /// <param name="queries">The forward pass's.</param>
    /// <param name="dHidden">[R, H]; overwritten.</param>
    public abstract void Backward(LayerContext context, PackedBatch batch, QueryRows queries, Matrix dHidden);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
