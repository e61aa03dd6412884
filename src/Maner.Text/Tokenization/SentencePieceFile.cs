using System.Runtime.InteropServices;

namespace Maner.Text.Tokenization;

/// <summary>
/// The parts of a SentencePiece <c>.model</c> file (protocol buffer <c>ModelProto</c> of sentencepiece_model.proto)
/// that segmentation needs. Only Unigram models with white space as prefix are read; the others are refused.
/// </summary>
internal sealed class SentencePieceFile
{
    /// <summary>The trainer allows pieces of 512 characters; a limit keeps hostile files from making segmentation quadratic.</summary>
    public const int MaxPieceBytes = 2048;

    private const int Unigram = 1;
    private readonly List<Piece> _pieces;

    /// <summary>Reads a model.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or is a model of a kind that is not supported; the message names what was found.
    /// </exception>
    public SentencePieceFile(byte[] content)
    {
        Content = content;
        // A piece with its score and tags is rarely below 16 bytes: one allocation for usual files, never a huge one.
        _pieces = new List<Piece>(content.Length / 16);
        ReadModel();
    }

    /// <summary>The bytes of the whole file.</summary>
    public byte[] Content { get; }

    /// <summary>The pieces by SentencePiece id.</summary>
    public ReadOnlySpan<Piece> Pieces => CollectionsMarshal.AsSpan(_pieces);

    /// <summary>Whether there are symbols that the user added.</summary>
    public bool HasUserDefined { get; private set; }

    /// <summary>The lowest score of a normal piece.</summary>
    public float MinScore { get; private set; } = float.MaxValue;

    /// <summary>The highest score of a normal piece; the reference starts from the smallest positive float.</summary>
    public float MaxScore { get; private set; } = 1.17549435e-38f;

    /// <summary>Where the compiled character map is in <see cref="Content"/>; of length 0 when the model has none.</summary>
    public Extent CharacterMap { get; private set; }

    /// <summary>Whether text is normalised as if a space stood before it.</summary>
    public bool AddDummyPrefix { get; private set; } = true;

    /// <summary>Whether spaces at both ends and repeated spaces are dropped.</summary>
    public bool RemoveExtraWhitespaces { get; private set; } = true;

    /// <summary>Whether a space becomes U+2581.</summary>
    public bool EscapeWhitespaces { get; private set; } = true;

    /// <summary>The UTF-8 text of a piece.</summary>
    public ReadOnlySpan<byte> NameOf(int id) => Slice(_pieces[id].Name);

    /// <summary>The bytes of a stretch of the file.</summary>
    public ReadOnlySpan<byte> Slice(Extent extent) => Content.AsSpan(extent.Start, extent.Length);

    /// <summary>What a piece adds to a path: its score; for a user-defined symbol, whatever its score, nearly nothing is taken off.</summary>
    public float SegmentationScore(Piece piece) =>
        piece.Type == PieceType.UserDefined ? (piece.Name.Length * MaxScore) - 0.1f : piece.Score;

    private void ReadModel()
    {
        var reader = new ProtobufReader(Content, new Extent(0, Content.Length));
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1:
                    _pieces.Add(ReadPiece(reader.ReadExtent()));
                    break;
                case 2:
                    ReadTrainerSpec(reader.ReadExtent());
                    break;
                case 3:
                    ReadNormalizerSpec(reader.ReadExtent());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (_pieces.Count == 0)
        {
            throw new InvalidDataException("found no piece");
        }

        foreach (Piece piece in Pieces)
        {
            if (piece.Type == PieceType.Normal)
            {
                MinScore = Math.Min(MinScore, piece.Score);
                MaxScore = Math.Max(MaxScore, piece.Score);
            }

            HasUserDefined |= piece.Type == PieceType.UserDefined;
        }
    }

    private Piece ReadPiece(Extent extent)
    {
        Extent name = default;
        float score = 0;
        var type = PieceType.Normal;
        var reader = new ProtobufReader(Content, extent);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.ReadExtent();
                    break;
                case 2:
                    score = reader.ReadSingle();
                    break;
                case 3:
                    type = (PieceType)reader.ReadInt32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Piece(name, score, type) switch
        {
            { Name.Length: 0 } => throw new InvalidDataException($"found an empty piece (id {_pieces.Count})"),
            { Name.Length: > MaxPieceBytes } => throw new InvalidDataException($"found a piece of {name.Length} bytes (id {_pieces.Count})"),
            { Type: PieceType.Byte } => throw new InvalidDataException("found one with byte fallback, which is not supported"),
            { Type: < PieceType.Normal or > PieceType.Byte } => throw new InvalidDataException($"found piece type {(int)type} (id {_pieces.Count})"),
            _ when !float.IsFinite(score) => throw new InvalidDataException($"found the score {score} (id {_pieces.Count})"),
            Piece piece => piece,
        };
    }

    private void ReadTrainerSpec(Extent extent)
    {
        var reader = new ProtobufReader(Content, extent);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 3 when reader.ReadInt32() is int model && model != Unigram:
                    string kind = model switch { 2 => "BPE", 3 => "word", 4 => "character", _ => $"type-{model}" };
                    throw new InvalidDataException($"found a {kind} model, which is not supported");
                case 24 when reader.ReadBool():
                    throw new InvalidDataException("found one that treats white space as suffix, which is not supported");
                case 3 or 24:
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadNormalizerSpec(Extent extent)
    {
        var reader = new ProtobufReader(Content, extent);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 2:
                    CharacterMap = reader.ReadExtent();
                    break;
                case 3:
                    AddDummyPrefix = reader.ReadBool();
                    break;
                case 4:
                    RemoveExtraWhitespaces = reader.ReadBool();
                    break;
                case 5:
                    EscapeWhitespaces = reader.ReadBool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
