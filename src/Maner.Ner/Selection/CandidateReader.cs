using Maner.Model.Layers;
using Maner.Ner.Input;
using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Ner.Selection;

/// <summary>Reads sentences with a tagger once and keeps all that strategies choose by. One caller at a time, as the tagger.</summary>
/// <param name="tagger">The tagger.</param>
/// <param name="withVectors">Whether candidates are to have a vector.</param>
/// <param name="withDisagreement">Whether they are to have the disagreement of encoder and lexical CRF.</param>
internal sealed class CandidateReader(Tagger tagger, bool withVectors = false, bool withDisagreement = false)
{
    private const int TokensPerBatch = 1024;
    private const double Least = 1e-30; // keeps logarithms finite

    /// <summary>Reads sentences, in their order; a candidate's index is the one given with its sentence.</summary>
    public IEnumerable<Candidate> Read(IEnumerable<(int Index, Sentence Sentence)> sentences) => Tagged(sentences).Select(read => read.Candidate);

    /// <summary>The same with the probabilities [words, classes] behind the tags.</summary>
    public IEnumerable<(Candidate Candidate, float[] Probabilities)> Tagged(IEnumerable<(int Index, Sentence Sentence)> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        InputBatch batch = tagger.NewBatch();
        var waiting = new List<Waiting>();
        foreach ((int index, Sentence sentence) in sentences)
        {
            (WordPieces pieces, List<Window> windows) = tagger.Prepare(sentence.Words);
            waiting.Add(new Waiting(index, sentence, new float[sentence.Words.Count * tagger.Tags.Count], withVectors ? new double[tagger.Encoder.Config.HiddenSize] : null));
            foreach (Window window in windows)
            {
                batch.Add(waiting.Count - 1, pieces, window);
                if (batch.Packed.TokenCount >= TokensPerBatch)
                {
                    Run(batch, waiting);
                }
            }

            if (batch.Packed.TokenCount == 0)
            {
                foreach (Waiting read in waiting)
                {
                    yield return Finish(read);
                }

                waiting.Clear();
            }
        }

        Run(batch, waiting);
        foreach (Waiting read in waiting)
        {
            yield return Finish(read);
        }
    }

    private sealed record Waiting(int Index, Sentence Sentence, float[] Probabilities, double[]? Sum);

    private void Run(InputBatch batch, List<Waiting> waiting)
    {
        if (batch.Packed.TokenCount == 0)
        {
            return;
        }

        Matrix hidden = tagger.Encoder.Forward(batch.Packed, batch.Rows, EncoderPass.Inference);
        for (int row = 0; withVectors && row < batch.Rows.Length; row++)
        {
            double[] sum = waiting[batch.Places[row].Sentence].Sum!;
            ReadOnlySpan<float> state = hidden[row];
            for (int column = 0; column < sum.Length; column++)
            {
                sum[column] += state[column];
            }
        }

        Matrix probabilities = tagger.Head.Forward(hidden, EncoderPass.Inference);
        CrossEntropy.Softmax(probabilities);
        for (int row = 0; row < batch.Rows.Length; row++)
        {
            InputBatch.WordPlace place = batch.Places[row];
            probabilities[row].CopyTo(waiting[place.Sentence].Probabilities.AsSpan(place.Word * tagger.Tags.Count));
        }

        batch.Clear();
    }

    private (Candidate Candidate, float[] Probabilities) Finish(Waiting read)
    {
        int classes = tagger.Tags.Count;
        float[] encoder = read.Probabilities, mixed = new float[encoder.Length];
        int[] tagIds = tagger.Decoder.Decode(tagger.Scripts.Read(read.Sentence.Words), encoder, mixed, out double logProbability);
        double lowest = 1, entityWords = 0, entities = 0;
        for (int word = 0; word < tagIds.Length; word++)
        {
            ReadOnlySpan<float> row = mixed.AsSpan(word * classes, classes);
            lowest = Math.Min(lowest, row[tagIds[word]]);
            for (int tag = 0; tag < classes; tag++)
            {
                string name = tagger.Tags.Tags[tag];
                entityWords += name == Iob2.Outside ? 0 : row[tag];
                entities += name.StartsWith("B-", StringComparison.Ordinal) ? row[tag] : 0;
            }
        }

        double disagreement = withDisagreement && tagger.Decoder.Crf is { } crf ? Disagreement(crf, read.Sentence, encoder) : double.NaN;
        var candidate = new Candidate(read.Index, read.Sentence, tagIds, logProbability, lowest, entityWords, entities, disagreement, read.Sum is null ? null : Unit(read.Sum));
        return (candidate, mixed);
    }

    /// <summary>JS(p, q) = ½ KL(p ∥ m) + ½ KL(q ∥ m) with m = (p + q) / 2, in bits, of each word's distributions over tags; their mean.</summary>
    private double Disagreement(LexicalCrf crf, Sentence sentence, float[] encoder)
    {
        if (encoder.Length == 0)
        {
            return 0;
        }

        double[] scores = new double[encoder.Length], marginals = new double[encoder.Length], transitions = new double[crf.Classes * crf.Classes];
        for (int index = 0; index < transitions.Length; index++)
        {
            transitions[index] = crf.Transitions[index];
        }

        crf.Forward(crf.Read(tagger.Scripts.Read(sentence.Words)), scores);
        LinearChain.Marginals(scores, transitions, marginals, []);
        double sum = 0;
        for (int index = 0; index < marginals.Length; index++)
        {
            double one = encoder[index], other = marginals[index], mean = Math.Max((one + other) / 2, Least);
            sum += (one > Least ? one * Math.Log2(one / mean) : 0) + (other > Least ? other * Math.Log2(other / mean) : 0);
        }

        return sum / 2 / sentence.Words.Count;
    }

    private static float[] Unit(double[] sum)
    {
        double length = 0;
        foreach (double value in sum)
        {
            length += value * value;
        }

        double scale = length == 0 ? 0 : 1 / Math.Sqrt(length);
        return [.. sum.Select(value => (float)(value * scale))];
    }
}
