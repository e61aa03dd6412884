using Maner.Cli;

namespace Maner.Tests.Cli;

/// <summary>Runs the program in process.</summary>
internal static class Cli
{
    public static (int Code, string Output, string Error) Run(IReadOnlyList<string> args, string input = "")
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        int code = CliApp.Run(args, output, error, reader);
        return (code, output.ToString(), error.ToString());
    }
}
