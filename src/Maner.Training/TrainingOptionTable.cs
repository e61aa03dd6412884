using Maner.Ner.Methods;
using Maner.Ner.Prediction;

namespace Maner.Training;

/// <summary>The options of a training run: a new one is a property of <see cref="TrainingOptions"/> and an entry here.</summary>
internal static class TrainingOptionTable
{
    private static readonly string[] s_methods = [.. AllMethods.List.Select(method => method.Name)];
    private static readonly string s_methodWithChance = new RandomMaskMethod().Name;

    /// <summary>The table; its order is that of help texts and of the variants of an experiment's grid.</summary>
    public static OptionTable<TrainingOptions> Table { get; } = new(nameof(TrainingOptions), new TrainingOptions(),
    [
        OptionDescription<TrainingOptions>.Word(
            "method", nameof(TrainingOptions.Method), options => options.Method, (options, value) => options with { Method = value }, s_methods,
            string.Join("; ", AllMethods.List.Select(method => $"{method.Name}: {method.Description}")) + ".") with { IsOfOneRun = true },
        Number<int>(
            "epochs", nameof(TrainingOptions.Epochs), options => options.Epochs, (options, value) => options with { Epochs = value },
            Bounds.FromTo(1, 1_000_000), "Passes over the training data."),
        Number<int>(
            "min-updates", nameof(TrainingOptions.MinUpdates), options => options.MinUpdates, (options, value) => options with { MinUpdates = value },
            Bounds.FromTo(0, 100_000_000), "Optimizer updates at the least, unless patience ends the run before; adds epochs where the data is small."),
        Number<int>(
            "batch-size", nameof(TrainingOptions.BatchSize), options => options.BatchSize, (options, value) => options with { BatchSize = value },
            Bounds.FromTo(1, 1_000_000), "Sentences in a batch."),
        Number<float>(
            "learning-rate", nameof(TrainingOptions.LearningRate), options => options.LearningRate, (options, value) => options with { LearningRate = value },
            Bounds.Between(0f, 1f), "The highest learning rate (default: by the encoder's family and width, half of it from a tagger: 3e-4 for mini, 1.5e-4 for mini-ner)."),
        Number<float>(
            "warm-up", nameof(TrainingOptions.WarmUp), options => options.WarmUp, (options, value) => options with { WarmUp = value },
            Bounds.FromTo(0f, 1f), "Share of the updates over which the learning rate rises."),
        Number<float>(
            "weight-decay", nameof(TrainingOptions.WeightDecay), options => options.WeightDecay, (options, value) => options with { WeightDecay = value },
            Bounds.FromBelow(0f, 1f), "AdamW's weight decay of matrices and embeddings."),
        Number<float>(
            "clip-norm", nameof(TrainingOptions.ClipNorm), options => options.ClipNorm, (options, value) => options with { ClipNorm = value },
            Bounds.Positive<float>(), "Gradients are scaled down to this global norm."),
        OptionDescription<TrainingOptions>.Flag(
            "new-head", nameof(TrainingOptions.NewHead), options => options.NewHead, (options, value) => options with { NewHead = value },
            "Keep nothing but the encoder where the encoder's folder is a tagger of the same method; else tags that both have start from what it knows."),
        Number<float>(
            "dropout", nameof(TrainingOptions.Dropout), options => options.Dropout, (options, value) => options with { Dropout = value },
            Bounds.FromBelow(0f, 1f), "Dropout of hidden states."),
        Number<float>(
            "attention-dropout", nameof(TrainingOptions.AttentionDropout), options => options.AttentionDropout,
            (options, value) => options with { AttentionDropout = value }, Bounds.FromBelow(0f, 1f), "Dropout of attention probabilities."),
        Number<float>(
            "mask-probability", nameof(TrainingOptions.MaskProbability), options => options.MaskProbability,
            (options, value) => options with { MaskProbability = value }, Bounds.FromTo(0f, 1f), $"p of {s_methodWithChance}.") with
        {
            CountsIn = options => options.Method == s_methodWithChance, // the others do not read it
        },
        Number<float>(
            "crf-weight", nameof(TrainingOptions.CrfWeight), options => options.CrfWeight, (options, value) => options with { CrfWeight = value },
            Bounds.FromTo(0f, 1000f),
            "Interpolation weight of the lexical CRF (a conditional random field over the words' spelling, shape and neighbours) next to the encoder's 1; " +
            "0: none, as in the paper (default: what serves dev best; without dev 4, 0.5 for wide encoders).") with { OldNames = ["surface-weight"] },
        Number<int>(
            "crf-bits", nameof(TrainingOptions.CrfBits), options => options.CrfBits, (options, value) => options with { CrfBits = value },
            Bounds.FromTo(10, 24),
            "log2 of the number of weights that the lexical CRF has for a tag; another number than the starting model's leaves its CRF out (default: as the starting model, or 18)."),
        OptionDescription<TrainingOptions>.Flag(
            "crf-romanised", nameof(TrainingOptions.CrfRomanised), options => options.CrfRomanised, (options, value) => options with { CrfRomanised = value },
            "The lexical CRF also has features of how words sound in Latin letters, so that names learned in one script are known in another. For learning from many languages; whatever starts from the model has it too.") with
        {
            CountsIn = options => options.CrfRomanised, // results without it are what they were before there was any
        },
        OptionDescription<TrainingOptions>.Word(
            "decoding", nameof(TrainingOptions.Decoding), options => options.Decoding, (options, value) => options with { Decoding = value }, DecodingNames.All,
            "How tags are chosen: viterbi, the best sequence that IOB2 allows; argmax, word by word as in the paper."),
        Number<int>(
            "evaluations", nameof(TrainingOptions.Evaluations), options => options.Evaluations, (options, value) => options with { Evaluations = value },
            Bounds.FromTo(1, 1_000_000), "Evaluations on dev over the run."),
        Number<int>(
            "patience", nameof(TrainingOptions.Patience), options => options.Patience, (options, value) => options with { Patience = value },
            Bounds.FromTo(0, 1_000_000),
            "End the run after so many evaluations in a row without a better dev F1, which may be before min-updates; 0: train to the end (default: 8 in train, else 0)."),
        Number<ulong>(
            "seed", nameof(TrainingOptions.Seed), options => options.Seed, (options, value) => options with { Seed = value },
            Bounds.Any<ulong>(), "Seed of everything random in training: the same seed gives the same model.") with { IsOfOneRun = true },
        Number<double>(
            "checkpoint-seconds", nameof(TrainingOptions.CheckpointSeconds), options => options.CheckpointSeconds,
            (options, value) => options with { CheckpointSeconds = value }, Bounds.NotNegative<double>(), "Seconds between checkpoints to resume from.") with
        {
            IsOfOneRun = true,
            CountsIn = _ => false, // how often a run is saved is no part of its result
        },
    ]);

    private static OptionDescription<TrainingOptions> Number<TValue>(
        string name, string property, Func<TrainingOptions, TValue?> get, Func<TrainingOptions, TValue, TrainingOptions> set, Bounds<TValue> bounds, string help)
        where TValue : struct, System.Numerics.INumber<TValue> => OptionDescription<TrainingOptions>.Number(name, property, get, set, bounds, help);
}
