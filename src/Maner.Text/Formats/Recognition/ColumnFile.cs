using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>Reads a file of columns: which column holds what is told from all its rows, and each line that departs from them is reported.</summary>
internal static class ColumnFile
{
    /// <summary>The sentences with the way to understand their tags.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="options">What the caller says.</param>
    /// <param name="log">Takes repairs.</param>
    /// <param name="assumptions">Takes what was taken for granted.</param>
    /// <exception cref="InvalidDataException">No column holds tags where they are required, two readings are plausible, or it is no file of columns.</exception>
    public static LabelReading Read(IReadOnlyList<SourceLine> lines, LabelledDataOptions options, RepairLog log, List<string> assumptions)
    {
        SourceLines all = SourceLines.Of(lines);
        if (options is { WordColumn: null, TagColumn: null })
        {
            WebannoTsv.Refuse(all, log.Path);
        }

        ColumnChoice choice = ColumnRecognizer.Recognize(all, options, log.Path);
        RowSentences? sentences = choice.Tag is null ? null : new ColumnReader(choice, withTags: true, log).Read();
        if (sentences is not null && options.TagNames is { } tagNames)
        {
            NumberTags.Name(sentences, tagNames, log.Path);
        }

        NoTags? reason = null;
        if (sentences is null || LabelReading.OfTagged(sentences, options, out reason) is not { } reading)
        {
            if (options.RequireTags && !all.TrueForAll(line => ColumnTable.IsEnd(line.Text)))
            {
                throw (reason ?? NoColumn.Of(choice)).Refusal(log.Path);
            }

            if (!choice.Table.IsRegular)
            {
                throw new InvalidDataException($"{log.Path}: expected one word per line, found lines of different numbers of columns and no tags. " +
                    "Is it running text? Then read it as text.");
            }

            log.Clear();
            choice = ColumnRecognizer.WithoutTags(choice.Table, options, log.Path);
            sentences = new ColumnReader(choice, withTags: false, log).Read();
            reading = LabelReading.OfWords(sentences, options);
        }

        assumptions.AddRange(choice.Notes);
        WikiannPrefix.Remove(sentences, log, assumptions);
        return reading;
    }
}
