namespace Maner.Training;

/// <summary>The options of a record, each described once.</summary>
/// <param name="type">The record's name, for messages: <c>TrainingOptions</c>.</param>
/// <param name="defaults">The record with its defaults.</param>
/// <param name="all">The options, in the order in which people are shown them.</param>
/// <typeparam name="T">The record.</typeparam>
internal sealed class OptionTable<T>(string type, T defaults, IReadOnlyList<OptionDescription<T>> all)
{
    /// <summary>The record with its defaults.</summary>
    public T Defaults => defaults;

    /// <summary>The options.</summary>
    public IReadOnlyList<OptionDescription<T>> All => all;

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    public void Check(T options)
    {
        foreach (OptionDescription<T> option in all)
        {
            if (option.ExpectedInsteadOf(options) is { } expected)
            {
                string found = option.TextOf(options)!;
                throw new OptionException(type, option.Property, expected, option.Words.Count > 0 ? $"'{found}'" : found);
            }
        }
    }

    /// <summary>The options with the default for each that changes nothing in the result: what two runs have in common that give the same.</summary>
    public T Normalized(T options) => all.Where(option => !option.CountsIn(options))
        .Aggregate(options, (normalized, option) => option.Parse(option.TextOf(defaults)!)!.Apply(normalized));

    /// <summary>An option's name for people by its property as messages give it: <c>TrainingOptions.LearningRate</c>; null for what is no option of these.</summary>
    public string? NameOf(string property) => all.FirstOrDefault(option => $"{type}.{option.Property}" == property)?.Name;
}
