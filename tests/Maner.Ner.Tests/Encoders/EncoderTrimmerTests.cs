using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Storage;
using Maner.Ner.Encoders;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Corpus;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Ner.Tests.Encoders;

public sealed class EncoderTrimmerTests
{
    private static readonly string s_text = Samples.File("unlabelled.txt");

    public static TheoryData<string> Names => [.. FamilyEncoder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_of_kept_pieces_are_the_same_bits(string name)
    {
        using TemporaryFolder whole = new(), parent = new();
        FamilyEncoder.Write(name, whole.Path);
        string trimmed = parent.File("trimmed");
        AddHead(whole.Path);

        TrimmedEncoder result = EncoderTrimmer.Run(whole.Path, Text(), trimmed);

        Assert.InRange(result.KeptRows, 1, result.Rows - 1);
        RequireSameLogits(whole.Path, trimmed);
    }

    [Fact]
    public void The_bundled_encoder_keeps_its_logits_in_half_precision()
    {
        using var parent = new TemporaryFolder();
        string trimmed = parent.File("trimmed");
        TrimmedEncoder result = EncoderTrimmer.Run(SharedFiles.Mini, Text(), trimmed);
        Assert.True(result.KeptBytes < 0.5 * result.Bytes, $"{result.KeptBytes} of {result.Bytes} bytes");
        using (SafeTensorsFile before = SafeTensorsFile.Open(Path.Combine(SharedFiles.Mini, TaggerFolder.WeightsFile)), after = SafeTensorsFile.Open(Path.Combine(trimmed, TaggerFolder.WeightsFile)))
        {
            Assert.Equal(before.Tensors.Values.Select(tensor => (tensor.Name, tensor.DType)).Order(), after.Tensors.Values.Select(tensor => (tensor.Name, tensor.DType)).Order());
        }

        RequireSameLogits(SharedFiles.Mini, trimmed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tagger_on_it_gives_the_same_probabilities_bit_for_bit(string name)
    {
        using TemporaryFolder whole = new(), parent = new();
        FamilyEncoder.Write(name, whole.Path);
        string trimmed = parent.File("trimmed");
        EncoderTrimmer.Run(whole.Path, Text(), trimmed);
        Sentence[] sentences = [.. File.ReadLines(s_text).Select(Sentence.FromText)];
        using var workers = new Workers(1);
        foreach (Method method in AllMethods.List)
        {
            using Tagger before = TaggerFolder.Create(whole.Path, method, TagSet.OfTypes(["LOC", "PER"]), workers, new Rng(5));
            using Tagger after = TaggerFolder.Create(trimmed, method, TagSet.OfTypes(["LOC", "PER"]), workers, new Rng(5));
            TaggedSentence[] expected = [.. before.Tag(sentences)], found = [.. after.Tag(sentences)];
            for (int sentence = 0; sentence < expected.Length; sentence++)
            {
                for (int word = 0; word < expected[sentence].Tags.Count; word++)
                {
                    Assert.True(expected[sentence].ProbabilitiesOf(word).SequenceEqual(found[sentence].ProbabilitiesOf(word)), $"{method.Name}: {sentences[sentence].Words[word]}");
                }
            }
        }
    }

    [Fact]
    public void Trimming_again_changes_nothing_and_says_what_the_first_encoder_had()
    {
        using TemporaryFolder whole = new(), parent = new();
        FamilyEncoder.Write("XLM-R, more rows", whole.Path);
        EncoderTrimmer.Run(whole.Path, Text(), parent.File("once"));
        EncoderTrimmer.Run(parent.File("once"), Text(), parent.File("twice"));
        foreach (string file in (string[])["config.json", "model.safetensors", "sentencepiece.bpe.model", "untrimmed/sentencepiece.bpe.model"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(parent.File("once"), file)), File.ReadAllBytes(Path.Combine(parent.File("twice"), file)));
        }

        Assert.Equal(File.ReadAllBytes(whole.File("sentencepiece.bpe.model")), File.ReadAllBytes(Path.Combine(parent.File("twice"), "untrimmed/sentencepiece.bpe.model")));
    }

    [Fact]
    public void Text_beyond_it_is_counted()
    {
        using TemporaryFolder parent = new();
        string trimmed = parent.File("trimmed"), other = parent.File("other.txt");
        EncoderTrimmer.Run(SharedFiles.Mini, Text(), trimmed);
        File.WriteAllText(other, "Jumamosi Washington\n");
        using var workers = new Workers(1);
        Assert.Equal(0, EncoderCheck.Run(trimmed, Text(), 0, workers).Fit.Uncovered!.Value.Words);
        (long words, IReadOnlyList<string> examples) = EncoderCheck.Run(trimmed, CorpusFile.Find([other], []), 0, workers).Fit.Uncovered!.Value;
        Assert.Equal((1, "Washington"), (words, Assert.Single(examples)));
        Assert.Null(EncoderCheck.Run(SharedFiles.Mini, Text(), 0, workers).Fit.Uncovered);
    }

    [Fact]
    public void A_tagger_and_a_folder_that_has_something_are_refused()
    {
        using TemporaryFolder parent = new();
        string message = Assert.Throws<InvalidDataException>(() => EncoderTrimmer.Run(Path.Combine(SharedFiles.Repository, "models", "mini-ner"), Text(), parent.File("out"))).Message;
        Assert.Contains("found a tagger", message, StringComparison.Ordinal);
        File.WriteAllText(parent.File("x"), "");
        Assert.Throws<IOException>(() => EncoderTrimmer.Run(SharedFiles.Mini, Text(), parent.Path));
    }

    private static IReadOnlyList<CorpusFile> Text() => CorpusFile.Find([s_text], []);

    private static void AddHead(string folder)
    {
        EncoderConfig config = EncoderConfig.Load(Path.Combine(folder, TaggerFolder.ConfigFile));
        using var workers = new Workers(1);
        using IMaskedLanguageModel model = MaskedLanguageModel.Create(config, workers, new Rng(3));
        foreach (var parameters in model.Arenas.OfType<Maner.Model.Parameters.ParameterArena>())
        {
            TinyEncoder.Fill(parameters, new Rng(4), 0.3); // biases too
        }

        SafeTensorsWriter.Write(
            Path.Combine(folder, TaggerFolder.WeightsFile),
            model.Arenas.SelectMany(arena => arena.Tensors).Select(tensor => new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
    }

    private static void RequireSameLogits(string whole, string trimmed)
    {
        using var workers = new Workers(2);
        (List<float[]> before, Tokenizer tokenizer) = Logits(whole, workers);
        (List<float[]> after, Tokenizer smaller) = Logits(trimmed, workers);
        Assert.NotEmpty(before);
        Assert.Equal(before.Count, after.Count);

        // The new ids are those of the same pieces, in the same order.
        var old = new Dictionary<string, Queue<int>>();
        for (int id = 0; id < tokenizer.Count; id++)
        {
            (old.TryGetValue(tokenizer.PieceOf(id), out Queue<int>? ids) ? ids : old[tokenizer.PieceOf(id)] = new Queue<int>()).Enqueue(id);
        }

        int[] rows = [.. Enumerable.Range(0, smaller.Count).Select(id => old[smaller.PieceOf(id)].Dequeue())];
        for (int index = 0; index < before.Count; index++)
        {
            Assert.Equal(smaller.Count, after[index].Length);
            AssertBits.Equal(rows.Select(row => before[index][row]).ToArray(), after[index], "logits", index);
        }

        Assert.True(before[0].Distinct().Count() > 10);
    }

    private static (List<float[]> Logits, Tokenizer Tokenizer) Logits(string folder, Workers workers)
    {
        EncoderConfig config = EncoderConfig.Load(Path.Combine(folder, TaggerFolder.ConfigFile));
        Tokenizer tokenizer = EncoderTokenizer.Open(folder, config);
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        using IMaskedLanguageModel model = MaskedLanguageModel.Load(config, checkpoint, workers, new Rng(1), out bool headIsNew);
        Assert.False(headIsNew);
        List<float[]> all = [];
        foreach (string line in File.ReadLines(s_text))
        {
            List<int> ids = [tokenizer.SpecialTokens.Begin];
            tokenizer.EncodeWord(line, ids);
            ids.RemoveRange(Math.Min(ids.Count, config.MaxTokens - 1), Math.Max(0, ids.Count - (config.MaxTokens - 1)));
            ids[2] = tokenizer.SpecialTokens.Mask;
            var batch = new PackedBatch();
            batch.Add([.. ids, tokenizer.SpecialTokens.End]);
            model.Fill(batch, [.. Enumerable.Range(0, ids.Count)], (_, logits) => all.Add(logits.ToArray()));
        }

        return (all, tokenizer);
    }
}
