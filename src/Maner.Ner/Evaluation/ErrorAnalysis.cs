using Maner.Text.Sentences;

namespace Maner.Ner.Evaluation;

/// <summary>What kinds of errors a system makes, and where. Each gold and each predicted entity is counted exactly once.</summary>
/// <param name="Correct">Entities predicted exactly.</param>
/// <param name="WrongType">Right words, wrong type.</param>
/// <param name="WrongBoundary">Right type, overlapping words.</param>
/// <param name="WrongTypeAndBoundary">Wrong type, overlapping words.</param>
/// <param name="Missed">Gold entities that nothing was predicted for.</param>
/// <param name="Spurious">Predicted entities where gold has nothing.</param>
/// <param name="Confusion">Which type became which.</param>
public sealed record ErrorAnalysis(
    int Correct, int WrongType, int WrongBoundary, int WrongTypeAndBoundary, int Missed, int Spurious, TypeConfusion Confusion)
{
    /// <summary>Counts the kinds of errors.</summary>
    internal static ErrorAnalysis Of(IEnumerable<EvaluatedSentence> sentences, SpanRule rule)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        List<EntityPairing.Pair> pairs =
            [.. sentences.SelectMany(sentence => EntityPairing.Of(sentence.GoldEntities, sentence.PredictedEntities(rule)))];
        return new ErrorAnalysis(
            Count(ErrorKind.Correct),
            Count(ErrorKind.WrongType),
            Count(ErrorKind.WrongBoundary),
            Count(ErrorKind.WrongTypeAndBoundary),
            Count(ErrorKind.Missed),
            Count(ErrorKind.Spurious),
            TypeConfusion.Of(pairs));

        int Count(ErrorKind kind) => pairs.Count(pair => pair.Kind == kind);
    }

    /// <summary>Every entity that is not correct, in reading order.</summary>
    internal static IEnumerable<EntityError> List(IEnumerable<EvaluatedSentence> sentences, SpanRule rule)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        return sentences.SelectMany((sentence, index) => List(sentence, index + 1, rule));
    }

    private static IEnumerable<EntityError> List(EvaluatedSentence sentence, int number, SpanRule rule)
    {
        Sentence gold = sentence.Gold;
        return EntityPairing.Of(sentence.GoldEntities, sentence.PredictedEntities(rule))
            .Where(pair => pair.Kind != ErrorKind.Correct)
            .Select(pair => new EntityError(pair.Kind, number, gold.Line, gold.Words, pair.Gold, pair.Predicted));
    }
}
