namespace Maner.Ner.Selection;

/// <summary>Which sentence to label next: an acquisition function by name (<see cref="AllStrategies"/>).</summary>
internal abstract class SelectionStrategy
{
    /// <summary>Its name in options and files.</summary>
    public abstract string Name { get; }

    /// <summary>What it prefers, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it reads what a model says; a random order does not.</summary>
    public virtual bool NeedsModel => true;

    /// <summary>Whether candidates need their vectors.</summary>
    public virtual bool NeedsVectors => false;

    /// <summary>Whether candidates need the disagreement of encoder and lexical CRF.</summary>
    public virtual bool NeedsDisagreement => false;

    /// <summary>How much is expected of labelling a sentence; the more, the higher. What the unit is, is the strategy's own.</summary>
    public abstract double Value(Candidate candidate, AnnotationTime time);

    /// <summary>The candidates from the best on, lazily: each one that is taken counts as chosen for those behind it.</summary>
    /// <param name="pool">What can be chosen.</param>
    /// <param name="context">What else is known.</param>
    public virtual IEnumerable<Candidate> Order(IReadOnlyList<Candidate> pool, SelectionContext context)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(context);
        return pool.Select(candidate => (Candidate: candidate, Value: Finite(Value(candidate, context.Time))))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => context.Places[pair.Candidate.Index]).ThenBy(pair => pair.Candidate.Index).Select(pair => pair.Candidate);
    }

    /// <summary>A value that can be compared: what is not known is last.</summary>
    protected static double Finite(double value) => double.IsNaN(value) ? double.NegativeInfinity : value;
}

/// <summary>What a strategy knows besides its candidates.</summary>
/// <param name="Places">The place of every sentence of the pool in the random order (<see cref="RandomOrder"/>), by index; equal values are taken in it.</param>
/// <param name="Labelled">The vectors of the labelled sentences; empty where the strategy asks for none.</param>
/// <param name="Time">How long sentences take.</param>
/// <param name="Seed">Draws what is drawn.</param>
internal sealed record SelectionContext(IReadOnlyList<double> Places, IReadOnlyList<float[]> Labelled, AnnotationTime Time, ulong Seed);
