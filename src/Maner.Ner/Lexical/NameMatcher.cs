using System.Globalization;
using System.Text;
using Maner.Text.Romanization;

namespace Maner.Ner.Lexical;

/// <summary>
/// Finds the names of a <see cref="Gazetteer"/> in sentences: of each list from left to right the longest match, none over another, once as
/// the words are written and once as they sound (<see cref="Romanizer"/>), so that a name that a list has in one script is found in another. Case does not
/// count, nor do hyphens, apostrophes and stops, nor whether they part words: <c>Saint-Denis</c>, <c>Saint Denis</c> and <c>Saint - Denis</c> are one name.
/// Immutable, so any number of threads may share one.
/// </summary>
internal sealed class NameMatcher
{
    private const int FewestRomanLetters = 4; // shorter forms of different names are often the same
    private const string Joints = "-\u2010\u2011\u2013\u2014'\u2018\u2019`.\u00B7\u30FB\u02B9\u02BA\u02BB\u02BC\u02BD";
    private const char FirstModifier = '\u02B9', LastModifier = '\u02BD'; // letters by Unicode, apostrophes by use

    private readonly Index[] _indexes;

    /// <summary>Makes the indexes: a second for 300,000 names.</summary>
    /// <param name="gazetteer">The names.</param>
    /// <param name="scripts">Scripts whose words the CRF reads in a sister script; the names are read alike.</param>
    public NameMatcher(Gazetteer gazetteer, SisterScripts scripts)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        ArgumentNullException.ThrowIfNull(scripts);
        Gazetteer = gazetteer;
        _indexes = [.. gazetteer.Names.GroupBy(name => name.List).SelectMany(list => Both(list.Key, list, scripts))];
    }

    /// <summary>The names.</summary>
    public Gazetteer Gazetteer { get; }

    /// <summary>What of a word or name is compared: runs of letters, digits and marks in lower case, with a space between two. Empty without any.</summary>
    /// <param name="text">A word or name in NFC.</param>
    public static string Key(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new StringBuilder(text.Length);
        bool parts = false;
        foreach (char letter in text)
        {
            if (!IsPart(letter))
            {
                parts = key.Length > 0;
                continue;
            }

            if (parts)
            {
                key.Append(' ');
                parts = false;
            }

            key.Append(char.ToLowerInvariant(letter));
        }

        return key.ToString();
    }

    /// <summary>The names in a sentence.</summary>
    /// <param name="words">The words [N], in NFC.</param>
    /// <returns>For every word [N] what is known of it.</returns>
    public NameMark[][] Match(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        string[] keys = [.. words.Select(word => Key(word))], sounds = [.. keys.Select(Sound)];
        var marks = new List<NameMark>?[words.Count];
        foreach (Index index in _indexes)
        {
            string[] forms = index.IsRoman ? sounds : keys;
            for (int word = 0; word < forms.Length;)
            {
                word = index.Longest(words, forms, word) is { Length: > 0 } match ? Mark(marks, word, match) : word + 1;
            }
        }

        return [.. marks.Select(word => word?.ToArray() ?? [])];
    }

    private static int Mark(List<NameMark>?[] marks, int first, (int Length, ulong[] Types) match)
    {
        for (int word = first; word < first + match.Length; word++)
        {
            foreach (ulong type in match.Types)
            {
                (marks[word] ??= []).Add(new NameMark(type, word > first, match.Length));
            }
        }

        return first + match.Length;
    }

    private static IEnumerable<Index> Both(string list, IEnumerable<ListedName> names, SisterScripts scripts)
    {
        (string Key, string Type)[] keys = [.. names.Select(name => (string.Join(' ', scripts.Read(name.Name.Split(' ')).Select(Key).Where(key => key.Length > 0)), name.Type))];
        yield return new Index(list, isRoman: false, keys);
        yield return new Index(list, isRoman: true, keys.Select(name => (Sound(name.Key), name.Type)).Where(name => name.Item1.Length >= FewestRomanLetters));
    }

    private static string Sound(string key) => key.Contains(' ', StringComparison.Ordinal) ? string.Join(' ', key.Split(' ').Select(Romanizer.Of)) : Romanizer.Of(key);

    private static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter)
        || (letter >= '\u0080' && letter is not (>= FirstModifier and <= LastModifier) && (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter)
            || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));

    /// <summary>The names of one list in one form.</summary>
    private sealed class Index
    {
        private readonly Dictionary<string, ulong[]> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _longest = new(StringComparer.Ordinal); // runs of the longest name, by a name's first run
        private readonly Dictionary<string, ulong[]>.AlternateLookup<ReadOnlySpan<char>> _nameOf;
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _longestOf;

        public Index(string list, bool isRoman, IEnumerable<(string Key, string Type)> names)
        {
            (IsRoman, _nameOf, _longestOf) = (isRoman, _names.GetAlternateLookup<ReadOnlySpan<char>>(), _longest.GetAlternateLookup<ReadOnlySpan<char>>());
            var sets = new Dictionary<string, ulong[]>(StringComparer.Ordinal); // names share their few sets of types
            foreach ((string key, string type) in names)
            {
                ulong mark = NameMark.Hash(list, type, isRoman);
                _names[key] = _names.TryGetValue(key, out ulong[]? known) ? known.Contains(mark) ? known : [.. known, mark] : Shared(sets, type, mark);
                ReadOnlySpan<char> first = FirstOf(key);
                int runs = key.AsSpan().Count(' ') + 1;
                if (!_longestOf.TryGetValue(first, out int longest) || longest < runs)
                {
                    _longestOf[first] = runs;
                }
            }
        }

        public bool IsRoman { get; }

        /// <summary>The longest name that begins at a word: its words, joints within among them, and what it may be; 0 words for none.</summary>
        public (int Length, ulong[] Types) Longest(IReadOnlyList<string> words, string[] forms, int first)
        {
            if (forms[first].Length == 0 || !_longestOf.TryGetValue(FirstOf(forms[first]), out int most))
            {
                return (0, []);
            }

            (int Length, ulong[] Types) found = (0, []);
            var name = new StringBuilder(forms[first]);
            int runs = forms[first].AsSpan().Count(' ') + 1;
            for (int end = first + 1; runs <= most; end++)
            {
                if (forms[end - 1].Length > 0 && _names.TryGetValue(name.ToString(), out ulong[]? types))
                {
                    found = (end - first, types);
                }

                if (end == forms.Length || (forms[end].Length == 0 && !words[end].All(Joints.Contains)))
                {
                    break;
                }

                if (forms[end].Length > 0)
                {
                    name.Append(' ').Append(forms[end]);
                    runs += forms[end].AsSpan().Count(' ') + 1;
                }
            }

            return found;
        }

        private static ReadOnlySpan<char> FirstOf(string key) => key.IndexOf(' ', StringComparison.Ordinal) is >= 0 and int end ? key.AsSpan(0, end) : key;

        private static ulong[] Shared(Dictionary<string, ulong[]> sets, string type, ulong mark)
        {
            if (!sets.TryGetValue(type, out ulong[]? set))
            {
                sets.Add(type, set = [mark]);
            }

            return set;
        }
    }
}
