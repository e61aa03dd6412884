using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Romanization;
using Maner.Text.Tokenization;

namespace Maner.Ner.Encoders;

/// <summary>Tries an encoder on a text: how its tokenizer cuts it, and what it puts in the place of masked words.</summary>
/// <param name="Fit">How the text is cut.</param>
/// <param name="Masks">The masked words; null of an encoder without a masked-LM head.</param>
internal sealed record EncoderCheck(TextFit Fit, FilledMasks? Masks)
{
    private const int SentencesForMasks = 20_000, MostMasks = 100;

    /// <summary>Tries an encoder.</summary>
    /// <param name="folder">The encoder's folder, or a tagger's.</param>
    /// <param name="files">The text.</param>
    /// <param name="examples">How many masked words are shown.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <exception cref="InvalidDataException">A file is damaged, of another kind, or does not fit the others; or there is no word.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static EncoderCheck Run(string folder, IReadOnlyList<CorpusFile> files, int examples, Workers workers)
    {
        EncoderConfig config = EncoderConfig.Load(Path.Combine(folder, TaggerFolder.ConfigFile));
        Tokenizer tokenizer = EncoderTokenizer.Open(folder, config);
        var counter = new TextFitCounter(tokenizer, TextFitCounter.OpenUntrimmed(folder));
        SisterScripts scripts = TaggerFolder.ScriptsOf(folder, ModelManifest.Load(folder)) ?? SisterScripts.None;
        var sentences = new List<IReadOnlyList<string>>();
        foreach (CorpusFile file in files)
        {
            foreach (IReadOnlyList<string> sentence in file.Sentences())
            {
                IReadOnlyList<string> words = scripts.Read(file.IsLabelled ? sentence : [.. sentence.SelectMany(TextWords.Cut)]); // as the model sees them
                counter.Add(words);
                if (sentences.Count < SentencesForMasks)
                {
                    sentences.Add(words);
                }
            }
        }

        TextFit fit = counter.Result();
        if (fit.Words == 0)
        {
            throw new InvalidDataException($"{string.Join(", ", files.Select(file => file.Path))}: expected text, found no word. Name other files.");
        }

        using Checkpoint checkpoint = Checkpoint.Open(folder);
        using IMaskedLanguageModel model = MaskedLanguageModel.Load(config, checkpoint, workers, new Rng(0), out bool headIsNew);
        return new EncoderCheck(fit, headIsNew ? null : new MaskFiller(model, tokenizer).Run(sentences, MostMasks, examples));
    }
}
