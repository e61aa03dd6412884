namespace Maner.Tensors.Kernels;

/// <summary>What happens to the result besides the product.</summary>
/// <param name="Accumulate">C continues from what it holds.</param>
/// <param name="Bias">Else from this [1, N], or from zero when null.</param>
/// <param name="Epilogue">What is made of C, tile by tile while they are in the cache; null for nothing.</param>
internal readonly record struct GemmFusion(bool Accumulate = false, Matrix? Bias = null, GemmEpilogue? Epilogue = null);

/// <summary>What is made of a product's result as it is computed.</summary>
internal readonly unsafe struct GemmEpilogue
{
    private readonly Activation? _activation;

    private GemmEpilogue(Activation? activation, Matrix target) => (_activation, Target) = (activation, target);

    /// <summary>What is written [M, N].</summary>
    public Matrix Target { get; }

    /// <summary>target = f(C).</summary>
    /// <param name="activation">f.</param>
    /// <param name="target">[M, N]; may be C itself.</param>
    public static GemmEpilogue Activate(Activation activation, Matrix target) => new(activation, target);

    /// <summary>target ← target∘C: C are the gates of what is there.</summary>
    /// <param name="target">[M, N]; not C itself.</param>
    public static GemmEpilogue Gate(Matrix target) => new(null, target);

    internal void Apply(float* c, float* target, int count)
    {
        if (_activation is { } activation)
        {
            Activations.Row(activation, c, target, count);
        }
        else
        {
            Activations.MultiplyRow(c, target, count);
        }
    }
}
