using Maner.Ner.Evaluation;
using Maner.Text.Data;

namespace Maner.Ner;

/// <summary>Tags labelled sentences and scores the tags: the one place that does, so that every caller has its guard against unknown types.</summary>
internal static class Evaluator
{
    /// <summary>Tags and scores a set.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="set">Labelled sentences.</param>
    /// <param name="unknownTypes">What becomes of gold entities whose type the tagger has no tag for.</param>
    /// <param name="options">What the report holds beyond the scores.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels, or a type is unknown and to be refused.</exception>
    public static EvaluationRun Run(Tagger tagger, DataSet set, UnknownTypes unknownTypes = UnknownTypes.Refuse, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        (DataSet scored, UnknownEntities? unknown) = KnownTypes.Check(set, tagger.Tags, unknownTypes);
        return new EvaluationRun(
            [
                .. scored.Sentences.Zip(
                    tagger.Tag(scored.Sentences),
                    (gold, predicted) => new EvaluatedSentence(gold, tagger.Tags, predicted.TagIds)),
            ],
            options,
            unknown);
    }
}
