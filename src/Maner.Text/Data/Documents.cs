using Maner.Text.Sentences;

namespace Maner.Text.Data;

/// <summary>The documents that sentences are from, as far as their files tell.</summary>
internal static class Documents
{
    /// <summary>The document of each sentence, from 0; null where there are not at least two.</summary>
    public static int[]? Of(IReadOnlyList<Sentence> sentences)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] documents = [.. sentences.Select(sentence => NumberOf(sentence.Document ?? ""))];
        return numbers.Count > 1 ? documents : null;

        int NumberOf(string name)
        {
            numbers.TryAdd(name, numbers.Count);
            return numbers[name];
        }
    }

    /// <summary>The sets, with documents that have the same name in two of them named apart: <c>news: document 1</c>.</summary>
    public static DataSet[] NamedApart(IReadOnlyList<DataSet> sets)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new DataSet[sets.Count];
        for (int set = 0; set < named.Length; set++)
        {
            var own = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string document in sets[set].Sentences.Select(sentence => sentence.Document).OfType<string>())
            {
                if (!own.ContainsKey(document))
                {
                    own.Add(document, Free(document, Path.GetFileNameWithoutExtension(sets[set].Path), taken));
                }
            }

            taken.UnionWith(own.Values);
            named[set] = own.All(pair => pair.Key == pair.Value) ? sets[set] : sets[set] with
            {
                Sentences = [.. sets[set].Sentences.Select(sentence => sentence.Document is { } document && own[document] != document ? sentence.OfDocument(own[document]) : sentence)],
            };
        }

        return named;
    }

    private static string Free(string document, string file, HashSet<string> taken)
    {
        string free = document;
        for (int number = 1; taken.Contains(free); number++)
        {
            free = number == 1 ? $"{file}: {document}" : FormattableString.Invariant($"{file} {number}: {document}");
        }

        return free;
    }
}
