namespace Maner.Text.Formats;

/// <summary>The form of a file of sentences.</summary>
public enum DataFormat
{
    /// <summary>A word a line, its tag in the last column, a blank line after each sentence.</summary>
    Conll,

    /// <summary>One JSON object per line with <c>tokens</c> and, when labelled, <c>ner_tags</c> or <c>tags</c>.</summary>
    JsonLines,
}
