namespace Maner.Text.Formats.Recognition;

/// <summary>What to say about a choice of columns that is not plainly the first and the last.</summary>
internal static class ColumnNotes
{
    public static IEnumerable<string> Of(ColumnChoice choice, bool isWordNamed)
    {
        if (choice.Table.Splitter is { IsCsv: true } splitter)
        {
            yield return $"The columns are separated by '{splitter.Sign}' (CSV).";
        }

        if (choice.HeaderId >= 0)
        {
            yield return $"The first row names the columns ({string.Join(", ", choice.Names.Where(name => name.Length > 0))}); it is no word.";
        }

        if (choice.Counter == 0 && choice.Word == 1)
        {
            yield return "The first column counts the words of each sentence; words were read from the second.";
        }

        bool isFirst = choice.Word == 0 || (choice.Counter == 0 && choice.Word == 1);
        if (choice.Tag is not { } tag)
        {
            if (choice.Table.Width > 1)
            {
                yield return $"The columns hold no tags; only {choice.NameOf(choice.Word)} was read.";
            }
        }
        else if (!isFirst || tag < choice.Table.Width - 1 || choice.TagKey is not null || isWordNamed || choice.IsTagNamed)
        {
            string where = choice.TagKey is { } key ? $"'{key}=' in {choice.NameOf(tag)}{(choice.KeyIsOptional ? ", and words without it are outside" : "")}" : choice.NameOf(tag);
            yield return $"Words were read from {choice.NameOf(choice.Word)}, tags from {where}.";
        }

        if (choice.Flags is { } flags)
        {
            yield return $"Sentences end where {choice.NameOf(flags)} says so (PySBDSegment, EndOfSentence).";
        }

        if (choice.SentenceMarks is [_, ..] marks)
        {
            yield return $"Sentences end where {string.Join(" or ", marks.Select(choice.NameOf))} changes.";
        }

        if (choice.CounterEndsSentences)
        {
            yield return "Sentences end where the count of words begins again; the file has no blank lines.";
        }
    }
}
