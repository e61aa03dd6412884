using System.CommandLine;
using System.Globalization;
using Maner.Training.Pretraining;

namespace Maner.Cli.Options;

/// <summary>The options of a pre-training run on the command line; each default is <see cref="PretrainingOptions"/>'s own.</summary>
internal sealed class PretrainingOptionsBinding
{
    private static readonly PretrainingOptions Defaults = new();
    private static readonly EncoderShape DefaultShape = new();

    private readonly Option<string?> _tokens = new("--tokens") { Description = "Budget in tokens, for example 500k, 100M or 2G; 0 only measures. Runs with it end with the same bits however often they are resumed." };
    private readonly Option<double?> _hours = StrictNumber.New<double>("--hours", "Budget in hours, instead of --tokens.");
    private readonly Option<double> _rate = StrictNumber.New("--rate", "Share of the pieces that are hidden.", Defaults.Rate);
    private readonly Option<bool> _wholeWord = new("--whole-word") { Description = "Hide whole words." };
    private readonly Option<int> _sampledSoftmax = New("--sampled-softmax", "Words drawn for each batch among which the hidden pieces are found, until the last tenth of the budget: faster, a little less exact; 0 for all words always.", Defaults.SampledSoftmax);
    private readonly Option<double> _alpha = StrictNumber.New("--alpha", "A language with n tokens is seen in proportion to n^alpha.", Defaults.Alpha);
    private readonly Option<float> _learningRate = StrictNumber.New("--learning-rate", "The highest learning rate.", Defaults.LearningRate);
    private readonly Option<double> _warmUp = StrictNumber.New("--warm-up", "Share of the budget over which the learning rate rises.", Defaults.WarmUp);
    private readonly Option<float> _weightDecay = StrictNumber.New("--weight-decay", "AdamW's weight decay of matrices and embeddings.", Defaults.WeightDecay);
    private readonly Option<float> _clipNorm = StrictNumber.New("--clip-norm", "Gradients are scaled down to this global norm.", Defaults.ClipNorm);
    private readonly Option<float> _dropout = StrictNumber.New("--dropout", "Dropout of hidden states and attention.", Defaults.Dropout);
    private readonly Option<int> _batchTokens = New("--batch-tokens", "Tokens in a batch.", Defaults.BatchTokens);
    private readonly Option<int> _accumulate = New("--accumulate", "Batches in an update.", Defaults.Accumulate);
    private readonly Option<int> _maxTokens = New("--max-tokens", "The longest row in tokens; longer sentences are cut.", Defaults.MaxTokens);
    private readonly Option<int> _heldOut = New("--held-out", "Sentences of each language to measure with, at most.", Defaults.HeldOut);
    private readonly Option<int> _evaluations = New("--evaluations", "Evaluations on held-out text over the run.", Defaults.Evaluations);
    private readonly Option<ulong> _seed = New("--seed", "Seed of everything random.", Defaults.Seed);
    private readonly Option<string> _dtype = New("--dtype", "Number type of the saved weights: f32 or f16.", Defaults.DType);
    private readonly Option<int> _layers = New("--layers", "Layers of a new encoder.", DefaultShape.Layers);
    private readonly Option<int> _hidden = New("--hidden", "Width of a new encoder.", DefaultShape.Hidden);
    private readonly Option<int?> _heads = new("--heads") { Description = "Attention heads of a new encoder (default: one for every 64 of the width)." };
    private readonly Option<int?> _intermediate = new("--intermediate") { Description = "Feed-forward width of a new encoder (default: four times its width)." };

    /// <summary>Those that only a new encoder has.</summary>
    public IReadOnlyList<Option> ShapeOptions => [_layers, _hidden, _heads, _intermediate];

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
        [
            _tokens, _hours, _rate, _wholeWord, _sampledSoftmax, _alpha, _learningRate, _warmUp, _weightDecay, _clipNorm, _dropout, _batchTokens, _accumulate,
            _maxTokens, _heldOut, _evaluations, _seed, _dtype, .. ShapeOptions,
        ])
        {
            command.Add(option);
        }
    }

    /// <exception cref="InvalidDataException">A value is outside what makes sense.</exception>
    public PretrainingOptions Of(ParseResult result, bool isNew) => new PretrainingOptions
    {
        Tokens = Count(result.GetValue(_tokens)),
        Hours = result.GetValue(_hours),
        Rate = result.GetValue(_rate),
        WholeWords = result.GetValue(_wholeWord),
        SampledSoftmax = result.GetValue(_sampledSoftmax),
        Alpha = result.GetValue(_alpha),
        LearningRate = result.GetValue(_learningRate),
        WarmUp = result.GetValue(_warmUp),
        WeightDecay = result.GetValue(_weightDecay),
        ClipNorm = result.GetValue(_clipNorm),
        Dropout = result.GetValue(_dropout),
        BatchTokens = result.GetValue(_batchTokens),
        Accumulate = result.GetValue(_accumulate),
        MaxTokens = result.GetValue(_maxTokens),
        HeldOut = result.GetValue(_heldOut),
        Evaluations = result.GetValue(_evaluations),
        Seed = result.GetValue(_seed),
        DType = result.GetValue(_dtype)!,
        Shape = isNew
            ? new EncoderShape
            {
                Layers = result.GetValue(_layers),
                Hidden = result.GetValue(_hidden),
                Heads = result.GetValue(_heads),
                Intermediate = result.GetValue(_intermediate),
            }
            : null,
    }.Validated();

    /// <summary>A number with k, M or G behind it.</summary>
    private static long? Count(string? text)
    {
        if (text is null)
        {
            return null;
        }

        double factor = text is [.., 'k'] ? 1e3 : text is [.., 'M'] ? 1e6 : text is [.., 'G'] ? 1e9 : 1;
        return double.TryParse(factor == 1 ? text : text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number * factor is >= 0 and <= 1e15 and double count
            ? (long)count
            : throw new InvalidDataException($"--tokens: expected a number such as 500k, 100M or 2G, found '{text}'.");
    }

    private static Option<T> New<T>(string name, string description, T value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
