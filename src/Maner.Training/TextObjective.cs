using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Training.MaskedLm;

namespace Maner.Training;

/// <summary>
/// Masked language modelling beside the tags, which the paper names as future work (MANER §6): as many sentences per update as the tagging batch has, drawn
/// pass after pass over the text, each pass in an order of its own, and masked again every time. Which they are follows from the seed and the step's number.
/// </summary>
/// <param name="language">The encoder's masked language model; its head is trained too.</param>
/// <param name="sequences">The pieces of each sentence, or of each part of one that overflows the encoder's window.</param>
/// <param name="options">The options, resolved.</param>
/// <param name="sampledFrom">Vocabularies larger than this are not predicted among whole (<see cref="LargestWholeVocabulary"/>).</param>
internal sealed class TextObjective(TaggerLanguage language, IReadOnlyList<int[]> sequences, TrainingOptions options, int sampledFrom = TextObjective.LargestWholeVocabulary) : IObjective
{
    /// <summary>
    /// The largest vocabulary that is predicted among whole. With 32,000 pieces of 256 numbers that is exact and affordable; with XLM-R's 250,002 of 768
    /// gradients, moments and copies of the table would take 3 GB, of which a few thousand rows are ever of use.
    /// </summary>
    public const int LargestWholeVocabulary = 1 << 16;

    /// <summary>
    /// Candidates of larger ones, at most and on average. They are drawn once for a run and not for every update: the pieces of the text come on top, and no other row of
    /// the table is ever trained.
    /// </summary>
    public const int Candidates = 8192;

    private const ulong DrawOfTheRun = 0;
    private readonly Rng _rng = new Rng(options.Seed).Split("masked language model");
    private readonly MaskedBatch _batch = new();
    private readonly int[] _order = new int[sequences.Count];
    private readonly bool _isSampled = language.Vocabulary > sampledFrom;
    private readonly MaskedLmObjective _objective = new(
        language.Model,
        language.Vocabulary > sampledFrom ? new CandidateSampler(Frequencies(sequences, language.Vocabulary), Candidates, new Rng(options.Seed).Split("candidates")) : null);

    private long _pass = -1;

    /// <inheritdoc/>
    public string Name => "the masked-LM loss";

    /// <inheritdoc/>
    public IReadOnlyList<IParameterArena> OwnArenas => language.Model.HeadArenas;

    /// <inheritdoc/>
    public double AddGradients(int step)
    {
        _batch.Clear();
        Rng masks = _rng.Split("masks").Split((ulong)step);
        for (int index = 0; index < options.BatchSize; index++)
        {
            long place = ((long)step * options.BatchSize) + index;
            Masking.FineTuning.Add(_batch, sequences[At(place)], language.Ids, masks.Split((ulong)index));
        }

        int targets = _batch.Targets.Length; // short sentences may have none: then there is nothing to learn from them this time
        var pass = new EncoderPass(IsTraining: true, options.Dropout, options.AttentionDropout, _rng.Split("dropout").Split((ulong)step).NextUInt64());
        return targets == 0 ? 0 : _objective.Add(_batch, options.MlmWeight / targets, pass, _isSampled ? DrawOfTheRun : null) / targets;
    }

    /// <summary>The sequence at a place of the endless text that is one pass after another.</summary>
    private int At(long place)
    {
        (long pass, long inPass) = Math.DivRem(place, _order.Length);
        if (pass != _pass)
        {
            for (int index = 0; index < _order.Length; index++)
            {
                _order[index] = index;
            }

            _rng.Split("order").Split((ulong)pass).Shuffle(_order.AsSpan());
            _pass = pass;
        }

        return _order[inPass];
    }

    private static double[] Frequencies(IReadOnlyList<int[]> sequences, int vocabulary)
    {
        var frequencies = new double[vocabulary];
        double one = 1.0 / Math.Max(1, sequences.Sum(sequence => (long)sequence.Length));
        foreach (int piece in sequences.SelectMany(sequence => sequence))
        {
            frequencies[piece] += one;
        }

        return frequencies;
    }
}
