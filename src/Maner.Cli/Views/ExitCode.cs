namespace Maner.Cli.Views;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>It worked; where a question was asked, the answer is yes.</summary>
    public const int Success = 0;

    /// <summary>It worked, and the answer is no: <c>data check</c> found something, for example. Or not now: no network, an interrupt that lost nothing.</summary>
    public const int No = 1;

    /// <summary>The arguments or the files are not usable, or the run was cancelled. One message says what to do.</summary>
    public const int BadInput = 2;

    /// <summary>A worker of an experiment was told to end (128 + SIGTERM, as shells write it): nothing is the matter with its input.</summary>
    public const int Ended = 143;

    /// <summary>A defect of this program (sysexits.h: EX_SOFTWARE).</summary>
    public const int Defect = 70;
}
