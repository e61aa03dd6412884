using Maner.Ner.Evaluation;
using Maner.Ner.Prediction;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner;

/// <summary>Tags labelled sentences and scores tags: the one place that does, so that every caller has its guard against unknown types.</summary>
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
        return Run(tagger.Tag(scored.Sentences), options, unknown);
    }

    /// <summary>Scores sentences that a tagger has tagged, and how far its probabilities can be believed.</summary>
    /// <param name="tagged">Labelled sentences as they were tagged.</param>
    /// <param name="options">What the report holds beyond the scores.</param>
    /// <param name="unknown">Gold entities of types that the system does not know; null for none.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels.</exception>
    public static EvaluationRun Run(IEnumerable<TaggedSentence> tagged, ReportOptions? options = null, UnknownEntities? unknown = null) =>
        new([.. tagged.Select(sentence =>
            new EvaluatedSentence(sentence.Input, sentence.TagSet, sentence.TagIds, [.. sentence.Entities.Select(entity => entity.Probability)]))], options, unknown);

    /// <summary>Scores tags that somebody has already.</summary>
    /// <param name="gold">Labelled sentences.</param>
    /// <param name="tags">The classes.</param>
    /// <param name="predicted">The ids of the tags of each sentence, in the same order.</param>
    /// <param name="options">What the report holds beyond the scores.</param>
    /// <param name="unknown">Gold entities of types that the system does not know; null for none.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels.</exception>
    public static EvaluationRun Run(
        IEnumerable<Sentence> gold, TagSet tags, IEnumerable<int[]> predicted, ReportOptions? options = null, UnknownEntities? unknown = null) =>
        new([.. gold.Zip(predicted, (sentence, ids) => new EvaluatedSentence(sentence, tags, ids))], options, unknown);
}
