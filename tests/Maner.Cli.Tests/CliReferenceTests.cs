using System.CommandLine;
using Maner.Cli.Views;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class CliReferenceTests
{
    /// <summary>Set in the environment, it makes the test write the page instead of comparing it.</summary>
    private const string Asked = "MANER_WRITE_REFERENCE";

    private const string Page = "docs/reference/cli.md";

    private static readonly RootCommand s_root =
        CliApp.CreateRoot(new CliContext(TextWriter.Null, TextWriter.Null, TextReader.Null, isTerminal: false, isInputTerminal: false, CancellationToken.None));

    [Fact]
    public void The_page_is_what_the_commands_say()
    {
        string path = Path.Combine(SharedFiles.Repository, Page), expected = CliReference.Write(s_root);
        if (Environment.GetEnvironmentVariable(Asked) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected,
            $"{Page}: expected the page that the commands' definitions make, found another. Write it again with: " +
            $"{Asked}=1 artifacts/bin/Maner.Tests/release/Maner.Tests -class '*{nameof(CliReferenceTests)}', and commit it.");
    }

    [Fact]
    public void Every_command_and_option_says_what_it_does_and_is_on_the_page()
    {
        string page = CliReference.Write(s_root);
        Symbol[] all = [.. All(s_root)];
        Assert.True(all.Length > 150, $"{all.Length}");
        Assert.All(all, symbol => Assert.True(symbol.Description is { Length: > 9 }, symbol.Name));
        Assert.All(all.OfType<Option>().Where(option => option.Name is not ("--help" or "--version")), option => Assert.Contains($"| `{option.Name}", page, StringComparison.Ordinal));
        Assert.Contains("## maner data check\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("## maner experiment cell", page, StringComparison.Ordinal); // hidden: for worker processes
        Assert.Contains("| `--threads NUMBER` |  | Threads to compute with", page, StringComparison.Ordinal); // a default that depends on the machine is said in words

        static IEnumerable<Symbol> All(Command command) => command.Options.Where(option => !option.Hidden).Cast<Symbol>()
            .Concat(command.Arguments).Concat(command.Subcommands.Where(child => !child.Hidden).SelectMany(child => All(child).Prepend(child)));
    }
}
