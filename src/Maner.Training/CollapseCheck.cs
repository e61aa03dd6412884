using Maner.Ner;
using Maner.Text.Sentences;

namespace Maner.Training;

/// <summary>An encoder that learned nothing says so, also where the lexical CRF finds entities without it.</summary>
internal static class CollapseCheck
{
    private const double HardlyLess = 0.9;

    private const string Advice =
        $"Try another {nameof(TrainingOptions)}.{nameof(TrainingOptions.Seed)}, a lower {nameof(TrainingOptions)}.{nameof(TrainingOptions.LearningRate)}, " +
        $"or more updates ({nameof(TrainingOptions)}.{nameof(TrainingOptions.MinUpdates)}).";

    /// <summary>A warning where the encoder alone finds no entity in its own training sentences, or its loss is that of tag frequencies; else null.</summary>
    /// <param name="tagger">The trained tagger.</param>
    /// <param name="train">The sentences that it was trained on.</param>
    /// <param name="loss">Mean loss of the last epoch, in nats per word.</param>
    /// <param name="entropy">The loss of knowing nothing but how frequent each tag is.</param>
    public static string? Warning(Tagger tagger, IReadOnlyList<Sentence> train, double loss, double entropy)
    {
        bool isMixed = tagger.Decoder.IsMixed;
        Tagger encoder = tagger.WithDecoder(tagger.Decoder.WithCrfWeight(0));
        string crf = isMixed ? "; what the model finds comes from its lexical CRF" : "";
        if (encoder.Tag(train).All(sentence => sentence.Entities.Count == 0))
        {
            return $"The run collapsed: the {(isMixed ? "encoder alone" : "model")} tags every word O, even in the sentences it was trained on{crf}. {Advice}";
        }

        return loss > HardlyLess * entropy
            ? FormattableString.Invariant($"The run gained nothing: the last epoch's loss is {loss:F3}, and knowing only how frequent each tag is gives {entropy:F3}") +
                $"{crf}. {Advice}"
            : null;
    }
}
