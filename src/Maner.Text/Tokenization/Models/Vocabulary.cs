namespace Maner.Text.Tokenization.Models;

/// <summary>The texts of a model's ids. Immutable and thread-safe.</summary>
internal sealed class Vocabulary
{
    /// <summary>The longest text of an id: a longer one in a damaged or hostile file would make cutting slow.</summary>
    public const int MaxUnits = 2048;

    private const int MaxCount = 1 << 24;

    // Ids that nothing has may be between those of a file, but not more than these.
    private const int MaxHoles = 1 << 16;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly string?[] _texts;

    /// <param name="entries">Texts with their ids.</param>
    /// <exception cref="InvalidDataException">A text or an id is there twice, is too long, or is out of range.</exception>
    public Vocabulary(IReadOnlyCollection<KeyValuePair<string, int>> entries)
    {
        int most = Math.Min(MaxCount, entries.Count + MaxHoles);
        _ids = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        int count = entries.Count == 0 ? 0 : entries.Max(entry => entry.Value) + 1;
        if (entries.Count == 0 || count > most)
        {
            throw new InvalidDataException($"expected a vocabulary with ids from 0 to {most - 1}, found {(entries.Count == 0 ? "none" : $"id {count - 1}")}");
        }

        _texts = new string?[count];
        foreach ((string text, int id) in entries)
        {
            if (text.Length > MaxUnits)
            {
                throw new InvalidDataException($"expected tokens of at most {MaxUnits} characters, found one of {text.Length} (id {id})");
            }

            if (id < 0 || _texts[id] is not null || !_ids.TryAdd(text, id))
            {
                throw new InvalidDataException($"expected every token and id of the vocabulary once, found '{text}' with id {id} again");
            }

            _texts[id] = text;
        }

        _idsBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The largest id and one.</summary>
    public int Count => _texts.Length;

    /// <summary>The text of an id; null when nothing has it.</summary>
    public string? TextOf(int id) => (uint)id < (uint)_texts.Length ? _texts[id] : null;

    /// <summary>The id of a text.</summary>
    public bool TryGetId(ReadOnlySpan<char> text, out int id) => _idsBySpan.TryGetValue(text, out id);

    /// <summary>All texts with their ids.</summary>
    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;

    /// <summary>The ids of SentencePiece's 256 byte tokens, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>; null if one is missing.</summary>
    public int[]? ByteIds()
    {
        int[] ids = new int[256];
        for (int value = 0; value < ids.Length; value++)
        {
            if (!TryGetId($"<0x{value:X2}>", out ids[value]))
            {
                return null;
            }
        }

        return ids;
    }
}
