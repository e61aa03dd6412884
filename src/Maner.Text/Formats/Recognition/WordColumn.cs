namespace Maner.Text.Formats.Recognition;

/// <summary>Chooses the column of the words among those that are not tags: named so, or the first that looks like words.</summary>
internal sealed class WordColumn(ColumnTable table, ColumnProfile[] profiles, string[] names, int? tag, int[] counters, int[] marks, string path)
{
    private const int FewestRows = 200; // so many tell lemmas from words
    private const int FewestOfCodes = 20; // so many tell languages and speakers from words

    /// <summary>The column, from 0.</summary>
    /// <param name="notes">Takes what a person should know.</param>
    /// <exception cref="InvalidDataException">Two are as plausible.</exception>
    public int Choose(List<string> notes)
    {
        int[] columns = [.. Enumerable.Range(0, table.Width).Where(column => column != tag)];
        if (columns.Length <= 1)
        {
            return columns.FirstOrDefault();
        }

        int named = Array.FindIndex(names, Header.IsWord);
        if (columns.Contains(named))
        {
            return named;
        }

        int[] words = [.. columns.Where(IsWords)];
        if (words.Length == 0)
        {
            // Numbers that count nothing are likelier words than one value on every row, and that is likelier than a count.
            int[] rest = [.. columns.Except(counters).Except(marks), .. marks, .. counters];
            return rest.Cast<int?>().FirstOrDefault(column => !counters.Contains(column!.Value) && !marks.Contains(column.Value) && !profiles[column.Value].IsConstant && !IsEmpty(column.Value)) ?? rest[0];
        }

        int first = words[0];
        if (WithoutIds(ref words, notes))
        {
            first = words[0];
        }

        if (words.Skip(1).Cast<int?>().FirstOrDefault(column => IsOfOneCase(first, column!.Value)) is { } original)
        {
            notes.Add($"{Capital(first)} is {ColumnChoice.Name(original, names)} in one case; words were read from {ColumnChoice.Name(original, names)}.");
            first = original;
        }

        if (profiles[first].IsPartsOfSpeech && words.Skip(1).Cast<int?>().FirstOrDefault(column => IsRicher(column!.Value, first)) is { } richer)
        {
            notes.Add($"{Capital(first)} looks like parts of speech; words were read from {ColumnChoice.Name(richer, names)}.");
            return richer;
        }

        if (words.Where(column => column > first).Cast<int?>().FirstOrDefault(column => AreCodes(first, column!.Value)) is { } various)
        {
            if (table.Complete < FewestOfCodes || profiles[first].Distinct * 4L > profiles[various].Distinct)
            {
                throw Refusal(first, various, "codes such as languages or speakers");
            }

            notes.Add($"{Capital(first)} has {profiles[first].Distinct} different values, {ColumnChoice.Name(various, names)} {profiles[various].Distinct}; words were read from {ColumnChoice.Name(various, names)}.");
            return various;
        }

        if (!counters.Contains(first - 1) && table.Complete >= FewestRows
            && words.Skip(1).Cast<int?>().FirstOrDefault(column => IsRicher(column!.Value, first) && AreAlike(column.Value, first)) is { } other)
        {
            throw Refusal(first, other, "lemmas");
        }

        return first;
    }

    // Ids are no words, wherever another column may be: 'a1.1', 'T1'. Beside parts of speech alone they may be words of a test.
    private bool WithoutIds(ref int[] words, List<string> notes)
    {
        int first = words[0];
        int[] others = [.. words.Where(column => !profiles[column].IsIds)];
        if (others.Length == 0 || !profiles[first].IsIds)
        {
            return false;
        }

        int[] likely = [.. others.Where(column => !profiles[column].IsPartsOfSpeech)];
        if (likely.Length == 0)
        {
            throw Refusal(first, others[0], "ids");
        }

        notes.Add($"{Capital(first)} holds ids; words were read from {ColumnChoice.Name(likely[0], names)}.");
        words = likely;
        return true;
    }

    // The same words in one case throughout and in their own: those are what was written.
    private bool IsOfOneCase(int column, int of)
    {
        bool differs = false, hasUpper = false, hasLower = false;
        for (int id = 0; id < table.Count; id++)
        {
            if (table.FieldsOf(id) is { } fields && fields.Length == table.Width)
            {
                string word = fields[column];
                if (!word.Equals(fields[of], StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }

                differs |= word != fields[of];
                hasUpper |= word.Any(char.IsUpper);
                hasLower |= word.Any(char.IsLower);
            }
        }

        return differs && !(hasUpper && hasLower);
    }

    // Few values in front of many: a language, a speaker, a shape of letters. Words have about as many values as what is behind them, or more.
    private bool AreCodes(int column, int beside) => !profiles[beside].IsPartsOfSpeech && !profiles[beside].IsIds
        && profiles[column].Distinct * 3L <= profiles[beside].Distinct * 2L && !AreAlike(column, beside);

    private InvalidDataException Refusal(int first, int other, string guess) =>
        new($"{path}: expected one column of words, found two: {ColumnChoice.Name(first, names)} with {profiles[first].Distinct} different values " +
            $"and {ColumnChoice.Name(other, names)} with {profiles[other].Distinct} (is the first one {guess}?). Say which is meant ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.WordColumn)}).");

    private bool IsWords(int column) => !counters.Contains(column) && !marks.Contains(column) && !IsEmpty(column) && !profiles[column].IsConstant
        && !profiles[column].IsNumeric && !profiles[column].IsCount && !profiles[column].IsKeyValues && !profiles[column].IsFlags
        && !TagShapeOf(column);

    private bool TagShapeOf(int column) => profiles[column].Values.Where(pair => TagShape.IsPrefixed(pair.Key) || TagShape.IsOutside(pair.Key)).Sum(pair => pair.Value) * 2L > profiles[column].Rows;

    private bool IsEmpty(int column) => profiles[column].Nothing * 2L > profiles[column].Rows;

    // More different values, and letters that no part of speech has.
    private bool IsRicher(int column, int than) => !profiles[column].IsPartsOfSpeech && profiles[column].Distinct * 20L > profiles[than].Distinct * 21L;

    // A word and its lemma are often the same.
    private bool AreAlike(int one, int other)
    {
        int alike = 0;
        for (int id = 0; id < table.Count; id++)
        {
            alike += table.FieldsOf(id) is { } fields && fields.Length == table.Width && fields[one].Equals(fields[other], StringComparison.OrdinalIgnoreCase) ? table.WeightOf(id) : 0;
        }

        return alike * 10L >= table.Complete * 3L;
    }

    private string Capital(int column) => "C" + ColumnChoice.Name(column, names)[1..];
}
