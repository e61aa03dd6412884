using System.Diagnostics;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>Standard streams that are closed or full, the result is right or the exit code says that it is lost, and nothing aborts.</summary>
public sealed class StandardStreamTests(CliModel model) : IClassFixture<CliModel>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public static TheoryData<string, int, string> Lines => new()
    {
        // What is typed in the shell ($M the program, $MODEL the model, $TEXT a text), the exit code, and what standard error says where it can.
        { "$M predict --model $MODEL $TEXT 2>&- >out; rc=$?; test -s out || exit 99; exit $rc", 0, "" },
        { "$M predict --model $MODEL no-such-file 2>&- >out", 2, "" },
        { "$M predict --model $MODEL no-such-file 2>/dev/full >out", 2, "" },
        { "$M predict --model $MODEL $TEXT 2>/dev/full >out; rc=$?; test -s out || exit 99; exit $rc", 0, "" },
        { "$M predict --model $MODEL <&-", 2, "standard input: expected text, found it closed." },
        { "$M predict --model $MODEL $TEXT <&- >out; rc=$?; test -s out || exit 99; exit $rc", 0, "" },
        { "$M predict --model $MODEL $TEXT <&- >&-", 2, "standard output: expected a place for the result, found it closed." },
        { "$M predict --model $MODEL $TEXT >&-", 2, "standard output: expected a place for the result, found it closed." },
        { "$M predict --model $MODEL $TEXT <&- >&- 2>&-", 2, "" },
        { "$M evaluate --model $MODEL $TEST --json >&-", 2, "found it closed" },
        { "$M predict --model $MODEL $TEXT --out whole >&-; rc=$?; test -s whole || exit 99; exit $rc", 0, "" },
        { "$M predict --model $MODEL $TEXT >/dev/full", 2, "No space left on device" },
        { "$M predict --model $MODEL $TEXT --out /dev/full", 2, "No space left on device" },
        { "$M --help >/dev/full", 2, "No space left on device" },
        { "$M --version >/dev/full", 2, "No space left on device" },
        { "$M train --train $TEST --encoder $ENCODER --out run --epochs 1 --min-updates 0 --crf-weight 0 2>/dev/full >out; rc=$?; test -s run/maner.json || exit 99; exit $rc", 0, "" },
        { "$M train --train $TEST --encoder $ENCODER --out run --epochs 1 --min-updates 0 --crf-weight 0 2>&- >out; rc=$?; test -s run/maner.json || exit 99; exit $rc", 0, "" },
        { "$M predict --model $MODEL $TEXT | head -n 1 >out", 0, "" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Streams_that_a_shell_closed_or_a_disk_filled_are_met_in_order(string line, int code, string says)
    {
        (int found, string error) = Shell(line);
        Assert.True(code == found, $"{line}: {found} {error}");
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_files_that_may_be_open_are_no_defect()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs 'ulimit -n'");

        // With fewer the runtime itself does not start. Somewhere among these the program does.
        (int code, string error) = Shell("for n in 48 56 64 68 70 71 72 73 74 76 80 96 112 128 192 256; do (ulimit -n $n; $M predict --model $MODEL $TEXT >out 2>err); rc=$?; echo $n $rc >>all; " +
            "test $rc = 0 || test $rc = 1 || exit 99; test $rc = 0 || test -s err || exit 98; done; exit $rc");
        Assert.True(code == 0, $"{code} {error}");
    }

    private (int Code, string Error) Shell(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");
        Assert.SkipUnless(!line.Contains("/dev/full", StringComparison.Ordinal) || File.Exists("/dev/full"), "There is no /dev/full.");
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = folder.Path, RedirectStandardError = true };
        start.Environment["M"] = Path.Combine(AppContext.BaseDirectory, "maner");
        start.Environment["MODEL"] = model.Folder;
        start.Environment["ENCODER"] = model.Encoder;
        start.Environment["TEXT"] = Samples.File("unlabelled.txt");
        start.Environment["TEST"] = CliModel.TestFile;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{line} did not end");
        }

        return (process.ExitCode, error.GetAwaiter().GetResult());
    }
}
