namespace Maner.Text.Tokenization;

/// <summary>
/// The ids of XLM-R's embedding rows. They come from fairseq: its four special pieces are first,
/// SentencePiece's first three are dropped, all others move up by one, and the mask follows last
/// (<c>XLMRobertaTokenizer</c> in Hugging Face's transformers). Immutable.
/// </summary>
internal sealed class XlmrVocabulary
{
    private readonly SentencePieceFile _file;

    /// <exception cref="InvalidDataException">The model's first pieces are not XLM-R's.</exception>
    internal XlmrVocabulary(SentencePieceFile file)
    {
        _file = file;
        ReadOnlySpan<PieceType> first = [PieceType.Unknown, PieceType.Control, PieceType.Control];
        if (file.Pieces.Length <= first.Length)
        {
            throw new InvalidDataException($"found {file.Pieces.Length} pieces");
        }

        for (int id = 0; id < file.Pieces.Length; id++)
        {
            PieceType type = file.Pieces[id].Type;
            if (id < first.Length ? type != first[id] : type is PieceType.Unknown or PieceType.Control)
            {
                throw new InvalidDataException(
                    $"found a piece of type {type} with id {id}, where only <unk>, <s>, </s> with ids 0, 1, 2 are special");
            }
        }
    }

    /// <summary><c>&lt;s&gt;</c>, the start of a sequence: 0.</summary>
    public int BosId { get; }

    /// <summary><c>&lt;pad&gt;</c>: 1.</summary>
    public int PadId { get; } = 1;

    /// <summary><c>&lt;/s&gt;</c>, the end of a sequence: 2.</summary>
    public int EosId { get; } = 2;

    /// <summary><c>&lt;unk&gt;</c>, characters without a piece: 3.</summary>
    public int UnkId { get; } = 3;

    /// <summary><c>&lt;mask&gt;</c>, the last id.</summary>
    public int MaskId => _file.Pieces.Length + 1;

    /// <summary>Number of ids: the rows of the embedding matrix.</summary>
    public int Count => _file.Pieces.Length + 2;

    /// <summary>The text of an id, for people to read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative, or not below <see cref="Count"/>.</exception>
    public string PieceOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        return id switch
        {
            0 => "<s>",
            1 => "<pad>",
            2 => "</s>",
            3 => "<unk>",
            _ when id == MaskId => "<mask>",
            _ => System.Text.Encoding.UTF8.GetString(_file.NameOf(id - 1)),
        };
    }

    /// <summary>The id of a piece that text can contain: never that of a special piece other than <c>&lt;unk&gt;</c>.</summary>
    internal int IdOf(int piece) => piece == UnigramLattice.UnknownPiece ? UnkId : piece + 1;
}
