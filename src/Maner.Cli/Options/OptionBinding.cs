using System.CommandLine;
using System.CommandLine.Parsing;
using Maner.Cli.Views;
using Maner.Training;

namespace Maner.Cli.Options;

/// <summary>A table of options on the command line: names, help texts and defaults are the table's. Old names are taken too, and shown by no help.</summary>
/// <typeparam name="T">The record of options.</typeparam>
internal sealed class OptionBinding<T>
{
    private readonly T _defaults;
    private readonly List<Binding> _bindings;

    /// <param name="table">The table.</param>
    /// <param name="isWanted">Which of its options the command has; null for all.</param>
    /// <param name="defaults">The command's own defaults; null for the table's.</param>
    public OptionBinding(OptionTable<T> table, Func<OptionDescription<T>, bool>? isWanted = null, T? defaults = default)
    {
        _defaults = defaults ?? table.Defaults;
        _bindings = [.. table.All.Where(option => isWanted?.Invoke(option) ?? true).Select(option => new Binding(
            option, New(option, option.Name), [.. option.OldNames.Select(name => New(option, name))]))];
        foreach (Option old in _bindings.SelectMany(binding => binding.Old))
        {
            old.Hidden = true;
        }
    }

    private sealed record Binding(OptionDescription<T> Description, Option Option, IReadOnlyList<Option> Old);

    /// <summary>The options, old names left out.</summary>
    public IEnumerable<Option> Options => _bindings.Select(binding => binding.Option);

    public void AddTo(Command command)
    {
        foreach (Option option in _bindings.SelectMany(binding => binding.Old.Prepend(binding.Option)))
        {
            command.Add(option);
        }

        command.AddRule(RefuseOldAndNew);
    }

    /// <summary>The defaults with what the command line gives, unchecked. Old names are noted on standard error.</summary>
    public T Of(ParseResult result, CliContext context)
    {
        T options = _defaults;
        foreach (Binding binding in _bindings)
        {
            foreach (Option given in binding.Old.Append(binding.Option).Where(option => IsGiven(result.GetResult(option))))
            {
                OptionSetting<T>? setting = binding.Description.IsFlag
                    ? binding.Description.Parse(result.GetValue((Option<bool>)given) ? "true" : "false")
                    : result.GetValue((Option<OptionSetting<T>?>)given);
                options = setting!.Apply(options);
                if (given != binding.Option)
                {
                    context.Error.WriteLine($"Note: {given.Name} is now called {binding.Option.Name}. This version still takes the old name; the next one will not.");
                }
            }
        }

        return options;
    }

    private void RefuseOldAndNew(CommandResult result)
    {
        foreach (Binding binding in _bindings)
        {
            Option[] given = [.. binding.Old.Append(binding.Option).Where(option => IsGiven(result.GetResult(option)))];
            if (given.Length > 1)
            {
                result.AddError($"{given[0].Name} is the old name of {binding.Option.Name}: give one of them.");
            }
        }
    }

    private static bool IsGiven(OptionResult? result) => result is { Implicit: false };

    private Option New(OptionDescription<T> description, string name)
    {
        if (description.IsFlag)
        {
            return new Option<bool>(Flags.Of(name)) { Description = description.Help };
        }

        var option = new Option<OptionSetting<T>?>(Flags.Of(name)) { Description = description.Help, CustomParser = Parse };
        if (description.Words.Count == 0)
        {
            option.HelpName = StrictNumber.HelpName;
        }

        if (description.TextOf(_defaults) is { } text)
        {
            option.DefaultValueFactory = _ => description.Parse(text);
        }

        return description.Words.Count > 0 ? option.AcceptOnlyFromAmong([.. description.Words]) : option;

        OptionSetting<T>? Parse(ArgumentResult result)
        {
            OptionSetting<T>? setting = description.Parse(result.Tokens[^1].Value);
            if (setting is null && description.Words.Count == 0) // wrong words are refused by AcceptOnlyFromAmong
            {
                result.AddError($"{Flags.Of(name)}: expected {description.Kind}, found '{result.Tokens[^1].Value}'.");
            }

            return setting;
        }
    }
}
