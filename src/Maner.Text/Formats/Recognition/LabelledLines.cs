namespace Maner.Text.Formats.Recognition;

/// <summary>Tells labelled columns from running text by the first lines, with the code that reads them.</summary>
internal static class LabelledLines
{
    private const int Looked = 400, Fewest = 2;

    /// <summary>Whether lines are words with tags.</summary>
    public static bool Are(IEnumerable<string> lines)
    {
        SourceLines first = SourceLines.Of([.. lines.Take(Looked).Select((line, index) => new SourceLine(index + 1, line.TrimEnd('\r')))]);
        if (WebannoTsv.Is(first))
        {
            return true;
        }

        ColumnChoice choice;
        try
        {
            choice = ColumnRecognizer.Recognize(first, new LabelledDataOptions(), "");
        }
        catch (InvalidDataException)
        {
            return true; // several columns of tags, or of words beside tags
        }

        // A line of running text ends in 'O' now and then, two words per line hardly ever do.
        bool hasTags = choice.Tag is not null && choice.Table.Rows >= Fewest && choice.Table.IsRegular && choice.Share >= 0.8;
        return hasTags && (choice.Rank == TagRank.Prefixed || (choice.Rank == TagRank.OutsideOnly && choice.Table.Rows > Fewest) || (choice.Rank == TagRank.Bare && choice.Table.Width >= 2))
            || (choice is { Rank: TagRank.Bare } && choice.Table.IsRegular && choice.Table.Rows >= 4);
    }
}
