using System.Globalization;

namespace Maner.Training.Pretraining;

/// <summary>The options of a pre-training run, described once.</summary>
internal static class PretrainingOptionTable
{
    private const double MostTokens = 1e15;

    /// <summary>The options of every run.</summary>
    public static OptionTable<PretrainingOptions> Table { get; } = new(nameof(PretrainingOptions), new PretrainingOptions(),
    [
        new OptionDescription<PretrainingOptions>
        {
            Name = "tokens",
            Property = nameof(PretrainingOptions.Tokens),
            Help = "Budget in tokens, for example 500k, 100M or 2G; 0 only measures. Runs with it end with the same bits however often they are resumed.",
            Kind = "a number such as 500k, 100M or 2G",
            Parse = text => Count(text) is { } count ? new(text, options => options with { Tokens = count }) : null,
            TextOf = options => options.Tokens?.ToString(CultureInfo.InvariantCulture),
            ExpectedInsteadOf = options => options.Tokens < 0 ? "0 or more" : null,
        },
        Number<double>(
            "hours", nameof(PretrainingOptions.Hours), options => options.Hours, (options, value) => options with { Hours = value },
            Bounds.Between<double>(0, 100_000), "Budget in hours, instead of tokens."),
        Number<double>(
            "rate", nameof(PretrainingOptions.Rate), options => options.Rate, (options, value) => options with { Rate = value },
            Bounds.Between<double>(0, 1), "Share of the pieces that are hidden."),
        OptionDescription<PretrainingOptions>.Flag(
            "whole-word", nameof(PretrainingOptions.WholeWords), options => options.WholeWords, (options, value) => options with { WholeWords = value },
            "Mask whole words."),
        Number<int>(
            "sampled-softmax", nameof(PretrainingOptions.SampledSoftmax), options => options.SampledSoftmax, (options, value) => options with { SampledSoftmax = value },
            Bounds.FromTo(0, 1 << 24),
            "Entries of the vocabulary drawn for each batch among which the masked tokens are found, until the last tenth of the budget: faster, a little less exact; 0 for the whole vocabulary always."),
        Number<double>(
            "alpha", nameof(PretrainingOptions.Alpha), options => options.Alpha, (options, value) => options with { Alpha = value },
            Bounds.FromTo<double>(0, 1), "A language with n tokens is seen in proportion to n^alpha."),
        Number<float>(
            "learning-rate", nameof(PretrainingOptions.LearningRate), options => options.LearningRate, (options, value) => options with { LearningRate = value },
            Bounds.Between(0f, 1f), "The highest learning rate."),
        Number<double>(
            "warm-up", nameof(PretrainingOptions.WarmUp), options => options.WarmUp, (options, value) => options with { WarmUp = value },
            Bounds.FromBelow<double>(0, 1), "Share of the budget over which the learning rate rises."),
        Number<float>(
            "weight-decay", nameof(PretrainingOptions.WeightDecay), options => options.WeightDecay, (options, value) => options with { WeightDecay = value },
            Bounds.FromBelow(0f, 1f), "AdamW's weight decay of matrices and embeddings."),
        Number<float>(
            "clip-norm", nameof(PretrainingOptions.ClipNorm), options => options.ClipNorm, (options, value) => options with { ClipNorm = value },
            Bounds.Positive<float>(), "Gradients are scaled down to this global norm."),
        Number<float>(
            "dropout", nameof(PretrainingOptions.Dropout), options => options.Dropout, (options, value) => options with { Dropout = value },
            Bounds.FromBelow(0f, 1f), "Dropout of hidden states and attention."),
        Number<int>(
            "batch-tokens", nameof(PretrainingOptions.BatchTokens), options => options.BatchTokens, (options, value) => options with { BatchTokens = value },
            Bounds.FromTo(1, 1 << 20), "Tokens in a batch."),
        Number<int>(
            "accumulate", nameof(PretrainingOptions.Accumulate), options => options.Accumulate, (options, value) => options with { Accumulate = value },
            Bounds.FromTo(1, 100_000), "Batches in an update."),
        Number<int>(
            "max-tokens", nameof(PretrainingOptions.MaxTokens), options => options.MaxTokens, (options, value) => options with { MaxTokens = value },
            Bounds.FromTo(8, 1 << 16), "The longest sequence in tokens; longer sentences are cut."),
        Number<int>(
            "held-out", nameof(PretrainingOptions.HeldOut), options => options.HeldOut, (options, value) => options with { HeldOut = value },
            Bounds.FromTo(0, 1_000_000), "Sentences of each language to measure with, at most."),
        Number<int>(
            "evaluations", nameof(PretrainingOptions.Evaluations), options => options.Evaluations, (options, value) => options with { Evaluations = value },
            Bounds.FromTo(1, 100_000), "Evaluations on held-out text over the run."),
        Number<ulong>(
            "seed", nameof(PretrainingOptions.Seed), options => options.Seed, (options, value) => options with { Seed = value },
            Bounds.Any<ulong>(), "Seed of everything random."),
        OptionDescription<PretrainingOptions>.Word(
            "dtype", nameof(PretrainingOptions.DType), options => options.DType, (options, value) => options with { DType = value }, ["f32", "f16"],
            "Number type of the saved weights: f32 or f16."),
    ]);

    /// <summary>The options that only a new encoder has.</summary>
    public static OptionTable<EncoderShape> Shape { get; } = new(nameof(EncoderShape), new EncoderShape(),
    [
        OptionDescription<EncoderShape>.Number<int>(
            "layers", nameof(EncoderShape.Layers), shape => shape.Layers, (shape, value) => shape with { Layers = value },
            Bounds.FromTo(1, 1000), "Layers of a new encoder."),
        OptionDescription<EncoderShape>.Number<int>(
            "hidden", nameof(EncoderShape.Hidden), shape => shape.Hidden, (shape, value) => shape with { Hidden = value },
            Bounds.FromTo(1, 16384), "Width of a new encoder."),
        OptionDescription<EncoderShape>.Number<int>(
            "heads", nameof(EncoderShape.Heads), shape => shape.Heads, (shape, value) => shape with { Heads = value },
            Bounds.FromTo(1, 16384), "Attention heads of a new encoder (default: one for every 64 of the width)."),
        OptionDescription<EncoderShape>.Number<int>(
            "intermediate", nameof(EncoderShape.Intermediate), shape => shape.Intermediate, (shape, value) => shape with { Intermediate = value },
            Bounds.FromTo(1, 65536), "Feed-forward width of a new encoder (default: four times its width)."),
    ]);

    /// <summary>A number with k, M or G behind it.</summary>
    private static long? Count(string text)
    {
        double factor = text is [.., 'k'] ? 1e3 : text is [.., 'M'] ? 1e6 : text is [.., 'G'] ? 1e9 : 1;
        return double.TryParse(factor == 1 ? text : text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number * factor is >= 0 and <= MostTokens and double count
            ? (long)count
            : null;
    }

    private static OptionDescription<PretrainingOptions> Number<TValue>(
        string name, string property, Func<PretrainingOptions, TValue?> get, Func<PretrainingOptions, TValue, PretrainingOptions> set, Bounds<TValue> bounds, string help)
        where TValue : struct, System.Numerics.INumber<TValue> => OptionDescription<PretrainingOptions>.Number(name, property, get, set, bounds, help);
}
