using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Heads;

/// <summary>Dropout and a linear layer from hidden states to classes (Hugging Face <c>…ForTokenClassification.classifier</c>).</summary>
internal sealed class ClassificationHead : IDisposable
{
    /// <summary>The name of W in checkpoints.</summary>
    public const string WeightName = "classifier.weight";

    /// <summary>The name of b in checkpoints.</summary>
    public const string BiasName = "classifier.bias";

    private const int DropoutLayer = 1 << 20; // no encoder layer has this number: the head draws masks of its own
    private readonly LayerContext _context;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Linear _linear;
    private Linear _forward;
    private PackedWeight? _packed;
    private Matrix _x;

    /// <summary>A head of zeros.</summary>
    public ClassificationHead(Workers workers, int classes, int width)
    {
        _context = new LayerContext(workers, new Workspace());
        _weight = Parameter.Matrix(WeightName, classes, width);
        _bias = Parameter.Vector(BiasName, classes);
        Parameters = new ParameterArena(workers, [_weight, _bias]);
        _linear = _forward = new Linear(Parameters, _weight, _bias);
    }

    /// <summary>The parameters.</summary>
    public ParameterArena Parameters { get; }

    /// <summary>W [C, H].</summary>
    public Matrix Weight => Parameters.Value(_weight);

    /// <summary>b [C].</summary>
    public Span<float> Bias => Parameters.Value(_bias)[0];

    /// <summary>Weights from a normal distribution with this standard deviation, biases zero, as Hugging Face initialises a new head.</summary>
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

    /// <summary>Packs W for predictions, which do not see what becomes of it afterwards.</summary>
    public void PackForPrediction()
    {
        _packed?.Dispose();
        _packed = PackedWeight.Pack(_context.Workers, Weight);
        _forward = _linear.WithPacked(_packed);
    }

    /// <summary>A head of the same values for another caller, packed for prediction.</summary>
    public ClassificationHead Share(Workers workers)
    {
        var head = new ClassificationHead(workers, Weight.Rows, Weight.Columns);
        for (int row = 0; row < Weight.Rows; row++)
        {
            Weight[row].CopyTo(head.Weight[row]);
        }

        Bias.CopyTo(head.Bias);
        head.PackForPrediction();
        return head;
    }

    /// <summary>Logits [R, C] of hidden rows [R, H]; valid until the next call. The rows are dropped out in place when training.</summary>
    public Matrix Forward(Matrix hidden, EncoderPass pass)
    {
        _context.Workspace.Reset();
        _context.Pass = pass;
        _x = hidden;
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

        return dHidden;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Workspace.Dispose();
        _packed?.Dispose();
        Parameters.Dispose();
    }
}
