using Maner.Text.Sentences;

namespace Maner.Text.Tags;

/// <summary>The IOB2 tags a model knows, in the order of its output columns. Immutable.</summary>
internal sealed class TagSet
{
    private readonly string[] _tags;
    private readonly Dictionary<string, int> _idOf;
    private readonly (char Prefix, string Type)[] _parts;

    /// <summary>Makes a tag set from tags in column order (a checkpoint's <c>id2label</c>).</summary>
    /// <exception cref="ArgumentException">A tag occurs twice, or <c>O</c> is missing.</exception>
    public TagSet(IEnumerable<string> tags)
    {
        _tags = [.. tags];
        _idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < _tags.Length; id++)
        {
            if (!_idOf.TryAdd(_tags[id], id))
            {
                throw new ArgumentException($"The tag set names '{_tags[id]}' twice (ids {_idOf[_tags[id]]} and {id}).", nameof(tags));
            }
        }

        if (!_idOf.ContainsKey(Iob2.Outside))
        {
            throw new ArgumentException($"The tag set [{string.Join(", ", _tags)}] has no '{Iob2.Outside}'.", nameof(tags));
        }

        // One string per type, so that two tags of a type have the same one.
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        _parts = [.. _tags.Select(tag => tag is [('B' or 'I') and var prefix, '-', .. var type]
            ? (prefix, types.TryGetValue(type, out string? known) ? known : types[type] = type) : ('O', ""))];
    }

    /// <summary>The tags by id.</summary>
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>Number of tags: the classes of the classifier.</summary>
    public int Count => _tags.Length;

    /// <summary>Entity types in the order of their first tag.</summary>
    public IEnumerable<string> Types => _tags.Where(tag => tag != Iob2.Outside).Select(tag => tag[2..]).Distinct();

    /// <summary>The tag set of labelled sentences: <c>O</c>, then <c>B-</c> and <c>I-</c> of every type in ordinal order.</summary>
    public static TagSet Of(IEnumerable<Sentence> sentences) =>
        OfTypes(sentences.SelectMany(sentence => sentence.Entities ?? []).Select(entity => entity.Type));

    /// <summary>The tag set of entity types: <c>O</c>, then <c>B-</c> and <c>I-</c> of every distinct type in ordinal order.</summary>
    public static TagSet OfTypes(IEnumerable<string> types) => new(
    [
        Iob2.Outside,
        .. types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(type => new[] { "B-" + type, "I-" + type }),
    ]);

    /// <summary>The id of a tag; false when the set does not know it.</summary>
    public bool TryGetId(string tag, out int id) => _idOf.TryGetValue(tag, out id);

    /// <summary>The ids of a sentence's gold tags, one per word.</summary>
    /// <exception cref="InvalidDataException">The sentence has a type the set does not know, or no labels.</exception>
    public int[] Encode(Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (sentence.Entities is null)
        {
            throw new InvalidDataException($"Line {sentence.Line}: expected a labelled sentence, found one without tags.");
        }

        string[] tags = Iob2.ToTags(sentence.Words.Count, sentence.Entities);
        var ids = new int[tags.Length];
        for (int word = 0; word < tags.Length; word++)
        {
            if (!TryGetId(tags[word], out ids[word]))
            {
                throw new InvalidDataException(
                    $"Line {sentence.Line}: the tag '{tags[word]}' of word '{sentence.Words[word]}' is not one the model knows " +
                    $"({string.Join(", ", _tags)}). Train with data that has it, or map it before.");
            }
        }

        return ids;
    }

    /// <summary>
    /// The ids of the tags that a word outside entities may have: <c>O</c> first, and all tags of types that the sentence's annotator did not look for; null
    /// when it is <c>O</c> alone.
    /// </summary>
    public int[]? UnmarkedOutside(Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (sentence.MarkedTypes is not { } marked || Types.All(marked.Contains))
        {
            return null;
        }

        return [_idOf[Iob2.Outside], .. Enumerable.Range(0, Count).Where(id => _parts[id].Prefix != 'O' && !marked.Contains(_parts[id].Type))];
    }

    /// <summary>The entities of predicted ids, as <see cref="Iob2.ToSpansStrict"/> reads their tags.</summary>
    public List<EntitySpan> SpansStrict(ReadOnlySpan<int> ids) => Spans(ids, lenient: false);

    /// <summary>The entities of predicted ids, as <see cref="Iob2.ToSpansLenient"/> reads their tags.</summary>
    public List<EntitySpan> SpansLenient(ReadOnlySpan<int> ids) => Spans(ids, lenient: true);

    /// <summary>The tags of predicted ids.</summary>
    public string[] Decode(ReadOnlySpan<int> ids)
    {
        var tags = new string[ids.Length];
        for (int word = 0; word < ids.Length; word++)
        {
            tags[word] = _tags[ids[word]];
        }

        return tags;
    }

    private List<EntitySpan> Spans(ReadOnlySpan<int> ids, bool lenient)
    {
        var spans = new List<EntitySpan>();
        int start = -1;
        string type = "";
        for (int word = 0; word <= ids.Length; word++)
        {
            (char prefix, string own) = word < ids.Length ? _parts[ids[word]] : ('O', "");
            if (start >= 0 && !(prefix == 'I' && own == type))
            {
                spans.Add(new EntitySpan(start, word, type));
                start = -1;
            }

            if (start < 0 && (prefix == 'B' || (lenient && prefix == 'I')))
            {
                (start, type) = (word, own);
            }
        }

        return spans;
    }
}
