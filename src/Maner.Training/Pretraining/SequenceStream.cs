using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>
/// The endless stream of training batches. What an update sees follows from the seed, the update's number and how many rows were drawn of each
/// language before; the last is all that a checkpoint needs to know.
/// </summary>
internal sealed class SequenceStream
{
    // Text that the tokenizer hardly knows gives nothing to find: a batch that grows to so many times its size says so.
    private const int MostGrowth = 64;

    private readonly IReadOnlyList<LanguageText> _languages;
    private readonly PieceIds _ids;
    private readonly Masking _masking;
    private readonly SequenceOrder[] _orders;
    private readonly Rng _rng;

    public SequenceStream(IReadOnlyList<LanguageText> languages, PieceIds ids, Masking masking, double alpha, Rng rng)
    {
        (_languages, _ids, _masking, _rng) = (languages, ids, masking, rng);
        Sampler = new LanguageSampler(
            [.. languages.Select(language => language.TrainingTokens)], [.. languages.Select(language => (long)language.Training.Length)], alpha);
        _orders = [.. languages.Select(language => new SequenceOrder(language.Training.Length, rng.Split("order").Split(language.Name)))];
    }

    public LanguageSampler Sampler { get; }

    /// <summary>Fills batches for an update, each with whole rows until it has at least a number of tokens.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="tokens">The least tokens of each.</param>
    /// <param name="update">The update's number.</param>
    /// <param name="drawn">Rows drawn so far of each language; moved on.</param>
    /// <param name="seen">Tokens seen so far of each language; moved on.</param>
    /// <exception cref="InvalidDataException">There is nothing in the text that could be masked.</exception>
    public void Fill(IReadOnlyList<MaskedBatch> batches, int tokens, int update, Span<long> drawn, Span<long> seen)
    {
        Rng languages = _rng.Split("languages").Split((ulong)update), masks = _rng.Split("masks").Split((ulong)update);
        ulong row = 0;
        foreach (MaskedBatch batch in batches)
        {
            batch.Clear();
            while (batch.Packed.TokenCount < tokens || batch.Targets.IsEmpty)
            {
                if (batch.Packed.TokenCount > (long)MostGrowth * tokens)
                {
                    throw new InvalidDataException(
                        $"The text gives nothing to learn from: among {batch.Packed.TokenCount} tokens no piece was masked. Does the tokenizer know its script, and is {nameof(PretrainingOptions)}.{nameof(PretrainingOptions.Rate)} above 0?");
                }

                int index = Sampler.Next(languages);
                LanguageText language = _languages[index];
                TrainingSequence next = language.Training[_orders[index].At(drawn[index]++)];
                seen[index] += next.Tokens;
                _masking.Add(batch, language.Read(next), _ids, masks.Split(row++));
            }
        }
    }
}
