namespace Maner.Text.Formats.Recognition;

/// <summary>How the numbers of a column change from row to row: whether they count words, number sentences, or neither.</summary>
/// <param name="CountsWords">Whether they count words, within each sentence or over the whole file, gaps allowed.</param>
/// <param name="NumbersSentences">Whether they stay the same for a sentence's words.</param>
/// <param name="RestartsWithin">Whether the count begins again where no blank line is.</param>
internal readonly record struct Counting(bool CountsWords, bool NumbersSentences, bool RestartsWithin)
{
    /// <summary>Looks at a column that holds numbers.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="headerId">The distinct line of names; -1 for none.</param>
    public static Counting Of(ColumnTable table, int column, int headerId)
    {
        int rows = 0, next = 0, gaps = 0, same = 0, back = 0, starts = 0, restartsWithin = 0, others = 0;
        int before = -1;
        foreach ((_, string[] fields, bool afterEnd) in table.InOrder(headerId))
        {
            rows++;
            string value = fields[column].Trim();
            if (!Recognition.Count.IsNumber(value, out int number))
            {
                others++;
                continue;
            }

            if (before < 0 || (afterEnd && number <= 1))
            {
                starts++;
            }
            else if (number == before + 1)
            {
                next++;
            }
            else if (number > before)
            {
                gaps++;
            }
            else if (number == before)
            {
                same++;
            }
            else if (number <= 1)
            {
                restartsWithin++;
            }
            else
            {
                back++;
            }

            before = number;
        }

        int regular = starts + next + restartsWithin + others;
        bool onward = same + back == 0 && rows > 1;
        bool counts = rows > 0 && (onward || regular * 5L >= rows * 4L) && (same + back) * 10L <= rows && (rows > 1 || before is 0 or 1 || others > 0);
        bool numbers = !counts && same * 5L >= rows && (same + next + gaps + restartsWithin + starts) * 20L >= rows * 19L;
        return new Counting(counts, numbers, restartsWithin > 0);
    }
}
