using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>What every layer needs besides its input: threads, memory, and this pass's dropout.</summary>
/// <param name="workers">The threads.</param>
/// <param name="workspace">Memory for activations.</param>
internal sealed class LayerContext(Workers workers, Workspace workspace)
{
    public Workers Workers { get; } = workers;

    public Workspace Workspace { get; } = workspace;

    public EncoderPass Pass { get; set; }

    /// <summary>The dropout of a place: the same in the forward and the backward pass of a step, another for every other place and step.</summary>
    public Dropout HiddenDropout(int layer, DropoutSite site) => At(Pass.HiddenDropout, layer, site);

    /// <summary>The dropout on a layer's attention probabilities.</summary>
    public Dropout AttentionDropout(int layer) => At(Pass.AttentionDropout, layer, DropoutSite.Attention);

    /// <summary>The dropout of a layer's attention after its output layer, where that goes with the probabilities' rate (ModernBERT's <c>attention_dropout</c>).</summary>
    public Dropout AttentionOutputDropout(int layer) => At(Pass.AttentionDropout, layer, DropoutSite.AttentionOutput);

    /// <summary>The gradient before dropout, from that behind it: in memory of its own, since both are needed.</summary>
    public Matrix BackThrough(Dropout dropout, Matrix dy)
    {
        if (!dropout.IsOn)
        {
            return dy;
        }

        Matrix dx = Workspace.Rent(dy.Rows, dy.Columns);
        dropout.Apply(Workers, dy, dx);
        return dx;
    }

    private Dropout At(float rate, int layer, DropoutSite site) =>
        Pass.IsTraining && rate > 0 ? new Dropout(rate, Rng.Mix(Pass.DropoutKey + ((ulong)((layer * 4) + (int)site + 1) << 32))) : Dropout.None;
}

/// <summary>The places in a layer that have dropout.</summary>
internal enum DropoutSite
{
    Embeddings,
    Attention,
    AttentionOutput,
    FeedForward,
}
