using System.Globalization;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Tests.Data;

/// <summary>A way to write labelled sentences as columns, drawn at random: separator, order, counters, names, numbers of sentences, columns that say nothing.</summary>
internal sealed class Dialect
{
    private static readonly string[] s_partsOfSpeech = ["NN", "VB", "IN", "DT", "NNP", "JJ", "CC", "."];
    private readonly Random _random;
    private readonly string _separator;
    private readonly int _counter; // 0 none, 1 from 1, 2 from 0, 3 over the file
    private readonly int _sentenceId; // 0 none, 1 a number on all words, 2 'Sentence: n' on the first word
    private readonly bool _header, _comments, _pos, _constantBefore, _constantBehind, _nested, _prediction, _tagFirst, _bare, _blanks;
    private readonly TagScheme _scheme;

    public Dialect(Random random)
    {
        _random = random;
        _separator = Pick("\t", "\t", " ", ",", ", ", ";", "|");
        bool isCsv = _separator is not ("\t" or " ");
        _counter = random.Next(3) == 0 ? random.Next(1, 4) : 0;
        _sentenceId = random.Next(4) == 0 ? random.Next(1, _separator == " " ? 2 : 3) : 0;
        _header = random.Next(3) == 0;
        _comments = random.Next(4) == 0 && !isCsv;
        _pos = random.Next(3) == 0;
        _constantBefore = random.Next(6) == 0 && _counter == 0 && _sentenceId == 0;
        _constantBehind = random.Next(5) == 0;
        _nested = random.Next(6) == 0;
        _prediction = !_nested && random.Next(6) == 0;
        _tagFirst = random.Next(8) == 0 && !_pos && _counter == 0 && _sentenceId == 0 && !_constantBefore;
        _bare = !_nested && !_prediction && random.Next(4) == 0;
        _blanks = _sentenceId == 0 && _counter is not (1 or 2) || random.Next(2) == 0;
        _scheme = Pick(TagScheme.Iob2, TagScheme.Iob2, TagScheme.Iobes, TagScheme.Bilou);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"separator '{_separator}', counter {_counter}, id {_sentenceId}, header {_header}, comments {_comments}, pos {_pos}, constants {_constantBefore} {_constantBehind}, nested {_nested}, prediction {_prediction}, tag first {_tagFirst}, bare {_bare}, blanks {_blanks}, {_scheme}");

    /// <summary>The file's lines, and for each word's line (by its place among all words) where it is.</summary>
    public (List<string> Lines, List<int> WordLines) Write(IReadOnlyList<Sentence> sentences)
    {
        List<string> lines = [];
        List<int> wordLines = [];
        if (_header)
        {
            lines.Add(Join(Row("Word", "POS", "Tag", "inner", "predicted", "id", "Sentence #", "source", "annotator")));
        }

        int running = 0;
        for (int sentence = 0; sentence < sentences.Count; sentence++)
        {
            if (_comments)
            {
                lines.Add($"# sentence {sentence}");
            }

            IReadOnlyList<EntitySpan> entities = sentences[sentence].Entities!;
            int words = sentences[sentence].Words.Count;
            string[] tags = _bare ? Bare(words, entities) : TagSchemes.ToTags(words, entities, _scheme);
            string[] inner = TagSchemes.ToTags(words, [.. entities.Where(entity => entity.End - entity.Start > 1).Select(entity => new EntitySpan(entity.End - 1, entity.End, "LOC"))], _scheme);
            string[] predicted = TagSchemes.ToTags(words, [.. entities.Where(_ => _random.Next(8) > 0)], _scheme);
            for (int word = 0; word < words; word++, running++)
            {
                int number = _counter switch { 1 => word + 1, 2 => word, _ => running };
                string id = _sentenceId == 1 ? $"{sentence}" : word == 0 ? $"Sentence: {sentence}" : "";
                wordLines.Add(lines.Count);
                lines.Add(Join(Row(sentences[sentence].Words[word], s_partsOfSpeech[_random.Next(s_partsOfSpeech.Length)], tags[word], inner[word], predicted[word], $"{number}", id, "news", "k")));
            }

            if (_blanks)
            {
                lines.Add("");
            }
        }

        return (lines, wordLines);
    }

    private List<string> Row(string word, string pos, string tag, string inner, string predicted, string number, string id, string before, string behind)
    {
        List<string> row = [];
        Add(_sentenceId > 0, id);
        Add(_counter > 0, number);
        Add(_constantBefore, before);
        Add(true, _tagFirst ? tag : word);
        Add(_pos, pos);
        Add(true, _tagFirst ? word : tag);
        Add(_nested, inner);
        Add(_prediction, predicted);
        Add(_constantBehind, behind);
        return row;

        void Add(bool has, string value)
        {
            if (has)
            {
                row.Add(value);
            }
        }
    }

    private string Join(List<string> row) => string.Join(_separator, row.Select(field =>
        _separator is not ("\t" or " ") && (field.Contains(_separator[0], StringComparison.Ordinal) || field.Contains('"', StringComparison.Ordinal)) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : _separator == " " && field.Length == 0 ? "_" : _separator == " " ? field.Replace(' ', '_') : field));

    private static string[] Bare(int words, IReadOnlyList<EntitySpan> entities)
    {
        string[] tags = [.. Enumerable.Repeat("O", words)];
        foreach (EntitySpan entity in entities)
        {
            Array.Fill(tags, entity.Type, entity.Start, entity.End - entity.Start);
        }

        return tags;
    }

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
