using System.Collections.Frozen;
using System.Text;

namespace Maner.Text.Romanization;

/// <summary>
/// Scripts whose words are read in Devanagari. The Indic blocks of Unicode have one order, that of ISCII-1988 (The Unicode Standard, chapter 12): a letter
/// and its sister are at the same place of their blocks. An encoder that has read much Devanagari and little Gujarati knows a name once it is written so.
/// Only what a model reads is changed; words and offsets of its output are the text's own.
/// </summary>
internal sealed class SisterScripts
{
    private const int Devanagari = 0x0900, BlockSize = 0x80;
    private const char Anusvara = '\u0902', Virama = '\u094D', LetterI = '\u0907', LetterU = '\u0909', LetterYa = '\u092F';

    private static readonly FrozenDictionary<string, int> s_blocks = new Dictionary<string, int>
    {
        ["bengali"] = 0x0980,
        ["gurmukhi"] = 0x0A00,
        ["gujarati"] = 0x0A80,
        ["oriya"] = 0x0B00,
        ["tamil"] = 0x0B80,
        ["telugu"] = 0x0C00,
        ["kannada"] = 0x0C80,
        ["malayalam"] = 0x0D00,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenSet<int> _blocks;

    private SisterScripts(IReadOnlyList<string> names) => (Names, _blocks) = (names, names.Select(name => s_blocks[name]).ToFrozenSet());

    /// <summary>Every word is read as it is written.</summary>
    public static SisterScripts None { get; } = new([]);

    /// <summary>The names of all scripts that can be read in Devanagari, in the order of their blocks.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_blocks.OrderBy(block => block.Value).Select(block => block.Key)];

    /// <summary>The scripts' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Scripts by name.</summary>
    /// <param name="names">Names of <see cref="All"/>.</param>
    /// <param name="where">Where they were found, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such script, or one is named twice.</exception>
    public static SisterScripts Named(IReadOnlyList<string> names, string where)
    {
        ArgumentNullException.ThrowIfNull(names);
        string? wrong = names.FirstOrDefault(name => name is null || !s_blocks.ContainsKey(name)) ?? names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return wrong is null && names.All(name => name is not null) ? new SisterScripts(names) : throw new InvalidDataException(
            $"{where}: expected scripts out of {string.Join(", ", All)}, each once, found '{wrong}'. Copy the model again, or use the version of maner that made it.");
    }

    /// <summary>Words as a model reads them: the same list where nothing is to be changed.</summary>
    public IReadOnlyList<string> Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return _blocks.Count == 0 || !words.Any(word => word.Any(IsRead)) ? words : [.. words.Select(Read)];
    }

    private bool IsRead(char letter) => letter is >= '\u0980' and < '\u0D80' && _blocks.Contains(letter & -BlockSize);

    private string Read(string word)
    {
        if (!word.Any(IsRead))
        {
            return word;
        }

        var read = new StringBuilder(word.Length + 2);
        bool doubles = false;
        foreach (char letter in word)
        {
            char sister = IsRead(letter) ? (char)(Devanagari + (letter & (BlockSize - 1))) : letter;
            if (doubles && sister is >= '\u0915' and <= '\u0939')
            {
                read.Append(sister).Append(Virama);
            }

            doubles = letter == '\u0A71' && IsRead(letter); // addak: the consonant behind it is doubled
            if (!doubles)
            {
                _ = (IsRead(letter) ? letter : '\0') switch // signs of one script that are at another's place
                {
                    '\u0A70' => read.Append(Anusvara), // tippi
                    '\u0A72' => read.Append(LetterI), // iri and ura carry vowel signs
                    '\u0A73' => read.Append(LetterU),
                    '\u0A75' => read.Append(Virama).Append(LetterYa), // yakash
                    '\u09F0' => read.Append('\u0930'), // Assamese ra and va
                    '\u09F1' => read.Append('\u0935'),
                    _ => read.Append(sister),
                };
            }
        }

        return read.ToString();
    }
}
