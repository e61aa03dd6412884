using Maner.Model.Configuration;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Heads;

/// <summary>
/// Dropout and a linear layer from hidden states to classes (Hugging Face <c>…ForTokenClassification.classifier</c>), of ModernBERT behind the masked-LM head's
/// dense layer and norm.
/// </summary>
internal sealed class ClassificationHead : IDisposable
{
    /// <summary>The name of W in checkpoints.</summary>
    public const string WeightName = "classifier.weight";

    /// <summary>The name of b in checkpoints.</summary>
    public const string BiasName = "classifier.bias";

    private const int DropoutLayer = 1 << 20; // no encoder layer has this number: the head draws masks of its own
    private readonly LayerContext _context;
    private readonly EncoderConfig _config;
    private readonly HeadTransform? _transform;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Linear _linear;
    private Linear _forward;
    private PackedWeight? _packed;
    private Matrix _x;

    /// <summary>A head of zeros.</summary>
    /// <param name="workers">The threads.</param>
    /// <param name="classes">C.</param>
    /// <param name="config">The encoder's.</param>
    public ClassificationHead(Workers workers, int classes, EncoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _context = new LayerContext(workers, new Workspace());
        _config = config;
        _transform = config.Family.IsPreNorm ? new HeadTransform(config) : null;
        _weight = Parameter.Matrix(WeightName, classes, config.HiddenSize);
        _bias = Parameter.Vector(BiasName, classes);
        Parameters = new ParameterArena(workers, [.. _transform?.Parameters ?? [], _weight, _bias]);
        _linear = _forward = new Linear(Parameters, _weight, _bias);
        _transform?.Bind(Parameters);
    }

    /// <summary>The parameters.</summary>
    public ParameterArena Parameters { get; }

    /// <summary>W [C, H].</summary>
    public Matrix Weight => Parameters.Value(_weight);

    /// <summary>b [C].</summary>
    public Span<float> Bias => Parameters.Value(_bias)[0];

    /// <summary>The parameters in front of the classifier, which a pre-trained encoder's masked-LM head has too; empty where there are none.</summary>
    internal IEnumerable<Parameter> TransformParameters => _transform?.Parameters ?? [];

    /// <summary>
    /// The classifier's weights from a normal distribution with this standard deviation, biases zero, as Hugging Face initialises a new head. What is in front
    /// of it begins as <see cref="InitializeTransform"/> says.
    /// </summary>
    public void Initialize(Rng rng, float deviation)
    {
        ArgumentNullException.ThrowIfNull(rng);
        for (int row = 0; row < Weight.Rows; row++)
        {
            foreach (ref float value in Weight[row])
            {
                value = (float)(rng.NextNormal() * deviation);
            }
        }

        Bias.Clear();
    }

    /// <summary>What is in front of the classifier: from a masked-LM head that was trained, or new where there is none.</summary>
    /// <param name="rng">Draws new weights.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="trained">The weights of such a head; null for none.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration says.</exception>
    public void InitializeTransform(Rng rng, float deviation, Checkpoint? trained)
    {
        ArgumentNullException.ThrowIfNull(rng);
        foreach (Parameter parameter in TransformParameters)
        {
            Matrix values = Parameters.Value(parameter);
            Rng draws = rng.Split(parameter.Name);
            float[] all = new float[parameter.Length];
            if (trained is not null)
            {
                trained.Read(parameter.Name, parameter.Shape, all);
            }
            else if (!parameter.IsVector)
            {
                all = [.. all.Select(_ => (float)(draws.NextNormal() * deviation))];
            }
            else if (parameter.Name.EndsWith("norm.weight", StringComparison.Ordinal))
            {
                Array.Fill(all, 1f);
            }

            for (int row = 0; row < values.Rows; row++)
            {
                all.AsSpan(row * values.Columns, values.Columns).CopyTo(values[row]);
            }
        }
    }

    /// <summary>Packs W for predictions, which do not see what becomes of it afterwards.</summary>
    public void PackForPrediction()
    {
        _packed?.Dispose();
        _packed = PackedWeight.Pack(_context.Workers, Weight);
        _forward = _linear.WithPacked(_packed);
        _transform?.PackForPrediction(_context.Workers);
    }

    /// <summary>A head of the same values for another caller, packed for prediction.</summary>
    public ClassificationHead Share(Workers workers)
    {
        var head = new ClassificationHead(workers, Weight.Rows, _config);
        foreach ((Parameter own, Parameter other) in Parameters.All.Zip(head.Parameters.All))
        {
            Parameters.Value(own).CopyTo(head.Parameters.Value(other));
        }

        head.PackForPrediction();
        return head;
    }

    /// <summary>Logits [R, C] of hidden rows [R, H]; valid until the next call. The rows are dropped out in place when training.</summary>
    public Matrix Forward(Matrix hidden, EncoderPass pass)
    {
        _context.Workspace.Reset();
        _context.Pass = pass;
        _x = hidden = _transform?.Forward(_context, hidden) ?? hidden;
        Dropout dropout = _context.HiddenDropout(DropoutLayer, DropoutSite.FeedForward);
        if (dropout.IsOn)
        {
            _x = _context.Workspace.Rent(hidden.Rows, hidden.Columns);
            dropout.Apply(_context.Workers, hidden, _x);
        }

        return (pass.IsTraining ? _linear : _forward).Forward(_context, _x);
    }

    /// <summary>dHidden [R, H] from dLogits [R, C]; adds to the head's gradients.</summary>
    public Matrix Backward(Matrix dLogits)
    {
        Matrix dHidden = _linear.Backward(_context, _x, dLogits);
        Dropout dropout = _context.HiddenDropout(DropoutLayer, DropoutSite.FeedForward);
        if (dropout.IsOn)
        {
            dropout.Apply(_context.Workers, dHidden, dHidden);
        }

        return _transform?.Backward(_context, dHidden) ?? dHidden;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Workspace.Dispose();
        _packed?.Dispose();
        _transform?.Free();
        Parameters.Dispose();
    }
}
