using System.Runtime.Intrinsics;

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
        Rows.For(workers, x.Rows, x.Columns, new ForwardRow(activation, x, y));
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

    /// <summary>y = f(x) for a run of elements; x may be y.</summary>
    internal static void Row(Activation activation, float* x, float* y, int count)
    {
        if (activation == Activation.Gelu)
        {
            Row<Gelu>(x, y, count);
        }
        else
        {
            Row<GeluTanh>(x, y, count);
        }
    }

    /// <summary>y ← y∘x for a run of elements.</summary>
    internal static void MultiplyRow(float* x, float* y, int count)
    {
        for (int column = 0; column < count; column += Lanes.Count)
        {
            int left = count - column;
            Lanes.Store(Lanes.Load(y + column, left) * Lanes.Load(x + column, left), y + column, left);
        }
    }

    private static void Row<TActivation>(float* x, float* y, int count)
        where TActivation : struct, IActivation
    {
        for (int column = 0; column < count; column += Lanes.Count)
        {
            int left = count - column;
            Lanes.Store(TActivation.Value(Lanes.Load(x + column, left)), y + column, left);
        }
    }

    private readonly struct ForwardRow(Activation activation, Matrix x, Matrix y) : IRowOperation
    {
        public void Invoke(int row) => Row(activation, x.RowPointer(row), y.RowPointer(row), x.Columns);
    }

    private readonly struct BackwardRow<TActivation>(Matrix x, Matrix dy, Matrix dx) : IRowOperation
        where TActivation : struct, IActivation
    {
        public void Invoke(int row)
        {
            float* source = x.RowPointer(row);
            float* upstream = dy.RowPointer(row);
            float* destination = dx.RowPointer(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                Vector512<float> slope = TActivation.Slope(Lanes.Load(source + column, left), out _);
                Lanes.Store(Lanes.Load(upstream + column, left) * slope, destination + column, left);
            }
        }
    }

    private readonly struct GatedBackwardRow<TActivation>(Matrix x, Matrix gate, Matrix dy, Matrix dx, Matrix dGate) : IRowOperation
        where TActivation : struct, IActivation
    {
        public void Invoke(int row)
        {
            float* source = x.RowPointer(row);
            float* gates = gate.RowPointer(row);
            float* upstream = dy.RowPointer(row);
            float* toX = dx.RowPointer(row);
            float* toGate = dGate.RowPointer(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                Vector512<float> gradient = Lanes.Load(upstream + column, left);
                Vector512<float> slope = TActivation.Slope(Lanes.Load(source + column, left), out Vector512<float> value);
                Lanes.Store(gradient * Lanes.Load(gates + column, left) * slope, toX + column, left);
                Lanes.Store(gradient * value, toGate + column, left);
            }
        }
    }
}
