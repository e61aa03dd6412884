using System.ComponentModel;
using System.Text.Json;

namespace Maner.Benchmarks.Peers;

/// <summary>The PyTorch half: <c>bench/peers/pytorch_peer.py</c> in Debian's Python.</summary>
internal sealed class PyTorch
{
    /// <summary>What to do where it is missing.</summary>
    public const string HowToInstall =
        "PyTorch was not found: install it with 'apt install python3-torch libopenblas0-openmp libopenblas0-pthread libblis4-openmp', or name a Python that has it in MANER_PYTHON.";

    private static readonly string Script = Path.Combine(PeerFolder.Repository, "bench", "peers", "pytorch_peer.py");
    private readonly string _python;

    private PyTorch(string python) => _python = python;

    /// <summary>PyTorch, or null where it is not installed.</summary>
    public static PyTorch? Find()
    {
        string python = Environment.GetEnvironmentVariable("MANER_PYTHON") ?? "/usr/bin/python3";
        try
        {
            ChildProcess.Run(python, ["-c", "import torch"]);
            return new PyTorch(python);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>One process, one work.</summary>
    public PeerResult Run(PeerOptions options, string setting) =>
        Results([Script, "run", .. options.Arguments, "--setting", setting])[0];

    /// <summary>Settings for a moment each, the fastest first.</summary>
    /// <param name="options">How long.</param>
    /// <param name="settings">Their names; empty for all that fit the work.</param>
    /// <param name="isMean">How passes become seconds.</param>
    public IReadOnlyList<PeerResult> Calibrate(PeerOptions options, IReadOnlyList<string> settings, bool isMean)
    {
        string[] some = settings.Count == 0 ? [] : ["--settings", string.Join(',', settings)];
        List<PeerResult> tried = Results([Script, "calibrate", .. options.Arguments, .. some]);
        return tried.Count > 0
            ? [.. tried.OrderBy(result => Statistics.Seconds(result.Passes, isMean))]
            : throw new InvalidOperationException($"None of PyTorch's settings ran for {options.File}: try '{_python} {Script} calibrate {options.File}'.");
    }

    private List<PeerResult> Results(IEnumerable<string> arguments) =>
        [.. ChildProcess.Run(_python, arguments).Select(line => JsonSerializer.Deserialize(line, PeerJson.Default.PeerResult)!)];
}
