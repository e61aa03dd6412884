namespace Maner.Ner.Selection;

/// <summary>The random order, stratified by document and length.</summary>
internal sealed class RandomStrategy : SelectionStrategy
{
    /// <inheritdoc/>
    public override string Name => AllStrategies.Random;

    /// <inheritdoc/>
    public override string Description => "at random, every document and length with its share";

    /// <inheritdoc/>
    public override bool NeedsModel => false;

    /// <inheritdoc/>
    public override double Value(Candidate candidate, AnnotationTime time) => 0;
}

/// <summary>Maximum normalised log-probability (Shen et al. 2018).</summary>
internal sealed class MnlpStrategy : SelectionStrategy
{
    /// <inheritdoc/>
    public override string Name => "mnlp";

    /// <inheritdoc/>
    public override string Description => "where the best sequence of tags has the lowest log-probability a word";

    /// <inheritdoc/>
    public override double Value(Candidate candidate, AnnotationTime time)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.NegativeLogProbability;
    }
}

/// <summary>The lowest token probability on the best path (Liu et al. 2022, LTP): one doubtful word is enough, however long the sentence.</summary>
internal sealed class LowestTagStrategy : SelectionStrategy
{
    /// <inheritdoc/>
    public override string Name => "lowest-tag";

    /// <inheritdoc/>
    public override string Description => "where the least sure word of the best sequence is least sure";

    /// <inheritdoc/>
    public override double Value(Candidate candidate, AnnotationTime time)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return 1 - candidate.LowestTag;
    }
}

/// <summary>Expected words inside entities × uncertainty, a second of the annotator's time.</summary>
internal sealed class EntityRateStrategy : SelectionStrategy
{
    /// <inheritdoc/>
    public override string Name => "entity-rate";

    /// <inheritdoc/>
    public override string Description => "the most uncertain entity words per second of the annotator's time";

    /// <inheritdoc/>
    public override double Value(Candidate candidate, AnnotationTime time)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(time);
        return candidate.EntityWords * candidate.Uncertainty / time.Seconds(candidate.Words, candidate.Entities);
    }
}

/// <summary>Where encoder and lexical CRF, which err on different words, disagree most: a committee of two (Seung, Opper and Sompolinsky 1992) that is there anyway.</summary>
internal sealed class DisagreementStrategy : SelectionStrategy
{
    /// <inheritdoc/>
    public override string Name => "disagreement";

    /// <inheritdoc/>
    public override string Description => "where encoder and lexical CRF disagree most a word";

    /// <inheritdoc/>
    public override bool NeedsDisagreement => true;

    /// <inheritdoc/>
    public override double Value(Candidate candidate, AnnotationTime time)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Disagreement;
    }
}
