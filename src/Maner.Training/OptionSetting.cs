namespace Maner.Training;

/// <summary>A value that was given for an option.</summary>
/// <param name="Text">The value as it is written.</param>
/// <param name="Apply">The options with this value.</param>
/// <typeparam name="T">The record of options.</typeparam>
internal sealed record OptionSetting<T>(string Text, Func<T, T> Apply)
{
    /// <summary>The value: help texts show defaults by it.</summary>
    public override string ToString() => Text;
}
