using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>A processor with AVX2 and no AVX-512, as most laptops have, on one that has both: neither side may use the wider vectors.</summary>
internal static class Avx2
{
    /// <summary>What the section measures.</summary>
    private static readonly string[] s_works = ["train-mini-8", "train-base-8", "predict-base-mixed", "predict-mini-1"];

    /// <summary>For .NET; for PyTorch's own kernels, OpenBLAS, MKL, oneDNN and BLIS, as their documentation has it.</summary>
    private static readonly (string Name, string Value)[] s_variables =
    [
        ("DOTNET_EnableAVX512", "0"), ("ATEN_CPU_CAPABILITY", "avx2"), ("OPENBLAS_CORETYPE", "Haswell"), ("MKL_ENABLE_INSTRUCTIONS", "AVX2"),
        ("ONEDNN_MAX_CPU_ISA", "AVX2"), ("DNNL_MAX_CPU_ISA", "AVX2"), ("BLIS_ARCH_TYPE", "haswell"),
    ];

    /// <summary>The variables, for a process that is started.</summary>
    public static IReadOnlyDictionary<string, string> Variables => s_variables.ToDictionary(variable => variable.Name, variable => variable.Value);

    /// <summary>Holds all processes that this one starts from here on to AVX2.</summary>
    public static void Hold()
    {
        foreach ((string name, string value) in s_variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>Adds the section: the same works with the widest vectors and with AVX2.</summary>
    public static void Add(PerformancePage page, PeerRunOptions options, PyTorch pyTorch)
    {
        PeerOutcome[] widest = Measure(options, pyTorch);
        string?[] before = [.. s_variables.Select(variable => Environment.GetEnvironmentVariable(variable.Name))];
        Hold();
        PeerOutcome[] held = Measure(options, pyTorch);
        foreach (((string name, _), string? value) in s_variables.Zip(before))
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        page.Line("## AVX2");
        page.Line(
            $"""
            Most laptops have AVX2 and no AVX-512. Here the same processor runs the same works twice: with the widest vectors that each side uses, and with both sides held to AVX2
            ({string.Join(", ", s_variables.Select(variable => $"`{variable.Name}={variable.Value}`"))}). PyTorch has the fastest of the settings that were tried ({(options.Settings.Count == 0 ? "all" : string.Join(", ", options.Settings))}),
            {options.Threads} thread{(options.Threads == 1 ? "" : "s")}, {options.Rounds} rounds in turn.{(options.IsProcessorTime ? " **The machine was not quiet, so times are processor time of a process, not time that passed.**" : "")} A time is made of each batch's least over all rounds and passes.
            """);
        var table = new MarkdownTable("work", "vectors", " PyTorch", " Maner", " ratio", " target", "", "PyTorch's setting");
        foreach ((PeerOutcome wide, PeerOutcome narrow) in widest.Zip(held))
        {
            Add(table, wide, wide.Work.Title, Ceiling.InstructionSet);
            Add(table, narrow, "", "AVX2");
        }

        page.Line(table.ToString());
        page.Line(widest.Concat(held).All(outcome => outcome.Agrees) ? "The loss of the first batch without dropout is the same on both sides, within 1e-4."
            : "**The two sides did not compute the same loss: these rows compare different things.**");
    }

    private static PeerOutcome[] Measure(PeerRunOptions options, PyTorch pyTorch)
    {
        var run = new PeerRun(options, pyTorch, Console.Error);
        return [.. s_works.Select(work => run.Measure(PeerWork.Named(work)))];
    }

    private static void Add(MarkdownTable table, PeerOutcome outcome, string title, string vectors)
    {
        double pyTorch = outcome.Least(outcome.Grouped), maner = outcome.Least(outcome.Maner), ratio = pyTorch / maner;
        table.Add(
            title, vectors, Shown(pyTorch), Shown(maner), ratio.ToString("F2", CultureInfo.InvariantCulture),
            outcome.Work.Target is { } target ? string.Create(CultureInfo.InvariantCulture, $"≥ {target}") : "",
            outcome.Work.Target is { } aim ? ratio >= aim ? "met" : "missed" : "", outcome.Grouped[0].Setting);

        static string Shown(double seconds) => new Figure(seconds, Spread: null).ToString();
    }
}
