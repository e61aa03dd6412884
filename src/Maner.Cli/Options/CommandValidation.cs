using System.CommandLine;
using System.CommandLine.Parsing;

namespace Maner.Cli.Options;

/// <summary>Rules over several options of a command.</summary>
internal static class CommandValidation
{
    /// <summary>
    /// Adds a rule. It is asked before each option is checked by itself, and asking for the value of one that cannot be read throws: then the rule has
    /// nothing to say, and the option's own error follows.
    /// </summary>
    public static void AddRule(this Command command, Action<CommandResult> rule) => command.Validators.Add(result =>
    {
        try
        {
            rule(result);
        }
        catch (InvalidOperationException)
        {
            // an option without its value, or with one that is none: the parser says so next
        }
    });
}
