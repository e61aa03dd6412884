using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Maner.Cli.Options;

/// <summary>What is wrong with a command line, said so that whoever typed it sees what to type.</summary>
internal static class CommandLineErrors
{
    /// <summary>The errors; none when the command can run. A group of commands that is named alone (<c>maner data</c>) is no error of this kind.</summary>
    public static IReadOnlyList<string> Of(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string? unmatched = result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens[0] : null;
        if (command.Subcommands.Count > 0 && unmatched is not null && !IsOption(unmatched))
        {
            string[] names = [.. Visible(command.Subcommands)];
            string message = $"No such command: {Qualified(command, unmatched)}.";
            return NearestName.Of(unmatched, names) is { } near
                ? [message + Hint(Qualified(command, near))]
                : [message, $"The commands are: {string.Join(", ", names.Select(name => Qualified(command, name)))}."];
        }

        if (UnknownOption(result) is { } unknown)
        {
            return [unknown];
        }

        if (command.Subcommands.Count == 0 && unmatched is not null)
        {
            string what = command.Arguments.Count == 0 ? "takes no arguments besides its options" : $"takes one {command.Arguments[^1].Name}";
            string advice = command.Arguments.Count == 0 || unmatched.StartsWith('-') ? "" : $" Run it once for each{(command.Arguments[^1].Name == "FILE" ? ", or join the files before" : "")}.";
            return [$"'{PathOf(command)}' {what}, found '{unmatched}'{(advice.Length > 0 ? " too" : "")}.{advice}{Hint(unmatched.StartsWith('-') ? NearestName.Of(unmatched, Options(command)) : null)}"];
        }

        return result.Action is ParseErrorAction or null ? [.. result.Errors.Select(Message).Distinct()] : EmptyValue(result) is { } empty ? [empty] : [];
    }

    /// <summary>A command as it is typed: <c>maner data check</c>.</summary>
    public static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Push(symbol.Name);
        }

        return string.Join(' ', names.Prepend("maner"));
    }

    private static string Message(ParseError error) => error.SymbolResult is OptionResult { Tokens.Count: 0, Implicit: false, Option: var option }
        ? $"{option.Name}: expected a value, found none. Is the value a variable that is not set?"
        : error.Message;

    // No path, name or list is empty; a variable of a shell that is not set is.
    private static string? EmptyValue(ParseResult result)
    {
        string? name = result.CommandResult.Children.FirstOrDefault(child => child.Tokens.Any(token => token.Value.Length == 0)) switch
        {
            OptionResult option => option.Option.Name,
            ArgumentResult argument => argument.Argument.Name,
            _ => null,
        };
        return name is null ? null : $"{name}: expected a value, found an empty one. Is it a variable that is not set?";
    }

    // A command that takes any number of files, or an option that takes a text, would take a mistyped option for one.
    private static string? UnknownOption(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string[] passedOn = [.. result.CommandResult.Children.OfType<OptionResult>().Where(option => option.Option is PassOnOption).SelectMany(option => option.Tokens, (_, token) => token.Value)];
        Token[] tokens = [.. result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)];
        int at = Array.FindIndex(tokens, token => token.Type == TokenType.Argument && IsOption(token.Value) && !passedOn.Contains(token.Value));
        if (at < 0)
        {
            return null;
        }

        string found = tokens[at].Value;
        bool isInPlaceOfValue = at > 0 && tokens[at - 1].Type == TokenType.Option
            && command.Options.FirstOrDefault(option => option.Name == tokens[at - 1].Value || option.Aliases.Contains(tokens[at - 1].Value)) is { Arity.MinimumNumberOfValues: > 0 };
        return isInPlaceOfValue
            ? $"{tokens[at - 1].Value}: expected a value, found the option '{found}'. Is the value a variable that is not set?"
            : $"There is no option '{found}'.{Hint(NearestName.Of(found, Options(command)))}";
    }

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);

    private static string Qualified(Command command, string name) => $"{PathOf(command)} {name}"["maner ".Length..];

    private static IEnumerable<string> Visible(IEnumerable<Symbol> symbols) => symbols.Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name);

    private static IEnumerable<string> Options(Command command) => Visible(command.Options).Append("--help"); // every command has it from the root

    private static string Hint(string? near) => near is null ? "" : $" Did you mean '{near}'?";
}
