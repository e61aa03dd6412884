using System.CommandLine;

namespace Maner.Cli.Options;

/// <summary>An option whose values are options of another program, so that they may begin with dashes: <c>--sbatch=--partition=short</c>.</summary>
/// <param name="name">Its name.</param>
internal sealed class PassOnOption(string name) : Option<string[]>(name);
