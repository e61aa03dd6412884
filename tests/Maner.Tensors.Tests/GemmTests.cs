using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>Every product equals the plain loops bit for bit, at sizes around every edge of slivers, panels and blocks.</summary>
public sealed class GemmTests
{
    // Around a sliver (6) and two; around AVX2's panel (16) and AVX-512's (64) and two; around a load of 8 and a block of k (512 where A is packed, 1,024 at most) and two.
    private const int MostRows = 13;
    private static readonly int[] Widths = [1, 15, 16, 17, 63, 64, 65, 130];
    private static readonly int[] Depths = [1, 7, 8, 9, 511, 512, 513, 1024, 1030];

    public enum Layout
    {
        NT,
        NN,
        TN,
    }

    public enum Start
    {
        Zero,
        Accumulate,
        Bias,
    }

    public static TheoryData<Layout, Start, int> Cases()
    {
        var cases = new TheoryData<Layout, Start, int>();
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            foreach (Layout layout in Enum.GetValues<Layout>())
            {
                cases.Add(layout, Start.Zero, threads);
                cases.Add(layout, Start.Accumulate, threads);
            }

            cases.Add(Layout.NT, Start.Bias, threads);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_have_the_bits_of_the_plain_loops(Layout layout, Start start, int threads)
    {
        using var workers = new Workers(threads);
        foreach (int depth in Depths)
        {
            using var matrices = new TestMatrices((ulong)depth);
            var problem = new Problem(matrices, layout, start, MostRows, Widths[^1], depth);
            Matrix c = matrices.Zeros(MostRows, Widths[^1], gap: 5);

            // Elements of C depend on their row of A and column of B alone, so the largest reference serves all smaller products.
            for (int rows = 1; rows <= MostRows; rows++)
            {
                foreach (int columns in Widths)
                {
                    problem.Check(rows, columns, c.RowRange(0, rows).ColumnRange(0, columns), target => problem.Run(workers, rows, columns, target));
                }
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Tall_products_that_are_cut_by_rows_too_have_the_same_bits(int threads)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            foreach ((int rows, int columns, int depth) in new[] { (203, 33, 40), (599, 16, 1024) })
            {
                var problem = new Problem(matrices, layout, Start.Accumulate, rows, columns, depth);
                problem.Check(rows, columns, matrices.Zeros(rows, columns), target => problem.Run(workers, rows, columns, target));
            }
        }
    }

    [Theory]
    [InlineData(Layout.NT, 1030)]
    [InlineData(Layout.NN, 1030)]
    [InlineData(Layout.TN, 1030)]
    [InlineData(Layout.NT, 2048)] // rows that share sets of the cache: the 256-bit kernel copies them
    [InlineData(Layout.NN, 2048)]
    public void Products_of_several_groups_of_slivers_and_blocks_of_k_have_the_same_bits(Layout layout, int depth)
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        var problem = new Problem(matrices, layout, Start.Zero, rows: 599, columns: 70, depth);
        problem.Check(599, 70, matrices.Zeros(599, 70), target => problem.Run(workers, 599, 70, target));
    }

    [Theory]
    [InlineData(Layout.NT)]
    [InlineData(Layout.NN)]
    [InlineData(Layout.TN)]
    public void Blocks_that_are_packed_in_parts_behind_the_slivers_are_whole(Layout layout)
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        foreach (int rows in new[] { 25, 44, 49, 61 }) // five, eight, nine and eleven slivers for at most eight parts
        {
            foreach ((int columns, int depth) in new[] { (150, 1030), (257, 40), (130, 517) })
            {
                var problem = new Problem(matrices, layout, Start.Accumulate, rows, columns, depth);
                problem.Check(rows, columns, matrices.Zeros(rows, columns), target => problem.Run(workers, rows, columns, target));
            }
        }
    }

