namespace Maner.Text.Formats.Recognition;

/// <summary>How the tags of two columns go together.</summary>
/// <param name="IsNested">Whether nearly every word that the second tags is in an entity of the first, which has more or other ones.</param>
/// <param name="IsPrediction">Whether they have the same types and mostly the same tags.</param>
internal readonly record struct Agreement(bool IsNested, bool IsPrediction)
{
    public static Agreement Of(ColumnTable table, int headerId, TagCandidate first, TagCandidate second)
    {
        int one = 0, two = 0, both = 0, same = 0;
        for (int id = 0; id < table.Count; id++)
        {
            if (id == headerId || table.FieldsOf(id) is not { } fields || fields.Length != table.Width)
            {
                continue;
            }

            string left = ValueOf(fields, first), right = ValueOf(fields, second);
            bool isLeft = !IsOutside(left), isRight = !IsOutside(right);
            int weight = table.WeightOf(id);
            one += isLeft ? weight : 0;
            two += isRight ? weight : 0;
            both += isLeft && isRight ? weight : 0;
            same += isLeft && left == right ? weight : 0;
        }

        string[] types = [.. second.Types];
        bool shareTypes = types.Length == 0 || types.Count(first.Types.Contains) * 2 >= types.Length;

        // The same words with other types throughout are two readings (coarse and fine types), not one inside the other.
        bool isOther = both > 0 && !shareTypes && same == 0 && both * 20L >= (one + two - both) * 19L;
        return new Agreement(both * 20L >= two * 19L && !isOther, shareTypes && same * 2L >= one + two - both);
    }

    private static string ValueOf(string[] fields, TagCandidate tag) =>
        (tag.Key is null ? fields[tag.Column] : KeyValues.ValueOf(fields[tag.Column], tag.Key) ?? "").Trim();

    private static bool IsOutside(string tag) => TagShape.IsNothing(tag) || TagShape.IsOutside(tag);
}
