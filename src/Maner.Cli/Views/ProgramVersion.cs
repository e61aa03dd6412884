using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Maner.Cli.Views;

/// <summary>Which program this is: its version, and the commit that it was built from.</summary>
/// <param name="Version">As packages are numbered: <c>0.2.0</c>.</param>
/// <param name="Commit">The commit's hash; null for a build outside a git repository, which cannot know it.</param>
internal sealed record ProgramVersion(string Version, string? Commit)
{
    /// <summary>The program that runs.</summary>
    public static ProgramVersion Here { get; } =
        Parse(typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>Reads what the compiler was told to write into the assembly: <c>0.2.0+1f0c9…</c>, without <c>+</c> and hash where there is no repository.</summary>
    public static ProgramVersion Parse(string informational)
    {
        int plus = informational.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 || plus == informational.Length - 1 ? new(informational.TrimEnd('+'), null) : new(informational[..plus], informational[(plus + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"maner {Version}, commit {Commit ?? "unknown"}";

    /// <summary>What <c>maner --version</c> does.</summary>
    public sealed class PrintAction(CliContext context) : SynchronousCommandLineAction
    {
        /// <inheritdoc/>
        public override bool ClearsParseErrors => true;

        /// <inheritdoc/>
        public override int Invoke(ParseResult parseResult)
        {
            context.Out.WriteLine(Here);
            return ExitCode.Success;
        }
    }
}
