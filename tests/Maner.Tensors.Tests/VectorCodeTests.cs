using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>
/// The machine code of the elementwise kernels, as the runtime lists it: all of it must be in place. Where the compiler does not inline an operator of a vector, each
/// of its calls takes its vectors through memory, which once was a fifth of the time of tagging.
/// </summary>
[Trait(Vectors.Trait, Vectors.No)] // starts its own processes
public sealed partial class VectorCodeTests(ITestOutputHelper output)
{
    /// <summary>Kernels that must be among what is listed: else a listing without calls would say nothing.</summary>
    private static readonly string[] s_kernels =
    [
        "Activations:Apply[Maner.Tensors.Kernels.Gelu,", "Activations:Apply[Maner.Tensors.Kernels.GeluTanh,", "Activations:Multiply[", "Activations+BackwardRow`1[Maner.Tensors.Kernels.Gelu]:Invoke[",
        "Activations+GatedBackwardRow`1[Maner.Tensors.Kernels.Gelu]:Invoke[", "Activations+GatedBackwardRow`1[Maner.Tensors.Kernels.GeluTanh]:Invoke[", "Softmax:Row[",
        "Softmax:BackwardRow[", "LayerNorm+ForwardRow:Invoke[", "LayerNorm+ForwardRow:AddResidual[", "LayerNorm+ParameterBlock:Invoke[", "LayerNorm+BackwardRow:Invoke[", "AdamW:UpdateRun[",
        "AdamW+DecayRow:Invoke[", "CrossEntropy+Row:Invoke[", "Dropout+ApplyRow:Invoke[", "Attention:Mask[", "RotaryTable:Turn[", "Reduce+ColumnSums:Invoke[", "Reduce+ColumnSums:AddFour[",
        "Reduce+AddRowTo:Invoke[", "Reduce+SquareBlock:Invoke[", "RowGather+GatherRow:Invoke[", "RowGather+ScatterBlock:Invoke[", "GemmPacking+RowsToCopy:Invoke[", "BFloat16+Widening:Invoke[",
    ];

    [Theory]
    [InlineData(512, "")]
    [InlineData(256, "DOTNET_EnableAVX512")]
    public void No_kernel_calls_an_operator_of_vectors(int width, string switchedOff)
    {
        // Nothing is asked of four registers: without AVX2 the runtime has no multiply-add either and calls the C library's, and Arm's code reads otherwise.
        Assert.SkipUnless(Vectors.Here >= width, $"This processor has no {width}-bit vectors.");
        using var folder = new TemporaryFolder();
        string[] listing = Listing(folder, switchedOff);

        var found = new List<string>();
        string method = "";
        var kernels = s_kernels.ToDictionary(kernel => kernel, _ => 0);
        foreach (string line in listing)
        {
            if (Header().Match(line) is { Success: true } header)
            {
                bool isKernel = header.Groups["method"].Value.Contains($"Lanes{width}", StringComparison.Ordinal) && header.Groups["tier"].Value != "Tier0";
                method = isKernel ? header.Groups["method"].Value : "";
            }
            else if (method.Length > 0)
            {
                if (s_kernels.FirstOrDefault(kernel => method.Contains("Kernels." + kernel, StringComparison.Ordinal)) is { } kernel)
                {
                    kernels[kernel]++;
                }

                if (Call().Match(line) is { Success: true } call)
                {
                    found.Add($"{method} calls {call.Groups["callee"].Value}");
                }
            }
        }

        output.WriteLine($"{listing.Length} lines; of kernels {kernels.Values.Sum()}");
        Assert.Empty(found.Distinct());
        Assert.DoesNotContain(kernels, kernel => kernel.Value < 10);
    }

