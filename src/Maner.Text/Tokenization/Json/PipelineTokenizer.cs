using Maner.Text.Tokenization.Aligned;
using Maner.Text.Tokenization.Models;

namespace Maner.Text.Tokenization.Json;

/// <summary>
/// A tokenizer of Hugging Face's library: added tokens are cut out, the rest is rewritten by normalizers, cut by pre-tokenizers, and its parts are cut into
/// tokens by a model. Gives the library's ids, tokens and offsets.
/// </summary>
internal sealed class PipelineTokenizer : Tokenizer
{
    private readonly Step[] _steps;
    private readonly Step[] _wordSteps;
    private readonly TokenModel _model;
    private readonly OffsetTrimmer? _trimmer;
    private readonly TokenDecoder _decoder;
    private readonly Dictionary<int, AddedToken> _added;
    private readonly bool _hasSpaceBeforeWords;
    private Workspace? _spare;

    /// <param name="description">What the files describe.</param>
    public PipelineTokenizer(PipelineDescription description)
    {
        Files = description.Files;
        Contents = description.Contents;
        Sha256 = description.Sha256;
        SpecialTokens = description.SpecialTokens;
        _model = description.Model;
        _trimmer = description.Trimmer;
        _decoder = description.Decoder;
        _hasSpaceBeforeWords = description.HasSpaceBeforeWords;
        _added = description.AddedTokens.ToDictionary(token => token.Id);
        Count = Math.Max(_model.Vocabulary.Count, _added.Count == 0 ? 0 : _added.Keys.Max() + 1);
        _steps = Steps(description, description.AddedTokens);
        _wordSteps = Steps(description, [.. description.AddedTokens.Where(token => !token.IsSpecial)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Contents { get; }

    /// <inheritdoc/>
    public override string Sha256 { get; }

    /// <inheritdoc/>
    public override SpecialIds SpecialTokens { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override string PieceOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        return _added.TryGetValue(id, out AddedToken? added) ? added.Content : _model.Vocabulary.TextOf(id) ?? "";
    }

    /// <inheritdoc/>
    public override bool StartsWord(int id)
    {
        string piece = PieceOf(id);
        return !_added.ContainsKey(id) && piece.Length > 0 && _model.StartsWord(piece);
    }

    /// <inheritdoc/>
    public override bool IsSpecial(int id) =>
        PieceOf(id).Length == 0 || (_added.TryGetValue(id, out AddedToken? added) && added.IsSpecial)
        || id == SpecialTokens.Begin || id == SpecialTokens.End || id == SpecialTokens.Mask || id == SpecialTokens.Unknown || id == SpecialTokens.Padding;

    /// <inheritdoc/>
    public override Encoding Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Workspace work = Cut(text, _steps);
        List<Token> tokens = work.Tokens;
        int[] ids = new int[tokens.Count], begin = new int[tokens.Count], end = new int[tokens.Count];
        string[] pieces = new string[tokens.Count];
        for (int index = 0; index < ids.Length; index++)
        {
            Token token = tokens[index];
            bool isText = token.IsAdded || (_model.ShowsText && token.Id == _model.UnknownId);
            ids[index] = token.Id;
            pieces[index] = isText ? work.Text.Chars[token.Start..token.End].ToString() : _model.Vocabulary.TextOf(token.Id)!;
            begin[index] = work.Text.Begin[token.Start];
            end[index] = work.Text.End[token.End - 1];
            _trimmer?.Trim(text, index, pieces[index], ref begin[index], ref end[index]);
        }

        GiveBack(work);
        return new Encoding(text, ids, pieces, begin, end);
    }

    /// <inheritdoc/>
    public override void EncodeWord(ReadOnlySpan<char> word, List<int> ids) => EncodeWord(word, ids, findsSpecial: false);

    /// <summary>The same; a word that spells a special token may give its id, as it does in the library.</summary>
    internal void EncodeWord(ReadOnlySpan<char> word, List<int> ids, bool findsSpecial)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ReadOnlySpan<char> text = _hasSpaceBeforeWords ? string.Concat(" ", word) : word;
        Workspace work = Cut(text, findsSpecial ? _steps : _wordSteps);
        foreach (Token token in work.Tokens)
        {
            ids.Add(token.Id);
        }

        GiveBack(work);
    }

    /// <inheritdoc/>
    public override void AddNeeded(ReadOnlySpan<char> word, ISet<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Workspace work = Cut(_hasSpaceBeforeWords ? string.Concat(" ", word) : word, _wordSteps);
        foreach (Part part in work.Parts)
        {
            if (part.IsText)
            {
                _model.AddNeeded(work.Text.Chars, part, ids);
            }
        }

        GiveBack(work);
    }

    /// <inheritdoc/>
    public override IEnumerable<int> AlwaysNeeded =>
        [.. _added.Keys, .. _model.AlwaysNeeded, .. Enumerable.Range(0, Count).Where(id => IsSpecial(id) && PieceOf(id).Length > 0)];

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> ids)
    {
        var pieces = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            pieces.Add(PieceOf(id));
        }

        return _decoder.Decode(pieces);
    }

    private static Step[] Steps(PipelineDescription description, IReadOnlyList<AddedToken> added)
    {
        var work = new Workspace();
        return
        [
            new AddedTokenFinder(added.Where(token => !token.IsNormalized).Select(token => (token.Content, token))),
            .. description.Normalizers,
            new AddedTokenFinder(added.Where(token => token.IsNormalized).Select(token => (Normalized(token.Content), token))),
            .. description.PreTokenizers,
        ];

        string Normalized(string content)
        {
            work.Begin(content);
            foreach (Step step in description.Normalizers)
            {
                step.Apply(work);
            }

            return work.Text.Chars.ToString();
        }
    }

    private Workspace Cut(ReadOnlySpan<char> text, Step[] steps)
    {
        Workspace work = Interlocked.Exchange(ref _spare, null) ?? new Workspace();
        work.Begin(text);
        foreach (Step step in steps)
        {
            step.Apply(work);
        }

        foreach (Part part in work.Parts)
        {
            if (part.IsText)
            {
                _model.Encode(work.Text.Chars, part, work.Tokens);
            }
            else
            {
                work.Tokens.Add(new Token(part.Id, part.Start, part.End, IsAdded: true));
            }
        }

        return work;
    }

    private void GiveBack(Workspace work)
    {
        if (work.IsSmall)
        {
            Volatile.Write(ref _spare, work);
        }
    }
}
