namespace Maner.Text.Formats;

/// <summary>Sentences that know their words, and how often each tag occurs, without going through all of them.</summary>
internal interface ICountedTags
{
    /// <summary>The words, those that occur in several places mostly once.</summary>
    IEnumerable<string> DistinctTexts { get; }

    /// <summary>Tags as written, null for none, each with a number of words; a tag may come several times.</summary>
    IEnumerable<(string? Tag, int Words)> CountTags();
}
