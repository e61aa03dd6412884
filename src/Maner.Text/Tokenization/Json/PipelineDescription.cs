using Maner.Text.Tokenization.Aligned;
using Maner.Text.Tokenization.Models;

namespace Maner.Text.Tokenization.Json;

/// <summary>All that makes a <see cref="PipelineTokenizer"/>.</summary>
internal sealed record PipelineDescription
{
    /// <summary>The files it was read from.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What was read from them, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Contents { get; init; } = [];

    /// <summary>SHA-256 of what was read.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The ids that are no text.</summary>
    public required SpecialIds SpecialTokens { get; init; }

    /// <summary>Tokens that are found before anything is cut.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Steps that rewrite the text.</summary>
    public required IReadOnlyList<Step> Normalizers { get; init; }

    /// <summary>Steps that cut it.</summary>
    public required IReadOnlyList<Step> PreTokenizers { get; init; }

    /// <summary>What cuts the parts into tokens.</summary>
    public required TokenModel Model { get; init; }

    /// <summary>What takes spaces out of offsets; null when nothing does.</summary>
    public OffsetTrimmer? Trimmer { get; init; }

    /// <summary>What makes text of tokens.</summary>
    public required TokenDecoder Decoder { get; init; }

    /// <summary>Whether a word that is cut on its own has a space before it.</summary>
    public bool HasSpaceBeforeWords { get; init; }
}
