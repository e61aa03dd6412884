using System.Text.Json;
using Maner.Model.Configuration;
using Maner.Ner;
using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Text.Tokenization;

namespace Maner.Benchmarks.Peers;

/// <summary>
/// The sentences that are timed: drawn from WikiANN's training files of all languages at hand, in MANER's format. Where the data is not at
/// hand, random ids in sentences of the same lengths, which are kept in <c>bench/peers/lengths.json</c>.
/// </summary>
internal static class Sentences
{
    /// <summary>As many as a training set of a low-resource language, and a multiple of 8.</summary>
    public const int Count = 96;

    private static string LengthsFile => Path.Combine(PeerFolder.Repository, "bench", "peers", "lengths.json");

    /// <summary>The drawn sentences for a tokenizer.</summary>
    /// <param name="shape"><c>mini</c>, or a shape with XLM-R's tokenizer.</param>
    public static IReadOnlyList<PeerSentence> Draw(string shape) => Draw(shape, new ManerMethod(), Count);

    /// <summary>Sentences for pre-training: as they are, with 30 % of their pieces masked.</summary>
    public static IReadOnlyList<PeerSentence> DrawHidden(string shape, int count)
    {
        int mask = Config(PeerFolder.Tagger(shape)).VocabSize - 1;
        var rng = new Rng(30);
        return [.. Draw(shape, new TokenMethod(), count).Select(sentence =>
        {
            int[] rows = [.. Enumerable.Range(1, sentence.Ids.Count - 2).Where(row => row == 1 || rng.Next(10) < 3)];
            int[] ids = [.. sentence.Ids];
            int[] hidden = [.. rows.Select(row => ids[row])];
            foreach (int row in rows)
            {
                ids[row] = mask;
            }

            return new PeerSentence(ids, rows, hidden);
        })];
    }

    private static List<PeerSentence> Draw(string shape, Method method, int count)
    {
        string key = shape == "mini" ? "mini" : "xlmr";
        string data = Path.Combine(PeerFolder.Repository, "..", "shared", "data", "wikiann");
        bool isAtHand = PeerShapes.HasTokenizer(shape) && Directory.Exists(data) && (key == "mini" || File.Exists(PeerFolder.SharedTokenizer));
        return isAtHand ? FromData(data, PeerFolder.Tagger(shape), method, count) : OfLengths(key, PeerFolder.Tagger(shape), count);
    }

    /// <summary>Stores the lengths of the drawn sentences: tokens and words, no text.</summary>
    public static void StoreLengths()
    {
        var lengths = new Dictionary<string, int[][]>();
        foreach ((string key, string shape) in new[] { ("mini", "mini"), ("xlmr", "base") })
        {
            lengths[key] = [.. Draw(shape).Select(sentence => new[] { sentence.Ids.Count, sentence.Rows.Count })];
        }

        File.WriteAllText(LengthsFile, JsonSerializer.Serialize(lengths, PeerJson.Default.DictionaryStringInt32ArrayArray) + "\n");
    }

    private static List<PeerSentence> FromData(string data, string taggerFolder, Method method, int count)
    {
        UnigramTokenizer tokenizer = UnigramTokenizer.Load(Path.Combine(taggerFolder, TaggerFolder.TokenizerFile));
        int maxTokens = Config(taggerFolder).MaxTokens;
        var special = new SpecialTokens(tokenizer.Vocabulary.BosId, tokenizer.Vocabulary.EosId, tokenizer.Vocabulary.UnkId, tokenizer.Vocabulary.MaskId, -1);
        DataSet[] sets = [.. Directory.EnumerateDirectories(data).Order(StringComparer.Ordinal)
            .Select(language => Path.Combine(language, "train.conll")).Where(File.Exists).Select(file => LabelledData.Read(file))];
        var rng = new Rng(2026);
        var sentences = new List<PeerSentence>();
        while (sentences.Count < count)
        {
            DataSet set = sets[rng.Next(sets.Length)];
            Sentence sentence = set.Sentences[rng.Next(set.Sentences.Count)];
            WordPieces pieces = WordPieces.Of(sentence.Words, tokenizer);
            int[] labels = PeerFolder.Tags.Encode(sentence);
            foreach (Window window in Window.Plan(pieces, method, maxTokens))
            {
                var batch = new InputBatch(method, special, maxTokens);
                batch.Add(0, pieces, window, new TrainingNoise(rng.Split("chance"), 0));
                sentences.Add(new PeerSentence(
                    batch.Packed.Ids.ToArray(), batch.Rows.ToArray(), [.. batch.Places.ToArray().Select(place => labels[place.Word])]));
            }
        }

        return sentences[..count];
    }

    private static List<PeerSentence> OfLengths(string key, string taggerFolder, int count)
    {
        Dictionary<string, int[][]> lengths = JsonSerializer.Deserialize(File.ReadAllText(LengthsFile), PeerJson.Default.DictionaryStringInt32ArrayArray)!;
        EncoderConfig config = Config(taggerFolder);
        var rng = new Rng(2026);
        return [.. Enumerable.Range(0, count).Select(index => lengths[key][index % Count]).Select(length => OfLength(length[0], length[1], config, rng))];
    }

    private static EncoderConfig Config(string taggerFolder) => EncoderConfig.Load(Path.Combine(taggerFolder, TaggerFolder.ConfigFile));

    /// <summary>Words of about equal numbers of pieces, a mask before each, random pieces and classes.</summary>
    private static PeerSentence OfLength(int tokens, int words, EncoderConfig config, Rng rng)
    {
        int mask = config.VocabSize - 1;
        int[] ids = [.. Enumerable.Range(0, tokens).Select(_ => 4 + rng.Next(mask - 4))];
        int[] rows = [.. Enumerable.Range(0, words).Select(word => 1 + (word * (tokens - 2) / words))];
        (ids[0], ids[^1]) = config.PadTokenId == 0 ? (2, 3) : (0, 2); // none of them the padding's
        foreach (int row in rows)
        {
            ids[row] = mask;
        }

        return new PeerSentence(ids, rows, [.. rows.Select(_ => rng.Next(PeerFolder.Tags.Count))]);
    }
}
