using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>Follows the column that counts words and notes where it does not go on by one; the words are read as they stand.</summary>
internal sealed class WordCount(ColumnChoice choice)
{
    private readonly List<(int Line, string Found)> _gaps = [];
    private int _words;

    /// <summary>The last number; null in front of the first.</summary>
    public int? Last { get; private set; }

    /// <summary>Takes a word's row.</summary>
    /// <param name="fields">Its fields; null for a row that was read in another way.</param>
    /// <param name="line">Its line, from 0.</param>
    /// <param name="isFirst">Whether a sentence begins with it.</param>
    public void Take(string[]? fields, int line, bool isFirst)
    {
        if (choice.Counter is not { } column || choice.AllAreRanges)
        {
            return;
        }

        _words++;
        string value = fields is null || column >= fields.Length ? "" : fields[column].Trim();
        if (!Count.IsNumber(value, out int number))
        {
            if (fields?.Length == choice.Table.Width)
            {
                _gaps.Add((line, $"{Visible.Quote(value)} where the words are counted"));
            }

            Last = Last is { } before ? before + 1 : null;
            return;
        }

        bool goesOn = Last is not { } last || number == last + 1 || (isFirst && number <= 1);
        if (!goesOn)
        {
            _gaps.Add((line, $"the count of words goes from {Last} to {number}"));
        }

        Last = number;
    }

    /// <summary>Reports the gaps; where they are the rule the numbers say nothing about words that are missing.</summary>
    public void Log(RepairLog log)
    {
        if (_gaps.Count * 5L > _words && _gaps.Count > 1)
        {
            return;
        }

        foreach ((int line, string found) in _gaps)
        {
            log.Add(RepairKind.CountGap, line + 1, found, "the words were read as they stand");
        }
    }
}
