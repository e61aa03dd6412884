using System.Diagnostics;
using System.Text;
using Xunit;

namespace Maner.Hub.Tests.Fake;

/// <summary>The program as a process of its own, with the environment of a fixture.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;

    private Child(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, data) =>
        {
            lock (_error)
            {
                _error.Append(data.Data).Append('\n');
            }
        };
        process.BeginErrorReadLine();
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static Child Start(HubFixture hub, params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "maner"), args) { WorkingDirectory = hub.Folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("HF_", StringComparison.Ordinal) || name.Contains("PROXY", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string? value) in hub.Environment)
        {
            start.Environment[name] = value;
        }

        var child = new Child(Process.Start(start)!);
        child._process.StandardInput.Close();
        return child;
    }

    /// <summary>Runs the program to its end.</summary>
    public static (int Code, string Output, string Error) Run(HubFixture hub, params string[] args)
    {
        using Child child = Start(hub, args);
        return child.End();
    }

    public (int Code, string Output, string Error) End()
    {
        Assert.True(_process.WaitForExit(Longest), $"the program does not end: {Error}");
        _process.WaitForExit(); // and its output is all here
        return (_process.ExitCode, _output.GetAwaiter().GetResult(), Error);
    }

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Longest && !_process.HasExited, $"it does not come to this: {Error}");
            await Task.Delay(10, HubFixture.Token);
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
