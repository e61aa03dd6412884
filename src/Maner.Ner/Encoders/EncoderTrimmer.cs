using System.Text.Json.Nodes;
using Maner.Model.Configuration;
using Maner.Model.Storage;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;
using Maner.Text.Tokenization.Trimming;

namespace Maner.Ner.Encoders;

/// <summary>
/// Makes an encoder smaller: keeps the pieces that a text needs, all single characters and special tokens, and of the tables their rows. The hidden states of
/// text that is covered are the same bits.
/// </summary>
internal static class EncoderTrimmer
{
    /// <summary>The folder in a trimmed encoder's with its whole tokenizer, by which text that is not covered is told.</summary>
    public const string UntrimmedFolder = "untrimmed";

    /// <summary>Writes the smaller encoder, <c>config.json</c> last.</summary>
    /// <param name="folder">The encoder's folder.</param>
    /// <param name="files">The text.</param>
    /// <param name="output">A folder that is new or empty.</param>
    /// <exception cref="InvalidDataException">The folder is of another kind, is damaged, or cannot be made smaller; or the text cannot be read.</exception>
    /// <exception cref="IOException">A file is missing or cannot be written.</exception>
    public static TrimmedEncoder Run(string folder, IReadOnlyList<CorpusFile> files, string output)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (ModelManifest.Load(folder) is not null)
        {
            throw new InvalidDataException($"{folder}: expected an encoder, found a tagger ({ModelManifest.FileName}). Trim its encoder, and train the tagger on that.");
        }

        EncoderConfig config = EncoderConfig.Load(Path.Combine(folder, TaggerFolder.ConfigFile));
        Tokenizer tokenizer = EncoderTokenizer.Open(folder, config);
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        OutputFolder.Create(output);
        var trimmer = new VocabularyTrimmer(tokenizer);
        long lines = 0;
        foreach (string text in Texts(files))
        {
            lines++;
            trimmer.AddLine(text);
        }

        foreach (string word in Words(files))
        {
            trimmer.Add(word);
        }

        if (trimmer.Words.Count == 0)
        {
            throw new InvalidDataException($"{string.Join(", ", files.Select(file => file.Path))}: expected text, found no word. Name other files.");
        }

        IdMap map = trimmer.Map(IdsOf(config));
        foreach ((string name, byte[] content) in trimmer.Files(map))
        {
            AtomicFile.Write(Path.Combine(output, name), stream => stream.Write(content));
        }

        EncoderConfig smaller = Renumbered(EncoderTokenizer.Declare(config, tokenizer), map);
        RequireSamePieces(tokenizer, EncoderTokenizer.Open(output, smaller), map, Texts(files).Concat(trimmer.Words));
        IReadOnlyList<string> left = TrimmedCheckpoint.Write(checkpoint, Tables(config), map.Kept, Path.Combine(output, TaggerFolder.WeightsFile));
        CopyUntrimmed(folder, tokenizer, output);
        smaller.Save(Path.Combine(output, TaggerFolder.ConfigFile));
        return new TrimmedEncoder
        {
            Rows = config.VocabSize,
            KeptRows = map.Count,
            Bytes = Sizes([.. Checkpoint.FilesOf(folder), .. tokenizer.Files]),
            KeptBytes = Sizes(Checkpoint.FilesOf(output)) + Sizes(TokenizerFolder.FilesOf(output)),
            Lines = lines,
            Words = trimmer.Words.Count,
            LeftOut = left,
        };
    }

    /// <summary>The tensors with a row for each piece.</summary>
    private static (string Name, int[] Shape)[] Tables(EncoderConfig config) =>
    [
        (config.Family.WordEmbeddings, [config.VocabSize, config.HiddenSize]),
        (config.Family.Head.Bias, [config.VocabSize]),
        .. config.IsTied ? [] : ((string, int[])[])[(config.Family.Head.Decoder, [config.VocabSize, config.HiddenSize])],
    ];

    private static long Sizes(IEnumerable<string> paths) => paths.Sum(path => new FileInfo(path).Length);

    private static IEnumerable<string> Texts(IReadOnlyList<CorpusFile> files) => files.SelectMany(file => file.Sentences()).SelectMany(sentence => sentence);

    private static IEnumerable<string> Words(IReadOnlyList<CorpusFile> files) =>
        files.SelectMany(file => file.Sentences().SelectMany(sentence => sentence).SelectMany(text => file.IsLabelled ? TextWords.AllCuts(text).Append(text) : TextWords.AllCuts(text)));

    /// <summary>The ids that the configuration names; of XLM-R, whose positions are counted from the padding's id, all before that too.</summary>
    private static IEnumerable<int> IdsOf(EncoderConfig config) =>
    [
        .. config.Family.PositionsFollowPadding ? Enumerable.Range(0, config.PadTokenId + 1) : [],
        .. IdKeys(JsonNode.Parse(config.Source)!.AsObject()).Select(key => key.Id),
        .. ((int?[])[config.PadTokenId, config.BosTokenId, config.EosTokenId]).OfType<int>(),
    ];

    private static IEnumerable<(string Key, int Id)> IdKeys(JsonObject source) => source
        .Where(key => key.Key.EndsWith("_token_id", StringComparison.Ordinal) && key.Value is JsonValue value && value.TryGetValue(out int _))
        .Select(key => (key.Key, key.Value!.GetValue<int>()));

    private static EncoderConfig Renumbered(EncoderConfig config, IdMap map)
    {
        JsonObject source = JsonNode.Parse(config.Source)!.AsObject();
        foreach ((string key, int id) in IdKeys(source).ToArray())
        {
            source[key] = map.Of(id) ?? id;
        }

        return config with
        {
            VocabSize = map.Count,
            PadTokenId = map.Of(config.PadTokenId) ?? config.PadTokenId,
            BosTokenId = config.BosTokenId is { } bos ? map.Of(bos) ?? bos : null,
            EosTokenId = config.EosTokenId is { } eos ? map.Of(eos) ?? eos : null,
            Source = source.ToJsonString(),
        };
    }

    /// <summary>What is claimed is looked at, on all of the text, before anything large is written.</summary>
    private static void RequireSamePieces(Tokenizer whole, Tokenizer smaller, IdMap map, IEnumerable<string> texts)
    {
        List<int> before = [], after = [];
        foreach (string text in texts)
        {
            before.Clear();
            after.Clear();
            whole.EncodeWord(text, before);
            smaller.EncodeWord(text, after);
            if (!before.SequenceEqual(after.Select(id => map.Kept[id])))
            {
                throw new InvalidDataException(
                    $"{whole.Files[0]}: expected the same pieces after trimming, found others for '{(text.Length > 80 ? text[..80] + "…" : text)}': " +
                    "this vocabulary cannot be trimmed. Use the whole encoder, and report this text, please.");
            }
        }
    }

    private static void CopyUntrimmed(string folder, Tokenizer tokenizer, string output)
    {
        string first = Path.Combine(folder, UntrimmedFolder), copy = Path.Combine(output, UntrimmedFolder); // of one that is trimmed again the first
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.Exists(first) ? TokenizerFolder.FilesOf(first) : tokenizer.Files)
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
    }
}