    /// <summary>What the listed process runs.</summary>
    [Fact]
    public void Every_kernel_runs()
    {
        const int Rows = 5, Width = 80 + 3;
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(Rows, Width), y = matrices.Normal(Rows, Width), z = matrices.Normal(Rows, Width), vector = matrices.Normal(1, Width);
        Matrix sums = matrices.Zeros(1, Width), statistics = matrices.Zeros(Rows, 2), weight = matrices.Normal(Width, Width), out1 = matrices.Zeros(Rows, Width), out2 = matrices.Zeros(Rows, Width);
        var dropout = new Dropout(0.1f, 1);
        int[] rows = [0, 2, 2, 1, 4];
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Activations.Forward(workers, activation, x, out1);
            Activations.Backward(workers, activation, x, y, out1);
            Activations.GatedBackward(workers, activation, x, y, z, out1, out2);
            using PackedWeight packed = PackedWeight.Pack(workers, weight, WeightPrecision.BFloat16);
            Gemm.NT(workers, x, packed, out1, bias: vector, epilogue: GemmEpilogue.Activate(activation, out2));
            Gemm.NT(workers, x, packed, out1, bias: vector, epilogue: GemmEpilogue.Gate(out2));
        }

        LayerNorm.Forward(workers, matrices.Copy(x), y, dropout, vector, vector, 1e-5f, out1, statistics);
        LayerNorm.Backward(workers, x, statistics, vector, y, out2, sums, sums);
        RowGather.Forward(workers, x, rows, out1);
        RowGather.Backward(workers, x, rows, out1);
        Reduce.AddColumnSums(workers, x, sums);
        Reduce.AddRow(workers, vector, out1);
        dropout.Apply(workers, x, out1);
        Gemm.NN(workers, matrices.Normal(200, Width), weight, matrices.Zeros(200, Width)); // copies rows

        using var buffer = new NativeBuffer(100);
        using var gradients = new NativeBuffer(100);
        using var first = new NativeBuffer(100);
        using var second = new NativeBuffer(100);
        Assert.Equal(0, Reduce.SumOfSquares(workers, buffer, 100));
        AdamW.Update(workers, new AdamWStep(1e-5f, 1, 1, 0.01f), decay: true, 0, 100, buffer, gradients, first, second);
        AdamW.Decay(workers, matrices.Copy(x), [0.5f, 0.25f]);

        AttentionSpan[] spans = [new(0, Rows, 0, Rows)];
        using var table = new RotaryTable(Width - 1, 10000);
        Matrix q = matrices.Normal(Rows, Width - 1), k = matrices.Normal(Rows, Width - 1), v = matrices.Normal(Rows, Width - 1), o = matrices.Zeros(Rows, Width - 1);
        var pattern = new AttentionPattern(Window: 2, table.For(Rows));
        Attention.Forward(workers, spans, 1, q, k, v, dropout, o, pattern);
        Matrix dQ = matrices.Zeros(Rows, Width - 1), dK = matrices.Zeros(Rows, Width - 1), dV = matrices.Zeros(Rows, Width - 1);
        Attention.Backward(workers, spans, 1, q, k, v, dropout, o, dQ, dK, dV, pattern);
        Assert.True(double.IsFinite(CrossEntropy.ForwardBackward(workers, matrices.Copy(x), rows)));
        foreach (Matrix result in new[] { out1, out2, sums, statistics, o, dQ, dK, dV })
        {
            Assert.All(AssertClose.Flat(result), value => Assert.True(float.IsFinite(value)));
        }
    }

    /// <summary>The code of all methods that take lanes, from a process that runs <see cref="Every_kernel_runs"/>.</summary>
    private static string[] Listing(TemporaryFolder folder, string switchedOff)
    {
        string listing = folder.File("code.txt");
        string program = Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program, ["-method", $"{typeof(VectorCodeTests).FullName}.{nameof(Every_kernel_runs)}", "-noLogo", "-noColor"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_JitDisasm"] = "Maner.Tensors.Kernels.*:*";
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        if (switchedOff.Length > 0)
        {
            start.Environment[switchedOff] = "0";
        }

        using Process process = Process.Start(start)!;
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, report);
        return File.ReadAllLines(listing);
    }

    [GeneratedRegex(@"^; Assembly listing for method (?<method>.*) \((?<tier>[^()]*)\)$")]
    private static partial Regex Header();

    /// <summary>A call of the runtime's vectors or of lanes.</summary>
    [GeneratedRegex(@"^\s+(call|tail\.jmp|rex\.jmp)\b.*(?<callee>(System\.Runtime\.Intrinsics\.|Maner\.Tensors\.Kernels\.(Lanes\d+|Exponential|Gelu|GeluTanh|DropoutRow|Lanes)[:\[]).*)$")]
    private static partial Regex Call();
}
