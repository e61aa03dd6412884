namespace Maner.Ner.Encoders;

/// <summary>What trimming made of an encoder.</summary>
internal sealed record TrimmedEncoder
{
    /// <summary>Rows of the word embeddings before.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that stay.</summary>
    public required int KeptRows { get; init; }

    /// <summary>Bytes of weights and tokenizer before.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of weights and tokenizer now, without the copy of the whole tokenizer.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>Lines of text, or words of labelled sentences, whose pieces were compared.</summary>
    public required long Lines { get; init; }

    /// <summary>Different words, whose pieces were compared too.</summary>
    public required int Words { get; init; }

    /// <summary>Tensors that are left out because they are not floating.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }
}
