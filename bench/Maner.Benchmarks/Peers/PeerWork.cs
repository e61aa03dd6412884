namespace Maner.Benchmarks.Peers;

/// <summary>A kind of work that PyTorch and Maner are timed at.</summary>
/// <param name="Name">Short name: of files, and for <c>--only</c>.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Shape">A shape that <c>PeerShapes</c> has.</param>
/// <param name="IsTraining">Training steps; else prediction.</param>
/// <param name="BatchSize">Sentences in a batch.</param>
/// <param name="Batches">Batches that are timed.</param>
/// <param name="Target">PyTorch's time over Maner's that is aimed at; null where the work is there for its memory.</param>
/// <param name="CalibratedBy">The work whose fastest PyTorch setting is used; null to calibrate this one.</param>
/// <param name="Rounds">Rounds at the most; 0 for as many as were asked for.</param>
/// <param name="IsPretraining">A masked language model's training steps, with the logits of the whole vocabulary.</param>
/// <param name="SampledWords">Masked pieces are predicted among so many candidates drawn for each batch (sampled softmax), on both sides; 0 for the whole vocabulary.</param>
/// <param name="AllPositions">PyTorch computes logits at every position, as Hugging Face's XLMRobertaForMaskedLM does; else only at the hidden ones, which alone have a loss.</param>
internal sealed record PeerWork(
    string Name, string Title, string Shape, bool IsTraining, int BatchSize, int Batches, double? Target, string? CalibratedBy = null, int Rounds = 0,
    bool IsPretraining = false, bool AllPositions = false, int SampledWords = 0)
{
    /// <summary>All of them, in the table's order.</summary>
    public static IReadOnlyList<PeerWork> All { get; } =
    [
        new("train-base-8", "training step, base, batch 8", "base", IsTraining: true, 8, 4, 1.8),
        new("train-large-8", "training step, large, batch 8", "large", IsTraining: true, 8, 2, 1.5, "train-base-8"),
        new("train-base-2", "training step, base, batch 2", "base", IsTraining: true, 2, 6, 2.2, "train-base-8"),
        new("train-mini-8", "training step, `models/mini`, batch 8", "mini", IsTraining: true, 8, 8, 3),
        new("pretrain-mini", "pre-training step, `models/mini`, 80 sentences", "mini", IsTraining: true, 80, 4, 3, IsPretraining: true),
        new("pretrain-mini-hf", "pre-training step, against logits at every position as in `XLMRobertaForMaskedLM`", "mini", IsTraining: true, 80, 4, 3, "pretrain-mini",
            IsPretraining: true, AllPositions: true),
        new("pretrain-mini-sampled", "pre-training step, both sides with sampled softmax of 4096 words", "mini", IsTraining: true, 80, 4, 3, "pretrain-mini",
            IsPretraining: true, SampledWords: 4096),
        new("predict-base-mixed", "prediction, base, 64 sentences of mixed lengths", "base", IsTraining: false, 8, 8, 1.4),
        new("predict-base-1", "prediction, base, one sentence of 40 tokens", "base", IsTraining: false, 1, 1, 1.05),
        new("predict-mini-1", "prediction, `models/mini`, one sentence", "mini", IsTraining: false, 1, 1, 3),
        new("predict-large-mixed", "prediction, large, 16 sentences of mixed lengths", "large", IsTraining: false, 8, 2, null, "predict-base-mixed", Rounds: 1),
    ];

    /// <summary>Encoders of other families, in XLM-R's sentences' lengths: a section of its own.</summary>
    public static IReadOnlyList<PeerWork> Families { get; } =
    [
        new("train-bert-base-8", "training step, BERT base (multilingual), batch 8", "bert-base", IsTraining: true, 8, 4, 1.8),
        new("predict-bert-base-mixed", "prediction, BERT base, 64 sentences of mixed lengths", "bert-base", IsTraining: false, 8, 8, 1.4),
        new("train-mmbert-small-8", "training step, mmBERT small, batch 8", "mmbert-small", IsTraining: true, 8, 4, 1.8),
        new("predict-mmbert-small-mixed", "prediction, mmBERT small, 64 sentences of mixed lengths", "mmbert-small", IsTraining: false, 8, 8, 1.4),
        new("train-mmbert-base-8", "training step, mmBERT base, batch 8", "mmbert-base", IsTraining: true, 8, 4, 1.8, "train-mmbert-small-8"),
        new("predict-mmbert-base-mixed", "prediction, mmBERT base, 64 sentences of mixed lengths", "mmbert-base", IsTraining: false, 8, 8, 1.4, "predict-mmbert-small-mixed"),
    ];

    /// <summary>The work of a name.</summary>
    public static PeerWork Named(string name) => All.Concat(Families).First(work => work.Name == name);

    /// <summary><c>train</c>, <c>pretrain</c> or <c>predict</c>: what <see cref="PeerFile"/> calls it.</summary>
    public string Kind => IsPretraining ? "pretrain" : IsTraining ? "train" : "predict";

    /// <summary>Whether the work is one sentence, for which length grouping means nothing.</summary>
    public bool IsOneSentence => !IsTraining && BatchSize == 1;
}
