using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text;

namespace Maner.Cli.Tests;

/// <summary>Writes docs/reference/cli.md from the definitions of the commands: what <c>--help</c> says, as one page.</summary>
internal static class CliReference
{
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append($"""
            # Command line

            {root.Description}

            This page is generated from the definitions of the commands, as the help of the program is (`maner COMMAND --help`); a test holds it to them.
            Every command also takes `--help`. Options may be given in any order; what follows `--` is an argument, whatever it begins with.
            The program ends with 0 when it has done its work, with 1 when the answer to a question is no (`data check`), a run was interrupted and saved, or the hub cannot be reached,
            and with 2 when arguments or files cannot be used; then the message on standard error says what to change.
            `maner` without a command writes its help to standard error and ends with 2.
            `maner --version` says version and commit.

            | command | what it does |
            |---|---|

            """.ReplaceLineEndings("\n"));
        (string Path, Command Command)[] commands = [.. Leaves(root, "maner")];
        foreach ((string path, Command command) in commands)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [`{path}`](#{path.Replace(' ', '-')}) | {Cell(command.Description)} |\n");
        }

        foreach ((string path, Command command) in commands)
        {
            Write(page, path, command);
        }

        return page.ToString();
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands
        .Where(child => !child.Hidden)
        .SelectMany(child => Leaves(child, $"{path} {child.Name}").Prepend((Path: $"{path} {child.Name}", Command: child)))
        .Where(leaf => leaf.Command.Subcommands.Count == 0 || leaf.Command.Action is not null); // a group is no command unless it does something itself

    private static void Write(StringBuilder page, string path, Command command)
    {
        Option[] options = [.. command.Options.Where(option => !option.Hidden).OrderByDescending(option => option.Required)];
        IEnumerable<string> usage = command.Arguments.Select(Usage).Concat(options.Where(option => option.Required).Select(option => $"{option.Name} {Value(option)}"));
        page.Append(CultureInfo.InvariantCulture, $"\n## {path}\n\n{command.Description}\n\n```\n{string.Join(' ', [path, .. usage, "[options]"])}\n```\n");
        if (command.Arguments.Count > 0)
        {
            page.Append("\n| argument | what it is |\n|---|---|\n");
            foreach (Argument argument in command.Arguments)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{Usage(argument)}` | {Cell(argument.Description)} |\n");
            }
        }

        page.Append("\n| option | default | what it does |\n|---|---|---|\n");
        foreach (Option option in options)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{$"{option.Name} {Value(option)}".TrimEnd()}` | {Default(option)} | {Cell(option.Description)} |\n");
        }
    }

    private static string Usage(Argument argument)
    {
        string several = argument.Arity.MaximumNumberOfValues > 1 ? argument.Name + "…" : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{several}]" : several;
    }

    /// <summary>What follows an option: nothing, one of some words, a number, or a text.</summary>
    private static string Value(Option option)
    {
        if (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool))
        {
            return "";
        }

        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        string[] words = [.. option.GetCompletions(CompletionContext.Empty).Select(word => word.Label)];
        string value = words.Length > 0 ? string.Join('/', words) : type.IsPrimitive || option.HelpName == "number" ? "NUMBER" : option.Name.TrimStart('-').ToUpperInvariant();
        return option.Arity.MaximumNumberOfValues > 1 ? value + "…" : value;
    }

    private static string Default(Option option)
    {
        if (option.Required)
        {
            return "required";
        }

        bool isTold = option.Description?.Contains("(default:", StringComparison.Ordinal) == true; // in words, since it depends on the machine or the model
        return isTold || !option.HasDefaultValue || option.ValueType == typeof(bool) || option.GetDefaultValue() is not { } value
            ? ""
            : $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`";
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
