using System.CommandLine;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Training;

namespace Maner.Cli.Options;

/// <summary>The options of a training run on the command line; each default is <see cref="TrainingOptions"/>'s own.</summary>
internal sealed class TrainingOptionsBinding
{
    private static readonly TrainingOptions Defaults = new();

    private readonly Option<ulong> _seed = New("--seed", "Seed of everything random: the same seed gives the same model.", Defaults.Seed);
    private readonly Option<int> _epochs = New("--epochs", "Passes over the training data.", Defaults.Epochs);
    private readonly Option<int> _minUpdates = New("--min-updates", "Optimizer updates at the least; adds epochs where the data is small.", Defaults.MinUpdates);
    private readonly Option<int> _batchSize = New("--batch-size", "Sentences in a batch.", Defaults.BatchSize);
    private readonly Option<float?> _learningRate = StrictNumber.New<float>("--learning-rate", "The highest learning rate (default: by the encoder's width, 3e-4 for the embedded one).");
    private readonly Option<float> _warmUp = StrictNumber.New("--warm-up", "Share of the updates over which the learning rate rises.", Defaults.WarmUp);
    private readonly Option<float> _weightDecay = StrictNumber.New("--weight-decay", "AdamW's weight decay of matrices and embeddings.", Defaults.WeightDecay);
    private readonly Option<float> _clipNorm = StrictNumber.New("--clip-norm", "Gradients are scaled down to this global norm.", Defaults.ClipNorm);
    private readonly Option<bool> _newHead = new("--new-head")
    {
        Description = "Keep nothing but the encoder where --encoder is a tagger of the same method; else tags that both have start from what it knows.",
    };

    private readonly Option<float> _dropout = StrictNumber.New("--dropout", "Dropout of hidden states.", Defaults.Dropout);
    private readonly Option<float> _attentionDropout = StrictNumber.New("--attention-dropout", "Dropout of attention probabilities.", Defaults.AttentionDropout);
    private readonly Option<float> _maskProbability = StrictNumber.New("--mask-probability", "p of random-mask.", Defaults.MaskProbability);
    private readonly Option<string> _decoding = New("--decoding", "How tags are chosen: viterbi, the best sequence that IOB2 allows; argmax, word by word as in the paper.", Defaults.Decoding).AcceptOnlyFromAmong([.. DecodingNames.All]);
    private readonly Option<float?> _crfWeight = StrictNumber.New<float>("--crf-weight", "Interpolation weight of the lexical CRF (a conditional random field over the words' spelling, shape and neighbours) next to the encoder's 1; 0: none, as in the paper (default: what serves dev best; without dev 4, 0.5 for wide encoders).");
    private readonly Option<int> _evaluations = New("--evaluations", "Evaluations on dev over the run.", Defaults.Evaluations);
    private readonly Option<int> _patience = New("--patience", "End the run after so many evaluations in a row without a better dev F1; 0: train to the end.", 0);
    private readonly Option<double> _checkpointSeconds = StrictNumber.New("--checkpoint-seconds", "Seconds between checkpoints to resume from.", Defaults.CheckpointSeconds);

    public static Option<string> MethodOption() => New("--method", MethodHelp(), Defaults.Method).AcceptOnlyFromAmong([.. AllMethods.List.Select(method => method.Name)]);

    /// <param name="command">The command.</param>
    /// <param name="ofOneRun">Whether the command makes one run: with a seed, and checkpoints to resume from.</param>
    public void AddTo(Command command, bool ofOneRun = true)
    {
        foreach (Option option in new Option[]
        {
            _newHead, _epochs, _minUpdates, _batchSize, _learningRate, _warmUp, _weightDecay, _clipNorm, _dropout, _attentionDropout, _maskProbability,
            _decoding, _crfWeight, _evaluations, _patience,
        })
        {
            command.Add(option);
        }

        if (ofOneRun)
        {
            command.Add(_seed);
            command.Add(_checkpointSeconds);
        }
    }

    /// <exception cref="InvalidDataException">A value is outside what makes sense.</exception>
    public TrainingOptions Of(ParseResult result, string method) => new TrainingOptions
    {
        Method = method,
        Seed = result.GetValue(_seed),
        NewHead = result.GetValue(_newHead),
        Epochs = result.GetValue(_epochs),
        MinUpdates = result.GetValue(_minUpdates),
        BatchSize = result.GetValue(_batchSize),
        LearningRate = result.GetValue(_learningRate),
        WarmUp = result.GetValue(_warmUp),
        WeightDecay = result.GetValue(_weightDecay),
        ClipNorm = result.GetValue(_clipNorm),
        Dropout = result.GetValue(_dropout),
        AttentionDropout = result.GetValue(_attentionDropout),
        MaskProbability = result.GetValue(_maskProbability),
        Decoding = result.GetValue(_decoding)!,
        CrfWeight = result.GetValue(_crfWeight),
        Evaluations = result.GetValue(_evaluations),
        Patience = result.GetValue(_patience),
        CheckpointSeconds = result.GetValue(_checkpointSeconds),
    }.Validated();

    private static string MethodHelp() => string.Join("; ", AllMethods.List.Select(method => $"{method.Name}: {method.Description}")) + ".";

    private static Option<T> New<T>(string name, string description, T value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
