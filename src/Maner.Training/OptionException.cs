namespace Maner.Training;

/// <summary>
/// An option has a value that it cannot have. The message names the property as a program knows it (<c>TrainingOptions.Epochs</c>); who shows it to a
/// person puts the name that this person gave the option by in its place (<see cref="OptionNames"/>).
/// </summary>
public sealed class OptionException : ArgumentException
{
    /// <summary>An option's value is refused.</summary>
    /// <param name="options">The type of the options: <c>TrainingOptions</c>.</param>
    /// <param name="property">The property: <c>Epochs</c>.</param>
    /// <param name="expected">What would be taken.</param>
    /// <param name="found">What was found.</param>
    public OptionException(string options, string property, string expected, string found)
        : base($"{options}.{property}: expected {expected}, found {found}.") =>
        (Options, Property, Expected, Found) = (options, property, expected, found);

    /// <summary>The type of the options: <c>TrainingOptions</c>.</summary>
    public string Options { get; }

    /// <summary>The property: <c>Epochs</c>.</summary>
    public string Property { get; }

    /// <summary>What would be taken: "from 1 to 1000000".</summary>
    public string Expected { get; }

    /// <summary>What was found: "0".</summary>
    public string Found { get; }
}
