namespace Maner.Text.Formats;

/// <summary>Sentences that know how often each tag occurs without going through all words.</summary>
internal interface ICountedTags
{
    /// <summary>Tags as written, null for none, each with a number of words; a tag may come several times.</summary>
    IEnumerable<(string? Tag, int Words)> CountTags();
}
