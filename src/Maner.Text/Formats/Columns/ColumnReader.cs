using Maner.Text.Repairs;

namespace Maner.Text.Formats.Columns;

/// <summary>
/// Reads one word a line from the columns that were chosen. <c>-DOCSTART-</c> lines and blank lines (also of white space) end sentences, and so do
/// changes of a sentence's number where there is one.
/// </summary>
/// <param name="choice">The columns.</param>
/// <param name="withTags">Whether tags are read.</param>
/// <param name="log">Takes every line that departs from the others.</param>
internal sealed class ColumnReader(ColumnChoice choice, bool withTags, RepairLog log)
{
    private readonly List<int> _words = new(choice.Table.Lines.Count);
    private readonly List<int> _ends = [];
    private readonly string[] _marks = new string[choice.SentenceMarks.Count];
    private readonly WordCount _count = new(choice);

    public RowSentences Read()
    {
        SourceLines lines = choice.Table.Lines;
        var reader = new RowReader(choice, withTags, log.Path);
        var readings = new RowReading?[choice.Table.Count];
        Array.Fill(_marks, "");
        bool hasMarks = _marks.Length > 0 || choice.Counter is not null || choice.Flags is not null;
        for (int line = 0; line < lines.Count; line++)
        {
            int id = lines.IdOf(line);
            RowReading reading = readings[id] ??= reader.Read(id, line + 1);
            if (reading.Kind == RowKind.End)
            {
                Finish();
            }
            else if (reading.Kind == RowKind.Word)
            {
                string[]? fields = hasMarks ? choice.Table.FieldsOf(id) : null;
                if (fields is not null && EndsBefore(fields))
                {
                    Finish();
                }

                _count.Take(fields, line, isFirst: _ends is [] ? _words.Count == 0 : _words.Count == _ends[^1]);
                _words.Add(line);
                if (reading.Repair is { } repair)
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
        return new RowSentences(lines, readings, _words, _ends);
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
        if (_words.Count > (_ends is [] ? 0 : _ends[^1]))
        {
            _ends.Add(_words.Count);
        }
    }
}
