using Maner.Text.Data;
using Maner.Text.Sentences;

namespace Maner.Text.Corpus;

/// <summary>Tells the documents of CoNLL files apart: by <c>-DOCSTART-</c> lines and CoNLL-U's <c># newdoc</c>.</summary>
internal static class DocumentLines
{
    /// <summary>The document of each sentence of a set that was read from one file, from 0; null where neither its sentences nor its lines tell.</summary>
    public static int[]? Of(DataSet set)
    {
        if (set.Sentences.Any(sentence => sentence.Document is not null))
        {
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            return Told([.. set.Sentences.Select(sentence => NumberOf(sentence.Document ?? ""))]);

            int NumberOf(string name)
            {
                numbers.TryAdd(name, numbers.Count);
                return numbers[name];
            }
        }

        int[] starts = File.Exists(set.Path) ? [.. Starts(set.Path)] : [];
        return starts is [] ? null : Told([.. set.Sentences.Select(sentence => DocumentAt(starts, sentence))]);
    }

    private static int[]? Told(int[] documents) => documents.Distinct().Skip(1).Any() ? documents : null;

    private static int DocumentAt(int[] starts, Sentence sentence)
    {
        int found = Array.BinarySearch(starts, sentence.Line);
        return found < 0 ? ~found : found;
    }

    private static IEnumerable<int> Starts(string path)
    {
        using LineStream lines = LineStream.Open(path);
        while (lines.Next() is { } line)
        {
            if (line.StartsWith("-DOCSTART-", StringComparison.Ordinal) || line.StartsWith("# newdoc", StringComparison.Ordinal))
            {
                yield return lines.Number;
            }
        }
    }
}
