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

    /// <summary>Makes of a part of C its part of the target.</summary>
    /// <param name="c">The part's first element.</param>
    /// <param name="stride">Floats from a row of C to the next.</param>
    /// <param name="row">The part's first row.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    internal void Apply(float* c, nint stride, int row, int column, int rows, int columns) =>
        Lanes.Invoke(new Part(_activation, c, stride, Target.RowPointer(row) + column, Target.Stride, rows, columns));

    private readonly struct Part(Activation? activation, float* c, nint stride, float* target, nint targetStride, int rows, int columns) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            switch (activation)
            {
                case null:
                    Activations.Multiply<TLanes>(c, stride, target, targetStride, rows, columns);
                    break;
                case Activation.Gelu:
                    Activations.Apply<Gelu, TLanes>(c, stride, target, targetStride, rows, columns);
                    break;
                default:
                    Activations.Apply<GeluTanh, TLanes>(c, stride, target, targetStride, rows, columns);
                    break;
            }
        }
    }
}
