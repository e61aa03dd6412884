using System.Runtime.CompilerServices;

namespace Maner.Tensors.Kernels;

/// <summary>Activations of whole matrices, forward and backward; <see cref="Gelu"/> and <see cref="GeluTanh"/> are what is done to an element.</summary>
internal static unsafe class Activations
{
    /// <summary>y = f(x).</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="activation">f.</param>
    /// <param name="x">[N, F]; may be the same as <paramref name="y"/>.</param>
    /// <param name="y">[N, F].</param>
    public static void Forward(Workers workers, Activation activation, Matrix x, Matrix y)
    {
        Shapes.CheckSame(x, y, "activation");
        if (activation == Activation.Gelu)
        {
            Rows.For(workers, x.Rows, x.Columns, new ForwardRow<Gelu>(x, y));
        }
        else
        {
            Rows.For(workers, x.Rows, x.Columns, new ForwardRow<GeluTanh>(x, y));
        }
    }

    // forward: y = f(x)   so: dx = dy·f′(x)

    /// <summary>dx = dy·f′(x).</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="activation">f.</param>
    /// <param name="x">The forward pass's input [N, F].</param>
    /// <param name="dy">[N, F].</param>
    /// <param name="dx">[N, F]; may be the same as <paramref name="dy"/>.</param>
    public static void Backward(Workers workers, Activation activation, Matrix x, Matrix dy, Matrix dx)
    {
        Shapes.CheckSame(x, dy, "activation backward");
        Shapes.CheckSame(x, dx, "activation backward");
        if (activation == Activation.Gelu)
        {
            Rows.For(workers, x.Rows, x.Columns, new BackwardRow<Gelu>(x, dy, dx));
        }
        else
        {
            Rows.For(workers, x.Rows, x.Columns, new BackwardRow<GeluTanh>(x, dy, dx));
        }
    }

    // forward: y = f(x)∘g   so: dx = dy∘g∘f′(x),  dg = dy∘f(x)

    /// <summary>The gradients of a gated unit y = f(x)∘g (Shazeer 2020, "GLU variants").</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="activation">f.</param>
    /// <param name="x">The forward pass's input [N, F].</param>
    /// <param name="gate">g [N, F].</param>
    /// <param name="dy">[N, F].</param>
    /// <param name="dx">[N, F].</param>
    /// <param name="dGate">[N, F].</param>
    public static void GatedBackward(Workers workers, Activation activation, Matrix x, Matrix gate, Matrix dy, Matrix dx, Matrix dGate)
    {
        Shapes.CheckSame(x, gate, "gated unit backward");
        Shapes.CheckSame(x, dy, "gated unit backward");
        Shapes.CheckSame(x, dx, "gated unit backward");
        Shapes.CheckSame(x, dGate, "gated unit backward");
        if (activation == Activation.Gelu)
        {
            Rows.For(workers, x.Rows, x.Columns, new GatedBackwardRow<Gelu>(x, gate, dy, dx, dGate));
        }
        else
        {
            Rows.For(workers, x.Rows, x.Columns, new GatedBackwardRow<GeluTanh>(x, gate, dy, dx, dGate));
        }
    }

    /// <summary>y = f(x) for some rows of some columns; x may be y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // in a small caller the compiler's budget for inlining would not last to its end
    internal static void Apply<TActivation, TLanes>(float* x, nint stride, float* y, nint strideOfY, int rows, int columns)
        where TActivation : struct, IActivation
        where TLanes : struct, ILanes<TLanes>
    {
        for (int row = 0; row < rows; row++, x += stride, y += strideOfY)
        {
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                int left = columns - column;
                Lanes.Store(TActivation.Value(Lanes.Load<TLanes>(x + column, left)), y + column, left);
            }
        }
    }

    /// <summary>y ← y∘x for some rows of some columns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Multiply<TLanes>(float* x, nint stride, float* y, nint strideOfY, int rows, int columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (int row = 0; row < rows; row++, x += stride, y += strideOfY)
        {
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                int left = columns - column;
                Lanes.Store(Lanes.Load<TLanes>(y + column, left) * Lanes.Load<TLanes>(x + column, left), y + column, left);
            }
        }
    }

    private readonly struct ForwardRow<TActivation>(Matrix x, Matrix y) : ILaneOperation
        where TActivation : struct, IActivation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes> => Apply<TActivation, TLanes>(x.RowPointer(row), 0, y.RowPointer(row), 0, 1, x.Columns);
    }

    private readonly struct BackwardRow<TActivation>(Matrix x, Matrix dy, Matrix dx) : ILaneOperation
        where TActivation : struct, IActivation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* source = x.RowPointer(row);
            float* upstream = dy.RowPointer(row);
            float* destination = dx.RowPointer(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                TLanes slope = TActivation.Slope(Lanes.Load<TLanes>(source + column, left), out _);
                Lanes.Store(Lanes.Load<TLanes>(upstream + column, left) * slope, destination + column, left);
            }
        }
    }

    private readonly struct GatedBackwardRow<TActivation>(Matrix x, Matrix gate, Matrix dy, Matrix dx, Matrix dGate) : ILaneOperation
        where TActivation : struct, IActivation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* source = x.RowPointer(row);
            float* gates = gate.RowPointer(row);
            float* upstream = dy.RowPointer(row);
            float* toX = dx.RowPointer(row);
            float* toGate = dGate.RowPointer(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                TLanes gradient = Lanes.Load<TLanes>(upstream + column, left);
                TLanes slope = TActivation.Slope(Lanes.Load<TLanes>(source + column, left), out TLanes value);
                Lanes.Store(gradient * Lanes.Load<TLanes>(gates + column, left) * slope, toX + column, left);
                Lanes.Store(gradient * value, toGate + column, left);
            }
        }
    }
}
