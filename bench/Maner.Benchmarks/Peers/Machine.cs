using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Maner.Benchmarks.Peers;

/// <summary>What a measurement was taken on.</summary>
internal static class Machine
{
    /// <summary>The processor's name, cores, memory.</summary>
    public static string Describe()
    {
        string cpu = Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string cache = Directory.Exists("/sys/devices/system/cpu/cpu0/cache/index3")
            ? ", " + File.ReadAllText("/sys/devices/system/cpu/cpu0/cache/index3/size").Trim() + " third-level cache" : "";
        long kilobytes = long.Parse((Field("/proc/meminfo", "MemTotal") ?? "0 kB").Split(' ')[0], CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cpu} (family {Field("/proc/cpuinfo", "cpu family")}, model {Field("/proc/cpuinfo", "model")}), {Environment.ProcessorCount} cores{cache}, {kilobytes / 1048576.0:F0} GiB");
    }

    /// <summary>The commit that was measured, and whether files differ from it.</summary>
    public static string Commit()
    {
        string commit = Git("rev-parse --short HEAD"), changes = Git("status --porcelain -- src bench/Maner.Benchmarks bench/peers");
        return commit + (changes.Length == 0 ? "" : ", with changes that are not committed");
    }

    /// <summary>Most memory that this process has had resident, in bytes.</summary>
    public static long PeakBytes() =>
        Field("/proc/self/status", "VmHWM") is { } text ? long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) * 1024 : Environment.WorkingSet;

    /// <summary>Processor time so far, in clock ticks: of the whole machine while it was not idle, and of this process with all children that have ended.</summary>
    public static (long Busy, long Own) ProcessorTime()
    {
        if (!File.Exists("/proc/stat"))
        {
            return (0, 0);
        }

        // user nice system idle iowait irq softirq steal …; and in the other file, behind the name: utime stime cutime cstime as fields 14 to 17.
        long[] all = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number)];
        string own = File.ReadAllText("/proc/self/stat");
        return (all.Sum() - all[3] - all[4], own[(own.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(4).Sum(Number));

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string? Field(string path, string name) => !File.Exists(path) ? null : File.ReadLines(path)
        .FirstOrDefault(line => line.Split(':')[0].Trim() == name)?.Split(':', 2)[1].Trim();

    private static string Git(string arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = PeerFolder.Repository, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }
}
