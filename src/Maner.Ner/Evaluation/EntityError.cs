using Maner.Text.Sentences;

namespace Maner.Ner.Evaluation;

/// <summary>One line of an error listing.</summary>
/// <param name="Kind">What became of the entity.</param>
/// <param name="Sentence">1-based number of the sentence among those evaluated.</param>
/// <param name="Line">1-based line of the sentence's first word in its file; 0 when unknown.</param>
/// <param name="Words">The words of the sentence.</param>
/// <param name="Gold">The gold entity; null when spurious.</param>
/// <param name="Predicted">The predicted entity; null when missed.</param>
internal sealed record EntityError(
    ErrorKind Kind, int Sentence, int Line, IReadOnlyList<string> Words, EntitySpan? Gold, EntitySpan? Predicted)
{
    /// <summary>The words of the gold entity joined by spaces; null when spurious.</summary>
    public string? GoldText => TextOf(Gold);

    /// <summary>The words of the predicted entity joined by spaces; null when missed.</summary>
    public string? PredictedText => TextOf(Predicted);

    private string? TextOf(EntitySpan? span) =>
        span is { } entity ? string.Join(' ', Words.Skip(entity.Start).Take(entity.End - entity.Start)) : null;
}
