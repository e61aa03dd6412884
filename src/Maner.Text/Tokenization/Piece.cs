namespace Maner.Text.Tokenization;

/// <summary>A piece of the vocabulary as the model file gives it.</summary>
/// <param name="Name">Where its UTF-8 text is in the file.</param>
/// <param name="Score">Its natural-log probability.</param>
/// <param name="Type">How it takes part in segmentation.</param>
internal readonly record struct Piece(Extent Name, float Score, PieceType Type);

/// <summary>The values of <c>ModelProto.SentencePiece.Type</c>.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
