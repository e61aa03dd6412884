namespace Maner.Experiments.Plans;

/// <summary>An experiment as its file states it: blocks of cells that share a folder of results.</summary>
/// <param name="Path">The file.</param>
/// <param name="Title">The heading of its report.</param>
/// <param name="Retry">Whether a failed or collapsed cell is tried once more with another seed.</param>
/// <param name="Blocks">The blocks, in file order.</param>
/// <param name="Notes">What the reader of the file should know: old names of options.</param>
internal sealed record Experiment(string Path, string Title, bool Retry, IReadOnlyList<Block> Blocks, IReadOnlyList<string> Notes);

/// <summary>What a block's report shows.</summary>
internal enum BlockKind
{
    /// <summary>Means over languages, one row per method, and the methods against each other (Tables 1 to 3).</summary>
    Methods,

    /// <summary>Language by language (Figure 2).</summary>
    Languages,

    /// <summary>Scores at growing training sizes (Figure 3).</summary>
    Curve,

    /// <summary>Settings against each other on dev.</summary>
    Sweep,

    /// <summary>Which sentences to label next: strategies against each other in a simulation of the annotator.</summary>
    ActiveLearning,
}

/// <summary>A named grid: every combination of its lists is a cell.</summary>
internal sealed record Block
{
    /// <summary>The name of the size that is all training sentences.</summary>
    public const string WholeSize = "all";

    /// <summary>Its key in the file.</summary>
    public required string Name { get; init; }

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What the report shows.</summary>
    public required BlockKind Kind { get; init; }

    /// <summary>Whether dev is scored; test otherwise. A sweep's scores are on dev.</summary>
    public required bool ScoresDev { get; init; }

    /// <summary>Names of data sets, groups, collections (<c>wikiann/*</c>) or folders (<c>./…</c>, <c>../…</c>, <c>/…</c>).</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>What to take when one of <see cref="Data"/> is not there; null when that is an error.</summary>
    public IReadOnlyList<string>? FallbackData { get; init; }

    /// <summary>Only languages with so much pre-training text; null for all.</summary>
    public TextThreshold? PretrainingText { get; init; }

    /// <summary>Names of methods.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Training sizes in sentences; null is all that there are.</summary>
    public required IReadOnlyList<int?> Sizes { get; init; }

    /// <summary>Most dev sentences, which every checkpoint is scored on; null for all.</summary>
    public int? DevSentences { get; init; }

    /// <summary>Whether each seed draws its own training sentences; otherwise all seeds learn from the same.</summary>
    public required bool SubsetPerSeed { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>What is simulated; null where nothing is.</summary>
    public SimulationBlock? Simulation { get; init; }

    /// <summary>Names or folders of encoders.</summary>
    public required IReadOnlyList<string> Encoders { get; init; }

    /// <summary>Every combination of the options.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>Sets of published scores that are shown next to ours (<see cref="Corpora.PublishedResults"/>).</summary>
    public required IReadOnlyList<string> Published { get; init; }
}

/// <summary>What a block of kind <see cref="BlockKind.ActiveLearning"/> has besides its grid; its sizes are where models are scored.</summary>
/// <param name="Strategies">Names of selection strategies, one or more.</param>
/// <param name="Rounds">Numbers of labelled sentences at which a model is trained, ascending; the first is the seed set. The block's sizes are among them.</param>
/// <param name="PoolSentences">Most sentences to choose from, the first of the random order; null for all.</param>
/// <param name="RandomShare">Share of random picks in every batch.</param>
/// <param name="Reuse">What else is trained on the same sentences: names of methods, at the end, and <c>crf</c>, the lexical CRF alone, wherever models are scored.</param>
internal sealed record SimulationBlock(IReadOnlyList<string> Strategies, IReadOnlyList<int> Rounds, int? PoolSentences, double RandomShare, IReadOnlyList<string> Reuse);

/// <summary>A bound on a language's pre-training text.</summary>
/// <param name="Corpus">One of <see cref="Corpora.PretrainingText.Corpora"/>.</param>
/// <param name="AtLeastGib">The least size.</param>
internal sealed record TextThreshold(string Corpus, double AtLeastGib);
