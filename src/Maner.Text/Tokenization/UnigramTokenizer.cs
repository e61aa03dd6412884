using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Maner.Text.Words;

namespace Maner.Text.Tokenization;

/// <summary>
/// The tokenizer of XLM-R: a SentencePiece Unigram model with fairseq's ids. Gives the ids of the reference C++ library.
/// Immutable; any number of threads may use it at once.
/// </summary>
internal sealed class UnigramTokenizer : Tokenizer
{
    /// <summary>How far the unknown piece lies below the rarest one (<c>kUnkPenalty</c> of the reference).</summary>
    private const float UnknownPenalty = 10;

    /// <summary>UTF-16 units that are kept on the stack: enough for nearly all words.</summary>
    private const int StackUnits = 64;

    private readonly SentencePieceFile _file;
    private readonly CharacterNormalizer _normalizer;
    private readonly PieceTrie _trie;
    private readonly float _unknownScore;
    private Dictionary<string, float>? _unspaced;

    private UnigramTokenizer(SentencePieceFile file, string path)
    {
        Path = path;
        Vocabulary = new XlmrVocabulary(file);
        _file = file;
        _trie = PieceTrie.Build(file);
        _normalizer = new CharacterNormalizer(file);
        _unknownScore = file.MinScore - UnknownPenalty;
    }

    /// <summary>The model file, as it was named when it was read.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files => [Path];

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Contents => [_file.Content];

    /// <inheritdoc/>
    public override string Sha256 => field ??= Convert.ToHexStringLower(SHA256.HashData(_file.Content));

    /// <summary>The ids, special ones included.</summary>
    public XlmrVocabulary Vocabulary { get; }

    /// <summary>The model's pieces.</summary>
    internal SentencePieceFile Model => _file;

    /// <inheritdoc/>
    public override SpecialIds SpecialTokens => new(Vocabulary.BosId, Vocabulary.EosId, Vocabulary.MaskId, Vocabulary.UnkId, Vocabulary.PadId);

    /// <inheritdoc/>
    public override int Count => Vocabulary.Count;

    /// <inheritdoc/>
    public override string PieceOf(int id) => Vocabulary.PieceOf(id);

    /// <inheritdoc/>
    public override bool StartsWord(int id) => Vocabulary.PieceOf(id).StartsWith(CharacterNormalizer.SpaceMark);

