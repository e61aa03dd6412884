using Maner.Model.Configuration;
using Maner.Model.Storage;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;

namespace Maner.Ner;

/// <summary>The tokenizer of an encoder's folder: opened and checked against the configuration, copied beside what was trained.</summary>
internal static class EncoderTokenizer
{
    /// <summary>Opens the tokenizer of an encoder's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="extraRows">Rows of the word embeddings that are none of the tokenizer's.</param>
    /// <exception cref="FileNotFoundException">There is no tokenizer.</exception>
    /// <exception cref="InvalidDataException">It is damaged, not supported, or has more ids than the encoder has rows.</exception>
    public static Tokenizer Open(string folder, EncoderConfig config, int extraRows = 0)
    {
        ArgumentNullException.ThrowIfNull(config);
        Tokenizer tokenizer = TokenizerFolder.Open(folder, hasSpaceBeforeWords: true);
        bool isBorrowed = tokenizer is UnigramTokenizer && config.Family != EncoderFamily.XlmRoberta;
        string? name = isBorrowed ? EncoderConfig.ReadTokenizerClass(Path.Combine(folder, TokenizerFolder.ConfigurationFile)) ?? config.TokenizerClass : null;
        if (name is not null && !name.StartsWith("XLMRoberta", StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{tokenizer.Files[0]}: expected the ids of XLM-R's tokenizer, found a tokenizer_class of {name}, which numbers pieces in another way. " +
                "Remove the file where the folder has a tokenizer.json, or use another encoder.");
        }

        return tokenizer.Count + extraRows <= config.VocabSize ? tokenizer : throw new InvalidDataException(
            $"{tokenizer.Files[0]}: has {tokenizer.Count} ids{(extraRows > 0 ? " and a new token" : "")}, but {TaggerFolder.ConfigFile} has a vocab_size of {config.VocabSize}. " +
            "The two are from different models: copy both from the same one.");
    }

    /// <summary>Copies a tokenizer's files into a folder under the names that they are found by, each crash-safe. Those of another tokenizer go.</summary>
    public static void Copy(Tokenizer tokenizer, string folder)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        string NameOf(string file) => tokenizer is UnigramTokenizer ? TokenizerFolder.SentencePieceFile : Path.GetFileName(file);
        foreach ((string file, ReadOnlyMemory<byte> content) in tokenizer.Files.Zip(tokenizer.Contents))
        {
            // What was read at the beginning: the files may be gone by now, or be others.
            AtomicFile.Write(Path.Combine(folder, NameOf(file)), stream => stream.Write(content.Span));
        }

        foreach (string other in TokenizerFolder.FileNames.Except(tokenizer.Files.Select(NameOf)))
        {
            File.Delete(Path.Combine(folder, other)); // it might be read first
        }
    }

    /// <summary>The configuration with the class of the tokenizer, where the family alone would let other programs read it with another.</summary>
    public static EncoderConfig Declare(EncoderConfig config, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(config);
        return tokenizer is UnigramTokenizer && config.Family != EncoderFamily.XlmRoberta ? config.WithTokenizerClass("XLMRobertaTokenizer") : config;
    }
}
