using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit;

namespace Maner.Testing;

/// <summary>
/// Runs this program's tests with the trait <see cref="Vectors.Trait"/> again in two processes whose runtime has fewer vector instructions.
/// Both are started before the first is waited for, when the first test of the class that has this fixture begins.
/// </summary>
public class InstructionSetRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InstructionSetRuns()
        : this([])
    {
    }

    /// <summary>Starts the processes, unless this is one of them.</summary>
    /// <param name="variables">Further variables of their environment.</param>
    protected InstructionSetRuns(IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        if (!Vectors.IsRestricted)
        {
            With256Bits = Vectors.Here > 256 ? new InstructionSetRun(256, "DOTNET_EnableAVX512", _folder.File("256.xml"), variables) : null;
            WithoutVectors = Vectors.Here > 128 ? new InstructionSetRun(128, "DOTNET_EnableHWIntrinsic", _folder.File("128.xml"), variables) : null;
        }
    }

    internal InstructionSetRun? With256Bits { get; }

    internal InstructionSetRun? WithoutVectors { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        With256Bits?.Dispose();
        WithoutVectors?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>This program in another process, with the tests that could depend on vectors.</summary>
internal sealed class InstructionSetRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _report;

    public InstructionSetRun(int width, string switchedOff, string results, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        string program = Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program,
            [
                "-trait", $"{Vectors.Trait}={Vectors.Yes}", "-trait-", $"{Vectors.Trait}={Vectors.No}",
                "-xml", results, "-noLogo", "-noColor", "-maxThreads", "2",
            ])
        { RedirectStandardOutput = true };
        start.Environment[switchedOff] = "0";
        start.Environment[Vectors.Expected] = width.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        Results = results;
        _process = Process.Start(start)!;
        _report = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The file of its results.</summary>
    public string Results { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>Waits for its end.</summary>
    /// <returns>What it wrote.</returns>
    public string Wait()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromHours(1)), "The process has not come to its end in an hour.");
        return _report.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