    /// <inheritdoc/>
    public override bool IsSpecial(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        return id <= Vocabulary.UnkId || id == Vocabulary.MaskId;
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (int id in ids)
        {
            text.Append(Vocabulary.PieceOf(id));
        }

        text.Replace(CharacterNormalizer.SpaceMark, ' ');
        return text.Length > 0 && text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    /// <inheritdoc/>
    public override float? PieceLogProbability(string word)
    {
        Dictionary<string, float> pieces = LazyInitializer.EnsureInitialized(ref _unspaced, UnspacedPieces);
        return pieces.TryGetValue(word, out float score) ? score : null;
    }

    /// <summary>Reads a SentencePiece model file, such as XLM-R's <c>sentencepiece.bpe.model</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or is a model of a kind that is not supported.</exception>
    public static UnigramTokenizer Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"{path}: expected a SentencePiece model, found no such file. Name the sentencepiece.bpe.model of an XLM-R encoder.", path);
        }

        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a model from the bytes of its file.</summary>
    internal static UnigramTokenizer Parse(byte[] content, string path)
    {
        try
        {
            return new UnigramTokenizer(new SentencePieceFile(content), path);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException(
                $"{path}: expected a SentencePiece Unigram model such as XLM-R's sentencepiece.bpe.model, {problem.Message}. " +
                "Use the file that was published with the encoder.",
                problem);
        }
    }

    /// <inheritdoc/>
    public override Encoding Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normalized = new NormalizedText([], []);
        try
        {
            _normalizer.Normalize(text, ref normalized);
            List<int> ids = [];
            List<int> starts = [];
            Segment(normalized.Chars, ids, starts);
            starts.Add(normalized.Length);
            var pieces = new string[ids.Count];
            var begin = new int[ids.Count];
            var end = new int[ids.Count];
            for (int i = 0; i < pieces.Length; i++)
            {
                pieces[i] = normalized.Chars[starts[i]..starts[i + 1]].ToString();
                begin[i] = normalized.OriginOf(starts[i]);
                end[i] = normalized.OriginOf(starts[i + 1]);
            }

            return new Encoding(text, [.. ids], pieces, begin, end);
        }
        finally
        {
            normalized.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void EncodeWord(ReadOnlySpan<char> word, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var normalized = new NormalizedText(stackalloc char[StackUnits], stackalloc int[StackUnits]);
        try
        {
            _normalizer.Normalize(word, ref normalized);
            Segment(normalized.Chars, ids, starts: null);
        }
        finally
        {
            normalized.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void AddNeeded(ReadOnlySpan<char> word, ISet<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var normalized = new NormalizedText(stackalloc char[StackUnits], stackalloc int[StackUnits]);
        try
        {
            _normalizer.Normalize(word, ref normalized);
            NearBest.AddPieces(_trie, piece => _file.SegmentationScore(_file.Pieces[piece]), _unknownScore, normalized.Chars, piece => ids.Add(Vocabulary.IdOf(piece)));
            AddUnspaced(normalized.Chars, ids);
        }
        finally
        {
            normalized.Dispose();
        }
    }

    /// <summary>In scripts without spaces words are cut by the probability of every piece that the text has anywhere, with and without a space before it.</summary>
    private void AddUnspaced(ReadOnlySpan<char> text, ISet<int> ids)
    {
        for (int start = 0; start < text.Length; start++)
        {
            if (UnspacedScripts.GroupOf(text[start]) == UnspacedScripts.None)
            {
                continue;
            }

            foreach (int root in (ReadOnlySpan<int>)[_trie.Root, _trie.Child(_trie.Root, CharacterNormalizer.SpaceMark)])
            {
                int node = root;
                for (int end = start; end < text.Length && node != PieceTrie.None && (node = _trie.Child(node, text[end])) != PieceTrie.None; end++)
                {
                    if (_trie[node].Piece != PieceTrie.None && UnspacedScripts.GroupOf(text[end]) != UnspacedScripts.None)
                    {
                        ids.Add(Vocabulary.IdOf(_trie[node].Piece));
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<int> AlwaysNeeded
    {
        get
        {
            int lowest = -1, highest = -1; // the unknown's score follows from the one, that of added symbols from the other
            for (int piece = 0; piece < _file.Pieces.Length; piece++)
            {
                (float score, PieceType type) = (_file.Pieces[piece].Score, _file.Pieces[piece].Type);
                lowest = type == PieceType.Normal && lowest < 0 && score == _file.MinScore ? piece : lowest;
                highest = type == PieceType.Normal && highest < 0 && score == _file.MaxScore ? piece : highest;
                if (type == PieceType.UserDefined || piece == lowest || piece == highest)
                {
                    yield return Vocabulary.IdOf(piece);
                }
            }

            for (int id = 0; id <= Vocabulary.UnkId; id++)
            {
                yield return id;
            }

            yield return Vocabulary.MaskId;
        }
    }

    /// <summary>Appends the ids of a normalised text and, when asked for, where their pieces start in it.</summary>
    private void Segment(ReadOnlySpan<char> text, List<int> ids, List<int>? starts)
    {
        UnigramLattice.BestEnd[]? pooled = null;
        Span<UnigramLattice.BestEnd> ends = text.Length < StackUnits
            ? stackalloc UnigramLattice.BestEnd[StackUnits]
            : pooled = ArrayPool<UnigramLattice.BestEnd>.Shared.Rent(text.Length + 1);
        UnigramLattice.FindBestEnds(_trie, _unknownScore, text, ends[..(text.Length + 1)]);
        int first = ids.Count;
        for (int end = text.Length; end > 0; end = ends[end].Start)
        {
            int id = Vocabulary.IdOf(ends[end].Piece);
            // A run of unknown characters is one piece, as in the reference.
            bool joinsRun = id == Vocabulary.UnkId && ids.Count > first && ids[^1] == id;
            if (!joinsRun)
            {
                ids.Add(id);
                starts?.Add(ends[end].Start);
            }
            else if (starts is not null)
            {
                starts[^1] = ends[end].Start;
            }
        }

        ids.Reverse(first, ids.Count - first);
        starts?.Reverse();
        if (pooled is not null)
        {
            ArrayPool<UnigramLattice.BestEnd>.Shared.Return(pooled);
        }
    }

    private Dictionary<string, float> UnspacedPieces()
    {
        var pieces = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int id = 0; id < _file.Pieces.Length; id++)
        {
            // Three bytes a character at least, and two characters: most pieces need no string.
            if (_file.Pieces[id].Type != PieceType.Normal || _file.NameOf(id).Length < 6)
            {
                continue;
            }

            string name = System.Text.Encoding.UTF8.GetString(_file.NameOf(id)).TrimStart(CharacterNormalizer.SpaceMark);
            if (UnspacedRuns.GroupOf(name) != UnspacedScripts.None)
            {
                pieces[name] = Math.Max(_file.Pieces[id].Score, pieces.GetValueOrDefault(name, float.NegativeInfinity));
            }
        }

        return pieces;
    }
}
