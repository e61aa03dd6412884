using System.Globalization;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>Tags that are numbers, of which the caller gives the names.</summary>
internal static class NumberTags
{
    /// <summary>Puts the names in their place.</summary>
    /// <exception cref="InvalidDataException">There are no numbers, or numbers without a name.</exception>
    public static void Name(RowSentences sentences, IReadOnlyList<string> names, string path)
    {
        foreach ((RowWord word, _) in sentences.Distinct())
        {
            if (word.Tag is { } tag && !(Count.IsNumber(tag, out int number) && number < names.Count))
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: expected tags that are numbers from 0 to {names.Count - 1} (as many as names were given), found {Visible.Quote(tag)}. ") +
                    $"Give all the names in the order of their numbers, or none if the tags are written out ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagNames)}).");
            }
        }

        sentences.ChangeTags(tag => Count.IsNumber(tag, out int number) ? names[number] : tag);
    }
}
