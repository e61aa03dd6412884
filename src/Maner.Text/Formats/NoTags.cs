namespace Maner.Text.Formats;

/// <summary>Why a file's tags cannot be read, and what can help in that case.</summary>
/// <param name="Found">What was found, as the end of a sentence.</param>
/// <param name="Advice">What to do; empty where the finding says it.</param>
internal sealed record NoTags(string Found, string Advice)
{
    public const string Outside = $"If words outside entities have another tag than O, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Outside)})";

    public const string OtherOutside = $"Name a tag that the column has, or none ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Outside)}); if another column holds the tags, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagColumn)})";

    public const string Scheme = $"If these are types, some without prefixes, name the scheme (io, {nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Scheme)})";

    public const string Column = $"If a column holds tags all the same, name it ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagColumn)})";

    public const string Unlabelled = "If the file is not labelled, it can only be predicted on";

    public InvalidDataException Refusal(string path) => new(
        $"{path}: expected a tag for every word (O, B-PER, I-PER, …), but {Found}. {string.Join("; ", new[] { Advice, Unlabelled }.Where(advice => advice.Length > 0).Select((advice, place) => place == 0 ? advice : char.ToLowerInvariant(advice[0]) + advice[1..]))}.");
}
