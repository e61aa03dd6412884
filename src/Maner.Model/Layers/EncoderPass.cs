namespace Maner.Model.Layers;

/// <summary>How an encoder is run.</summary>
/// <param name="IsTraining">Keep what the backward pass needs.</param>
/// <param name="HiddenDropout">Dropout rate after embeddings, attention and feed-forward.</param>
/// <param name="AttentionDropout">Dropout rate on attention probabilities.</param>
/// <param name="DropoutKey">Names this step's dropout masks.</param>
internal readonly record struct EncoderPass(bool IsTraining, float HiddenDropout, float AttentionDropout, ulong DropoutKey)
{
    /// <summary>No dropout, and nothing kept.</summary>
    public static EncoderPass Inference => default;
}
