using Maner.Model.Heads;
using Maner.Tensors;

namespace Maner.Training.Pretraining;

/// <summary>Measures a model on the held-out rows of every language. The masked tokens of a row follow from its pieces alone, so they are the same in every run.</summary>
internal sealed class HeldOutSet(IReadOnlyList<LanguageText> languages, PieceIds ids, int batchTokens)
{
    private readonly MaskedBatch _batch = new();

    /// <summary>Scores all languages that hold anything out; null when none does.</summary>
    public HeldOutScore? Score(IMaskedLanguageModel model, CancellationToken cancellation)
    {
        var scores = new SortedDictionary<string, double>(StringComparer.Ordinal);
        double total = 0;
        long pieces = 0;
        foreach (LanguageText language in languages)
        {
            (double sum, long count) = Score(model, language, cancellation);
            if (count > 0)
            {
                scores[language.Name] = sum / count;
                total += sum;
                pieces += count;
            }
        }

        return pieces == 0 ? null : new HeldOutScore(total / pieces, scores.Values.Average(), pieces, scores);
    }

    private (double Sum, long Count) Score(IMaskedLanguageModel model, LanguageText language, CancellationToken cancellation)
    {
        double sum = 0;
        long count = 0;
        _batch.Clear();
        for (int row = 0; row < language.HeldOut.Length; row++)
        {
            ReadOnlySpan<int> pieces = language.Read(language.HeldOut[row]);
            Masking.HeldOut.Add(_batch, pieces, ids, new Rng(TokenFileWriter.HashOf(pieces)));
            if (_batch.Packed.TokenCount < batchTokens && row < language.HeldOut.Length - 1)
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            if (!_batch.Targets.IsEmpty)
            {
                model.Score(_batch.Packed, _batch.Positions, _batch.Targets, _batch.Losses);
                foreach (double loss in _batch.Losses)
                {
                    sum += loss;
                }

                count += _batch.Targets.Length;
            }

            _batch.Clear();
        }

        return (sum, count);
    }
}

/// <summary>Masked-LM losses on held-out text, in nats per masked token.</summary>
/// <param name="Loss">Over all masked tokens.</param>
/// <param name="MeanOfLanguages">The mean of the languages' losses.</param>
/// <param name="Pieces">Number of masked tokens.</param>
/// <param name="Languages">Each language's loss.</param>
internal sealed record HeldOutScore(double Loss, double MeanOfLanguages, long Pieces, IReadOnlyDictionary<string, double> Languages);
