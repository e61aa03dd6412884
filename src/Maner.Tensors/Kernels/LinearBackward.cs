namespace Maner.Tensors.Kernels;

/// <summary>The backward pass of a linear layer y = x·Wᵀ + b: three pieces of work that need only dy, so the threads fork once for all.</summary>
internal static class LinearBackward
{
    // forward: y[n,o] = Σ_i x[n,i]·W[o,i] + b[o]   so: dW += dyᵀ·x,  db += Σ_n dy,  dx (+)= dy·W

    /// <summary>dW, db and dx.</summary>
    /// <param name="workers">The threads.</param>
    /// <param name="x">[N, I].</param>
    /// <param name="w">[O, I].</param>
    /// <param name="dy">[N, O].</param>
    /// <param name="dW">[O, I].</param>
    /// <param name="addToDW">Whether dW is added to, else written.</param>
    /// <param name="db">[1, O], added to; null for a layer without a bias.</param>
    /// <param name="dx">[N, I].</param>
    /// <param name="addToDx">Whether dx is added to, else written.</param>
    public static void Run(Workers workers, Matrix x, Matrix w, Matrix dy, Matrix dW, bool addToDW, Matrix? db, Matrix dx, bool addToDx)
    {
        ArgumentNullException.ThrowIfNull(workers);
        Shapes.Check(
            x.Rows == dy.Rows && w.Rows == dy.Columns && w.Columns == x.Columns,
            $"x [N, I], W [O, I], dy [N, O], found x [{x.Rows}, {x.Columns}], W [{w.Rows}, {w.Columns}], dy [{dy.Rows}, {dy.Columns}]");
        Shapes.CheckSame(w, dW, "gradient of a weight");
        Shapes.CheckSame(x, dx, "gradient of an input");
        Reduce.ColumnSums sums = db is { } bias ? new Reduce.ColumnSums(dy, bias) : default;
        if (VectorWidth.Bits == 512)
        {
            Run<Kernel512>(workers, x, w, dy, dW, addToDW, sums, dx, addToDx);
        }
        else if (VectorWidth.Bits == 256)
        {
            Run<Kernel256>(workers, x, w, dy, dW, addToDW, sums, dx, addToDx);
        }
        else
        {
            Run<KernelScalar>(workers, x, w, dy, dW, addToDW, sums, dx, addToDx);
        }
    }

    private static void Run<TKernel>(
        Workers workers, Matrix x, Matrix w, Matrix dy, Matrix dW, bool addToDW, Reduce.ColumnSums sums, Matrix dx, bool addToDx)
        where TKernel : struct, IMicroKernel
    {
        GemmDriver<TKernel>.GridItem weight = GemmDriver<TKernel>.Prepare(
            workers, GemmOperand.Transposed(dy), new GemmPanels(GemmOperand.Plain(x), TKernel.Columns), dW, new GemmFusion(addToDW));
        GemmDriver<TKernel>.GridItem input = GemmDriver<TKernel>.Prepare(
            workers, GemmOperand.Plain(dy), new GemmPanels(GemmOperand.Plain(w), TKernel.Columns), dx, new GemmFusion(addToDx));
        var products = new Sequence<GemmDriver<TKernel>.GridItem, GemmDriver<TKernel>.GridItem>(weight, weight.Count, input);
        int productItems = weight.Count + input.Count;
        workers.Run(
            productItems + sums.Count,
            new Sequence<Sequence<GemmDriver<TKernel>.GridItem, GemmDriver<TKernel>.GridItem>, LaneItems<Reduce.ColumnSums>>(
                products, productItems, new LaneItems<Reduce.ColumnSums>(sums)));
    }

    /// <summary>The items of one operation, then those of another.</summary>
    private readonly struct Sequence<TFirst, TSecond>(TFirst first, int count, TSecond second) : IParallelOperation
        where TFirst : struct, IParallelOperation
        where TSecond : struct, IParallelOperation
    {
        public void Invoke(int item)
        {
            if (item < count)
            {
                first.Invoke(item);
            }
            else
            {
                second.Invoke(item - count);
            }
        }
    }
}
