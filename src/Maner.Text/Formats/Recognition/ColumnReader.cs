using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>
/// Reads one word per line from the columns that were chosen. <c>-DOCSTART-</c> lines and blank lines (also of white space) end sentences, and so do
/// changes of a sentence's number where there is one.
/// </summary>
/// <param name="choice">The columns.</param>
/// <param name="withTags">Whether tags are read.</param>
/// <param name="log">Takes every line that departs from the others.</param>
internal sealed class ColumnReader(ColumnChoice choice, bool withTags, RepairLog log)
{
    private readonly List<RowRange> _sentences = [];
    private readonly List<int> _apart = [];
    private readonly List<int> _words = []; // the lines of the sentence that is read
    private readonly string[] _marks = new string[choice.SentenceMarks.Count];
    private readonly WordCount _count = new(choice);

    public RowSentences Read()
    {
        SourceLines lines = choice.Table.Lines;
        var reader = new RowReader(choice, withTags, log.Path);
        var words = new RowWord[choice.Table.Count];
        var others = new RowReading?[choice.Table.Count]; // of all lines but plain words
        Array.Fill(_marks, "");
        bool hasMarks = _marks.Length > 0 || choice.Counter is not null || choice.Flags is not null;
        for (int line = 0; line < lines.Count; line++)
        {
            int id = lines.IdOf(line);
            if (others[id] is null && words[id].Text is null)
            {
                RowReading read = reader.Read(id, line + 1);
                words[id] = read.Kind == RowKind.Word ? new RowWord(read.Text, read.Tag) : default;
                others[id] = read is { Kind: RowKind.Word, Repair: null } ? null : read;
            }

            RowReading? reading = others[id];
            if (reading?.Kind == RowKind.End)
            {
                Finish();
            }
            else if (reading is null || reading.Kind == RowKind.Word)
            {
                string[]? fields = hasMarks ? reading?.Repaired ?? choice.Table.FieldsOf(id) : null;
                if (fields is not null && EndsBefore(fields))
                {
                    Finish();
                }

                _count.Take(fields, line, isFirst: _words.Count == 0);
                _words.Add(line);
                if (reading is { Repair: { } repair })
                {
                    log.Add(repair.Kind, line + 1, repair.Found, repair.Made);
                }

                if (fields is not null && choice.Flags is { } flags && flags < fields.Length && TagShape.EndsSentence(fields[flags]))
                {
                    Finish();
                }
            }
        }

        Finish();
        _count.Log(log);
        return new RowSentences(lines, words, _sentences, _apart);
    }

    private bool EndsBefore(string[] fields)
    {
        bool ends = choice.CounterEndsSentences && choice.Counter is { } counter && counter < fields.Length
            && Count.IsNumber(fields[counter].Trim(), out int number) && number <= 1 && _count.Last is { } last && number <= last;
        for (int mark = 0; mark < _marks.Length; mark++)
        {
            if (fields.Length == choice.Table.Width && fields[choice.SentenceMarks[mark]].Trim() is { Length: > 0 } value && value != _marks[mark])
            {
                ends |= _marks[mark].Length > 0;
                _marks[mark] = value;
            }
        }

        return ends;
    }

    private void Finish()
    {
        if (_words.Count == 0)
        {
            return;
        }

        bool isApart = _words[^1] - _words[0] >= _words.Count;
        _sentences.Add(new RowRange(_words[0], _words.Count, isApart ? _apart.Count : -1));
        if (isApart)
        {
            _apart.AddRange(_words);
        }

        _words.Clear();
    }
}
