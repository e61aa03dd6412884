using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>Lines on which two columns are in each other's place: a chunk (<c>B-NP</c>) where the tags are, a part of speech where the words are.</summary>
internal sealed class SwappedColumns
{
    private const int Beside = 10; // times as frequent as in the wrong column is a value in its own

    private readonly ColumnChoice _choice;
    private readonly ColumnProfile[] _profiles;
    private readonly int[] _chunks;
    private readonly int[] _partsOfSpeech;

    public SwappedColumns(ColumnChoice choice)
    {
        _choice = choice;
        ColumnTable table = choice.Table;
        _profiles = choice is { Tag: not null, TagKey: null } && table.Width > 2 ? ColumnProfile.Of(table, choice.HeaderId) : [];
        int[] others = [.. Enumerable.Range(0, _profiles.Length).Where(column => column != choice.Tag && column != choice.Word)];
        _chunks = [.. others.Where(column => TagCandidate.Of(column, null, _profiles[column].Values, new LabelledDataOptions()).HoldsPhrases)];
        _partsOfSpeech = [.. others.Where(column => _profiles[column].IsPartsOfSpeech && _profiles[column].Distinct * (long)Beside <= _profiles[column].Rows)];
    }

    /// <summary>The fields in their places; null where they are there already.</summary>
    public string[]? PutRight(string[] fields, string line, ref RowRepair? repair)
    {
        if (_profiles.Length == 0 || fields.Length != _profiles.Length)
        {
            return null;
        }

        int tag = _choice.Tag!.Value, word = _choice.Word;
        string[]? inOrder = null;
        if (Array.FindIndex(_chunks, column => IsChunk(fields[tag].Trim(), fields[column].Trim(), column)) is >= 0 and var chunk)
        {
            inOrder = Swap(fields, tag, _chunks[chunk]);
        }

        if (Array.FindIndex(_partsOfSpeech, column => IsPartOfSpeech(fields[word].Trim(), fields[column].Trim(), column)) is >= 0 and var part)
        {
            inOrder = Swap(inOrder ?? fields, word, _partsOfSpeech[part]);
        }

        if (inOrder is not null)
        {
            repair ??= new RowRepair(RepairKind.ColumnCount, $"columns in each other's place in {Visible.Quote(line)}", $"read as the word {Visible.Quote(inOrder[word])} with the tag {Visible.Quote(inOrder[tag].Trim())}");
        }

        return inOrder;
    }

    /// <summary>Whether what is between the word and the tag fits better where the word has more fields behind it: <c>Microsoft Corp NNP B-NP B-ORG</c>.</summary>
    public bool AreShifted(string[] fields, int more)
    {
        int shifted = 0, inPlace = 0;
        for (int column = _choice.Word + 1; column < _profiles.Length; column++)
        {
            if (column != _choice.Tag)
            {
                shifted += TimesIn(column, fields[column + more].Trim()) > 0 ? 1 : 0;
                inPlace += TimesIn(column, fields[column].Trim()) > 0 ? 1 : 0;
            }
        }

        return shifted > inPlace;
    }

    private bool IsChunk(string tag, string beside, int column) => TagShape.IsPrefixed(tag) && TagShape.IsPhrase(tag[2..])
        && TimesIn(column, tag) >= Beside * Math.Max(1L, TimesIn(_choice.Tag!.Value, tag)) && TagSyntax.IsStandard(beside) && _choice.Tags.ContainsKey(beside);

    private bool IsPartOfSpeech(string word, string beside, int column) => word != beside
        && TimesIn(column, word) >= Beside * Math.Max(1L, TimesIn(_choice.Word, word)) && TimesIn(column, beside) <= 2
        && (!TagShape.IsPartOfSpeech(beside) || TimesIn(_choice.Word, beside) > 0);

    private int TimesIn(int column, string value) => _profiles[column].Values.GetValueOrDefault(value);

    private static string[] Swap(string[] fields, int one, int other)
    {
        string[] swapped = [.. fields];
        (swapped[one], swapped[other]) = (fields[other], fields[one]);
        return swapped;
    }
}