    [Theory]
    [InlineData(Layout.NT)]
    [InlineData(Layout.NN)]
    [InlineData(Layout.TN)]
    public void Views_of_columns_are_read_and_written_in_place(Layout layout)
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        var problem = new Problem(matrices, layout, Start.Zero, rows: 13, columns: 70, depth: 19, gap: 11);
        problem.Check(13, 70, matrices.Zeros(13, 70, gap: 6), target => problem.Run(workers, 13, 70, target));
    }

    [Theory]
    [InlineData(Layout.NT)]
    [InlineData(Layout.NN)]
    [InlineData(Layout.TN)]
    public void Every_kernel_of_this_processor_and_the_scalar_one_agree(Layout layout)
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        foreach ((int rows, int columns, int depth) in new[] { (1, 1, 1), (6, 64, 512), (7, 65, 513), (13, 130, 1030), (5, 17, 9) })
        {
            var problem = new Problem(matrices, layout, Start.Accumulate, rows, columns, depth);
            (GemmOperand a, GemmOperand b) = problem.Operands(rows, columns);
            Matrix c = matrices.Zeros(rows, columns);
            var adding = new GemmFusion(Accumulate: true);
            problem.Check(rows, columns, c, target => GemmDriver<KernelScalar>.Run(workers, a, new GemmPanels(b, 16), target, adding));
            problem.Check(rows, columns, c, target => GemmDriver<KernelScalar>.Run(null, a, new GemmPanels(b, 16), target, adding));

            // Vector256 and Vector512 also work where the processor lacks them, only slowly.
            problem.Check(rows, columns, c, target => GemmDriver<Kernel256>.Run(workers, a, new GemmPanels(b, 16), target, adding));
            problem.Check(rows, columns, c, target => GemmDriver<Kernel512>.Run(workers, a, new GemmPanels(b, 64), target, adding));

            problem.Check(rows, columns, c, target => Gemm.OnThisThread(a, b, target, accumulate: true));
        }
    }

    [Fact]
    public void A_product_without_steps_is_the_start_value()
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix a = matrices.Zeros(7, 0), b = matrices.Zeros(20, 0), bias = matrices.Normal(1, 20), c = matrices.Normal(7, 20);
        Matrix before = matrices.Copy(c);

        Gemm.NT(workers, a, b, c, accumulate: true);
        AssertBits.Equal(before, c, "accumulated");
        Gemm.NT(workers, a, b, c, bias: bias);
        AssertBits.Equal(bias[0], c[6], "bias");
        Gemm.NT(workers, a, b, c);
        Assert.All(AssertClose.Flat(c), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Products_without_rows_or_columns_do_nothing()
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Gemm.NN(workers, matrices.Zeros(0, 5), matrices.Zeros(5, 9), matrices.Zeros(0, 9));
        Gemm.NN(workers, matrices.Zeros(4, 5), matrices.Zeros(5, 0), matrices.Zeros(4, 0));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_the_shapes()
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Matrix a = matrices.Zeros(2, 3), b = matrices.Zeros(4, 5), c = matrices.Zeros(2, 4);

        ArgumentException error = Assert.Throws<ArgumentException>(() => Gemm.NT(workers, a, b, c));
        Assert.Contains("A [2, 3], B [5, 4], C [2, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => Gemm.NT(workers, a, matrices.Zeros(4, 3), c, accumulate: true, bias: matrices.Zeros(1, 4)));
        Assert.Throws<ArgumentException>(() => Gemm.NT(workers, a, matrices.Zeros(4, 3), c, bias: matrices.Zeros(1, 3)));
    }

    /// <summary>Operands for the largest size, and C as the plain loops compute it.</summary>
    private sealed class Problem
    {
        private readonly Layout _layout;
        private readonly bool _accumulate;
        private readonly Matrix _a;
        private readonly Matrix _b;
        private readonly Matrix? _bias;
        private readonly Matrix _initial;
        private readonly Matrix _expected;

        public Problem(TestMatrices matrices, Layout layout, Start start, int rows, int columns, int depth, int gap = 0)
        {
            _layout = layout;
            _accumulate = start == Start.Accumulate;
            _a = layout == Layout.TN ? matrices.Normal(depth, rows, gap: gap) : matrices.Normal(rows, depth, gap: gap);
            _b = layout == Layout.NT ? matrices.Normal(columns, depth, gap: gap) : matrices.Normal(depth, columns, gap: gap);
            _bias = start == Start.Bias ? matrices.Normal(1, columns) : null;

            // What C held before must not matter unless it is added to: NaN would show.
            _initial = matrices.Normal(rows, columns, _accumulate ? 1 : double.NaN);
            _expected = matrices.Copy(_initial);
            Naive.Gemm(_a, layout == Layout.TN, _b, layout == Layout.NT, _expected, _accumulate, _bias);
        }

        public void Run(Workers workers, int rows, int columns, Matrix c)
        {
            Matrix a = A(rows), b = B(columns);
            switch (_layout)
            {
                case Layout.NT:
                    Gemm.NT(workers, a, b, c, _accumulate, _bias?.ColumnRange(0, columns));
                    break;
                case Layout.NN:
                    Gemm.NN(workers, a, b, c, _accumulate);
                    break;
                default:
                    Gemm.TN(workers, a, b, c, _accumulate);
                    break;
            }
        }

        public (GemmOperand A, GemmOperand B) Operands(int rows, int columns) => (
            _layout == Layout.TN ? GemmOperand.Transposed(A(rows)) : GemmOperand.Plain(A(rows)),
            _layout == Layout.NT ? GemmOperand.Transposed(B(columns)) : GemmOperand.Plain(B(columns)));

        public void Check(int rows, int columns, Matrix c, Action<Matrix> product)
        {
            _initial.RowRange(0, rows).ColumnRange(0, columns).CopyTo(c);
            product(c);
            AssertBits.Equal(
                _expected.RowRange(0, rows).ColumnRange(0, columns), c, $"{_layout} {rows}×{columns}, depth {Operands(rows, columns).A.Columns}");
        }

        private Matrix A(int rows) => _layout == Layout.TN ? _a.ColumnRange(0, rows) : _a.RowRange(0, rows);

        private Matrix B(int columns) => _layout == Layout.NT ? _b.RowRange(0, columns) : _b.ColumnRange(0, columns);
    }
}
