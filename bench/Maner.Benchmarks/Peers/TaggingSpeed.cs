using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Model.Configuration;
using Maner.Ner;
using Maner.Ner.Input;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Benchmarks.Peers;

/// <summary>A pass over the same sentences, from words to tags.</summary>
/// <param name="InstructionSet">The kernels'.</param>
/// <param name="Words">Words.</param>
/// <param name="Tokens">Positions that the encoder read.</param>
/// <param name="Operations">Multiplications and additions of its products.</param>
/// <param name="Seconds">Processor time of a pass.</param>
/// <param name="Ceiling">GFLOP/s of multiply-adds in registers.</param>
internal sealed record TaggingPass(string InstructionSet, int Words, long Tokens, double Operations, double Seconds, double Ceiling);

[JsonSerializable(typeof(TaggingPass))]
internal sealed partial class TaggingJson : JsonSerializerContext;

/// <summary>
/// The whole of tagging with the bundled tagger on one thread: tokenizer, encoder, head, lexical CRF. Its share of the ceiling counts only products' operations as work, so all else, and what
/// products lack of their own ceiling, shows.
/// </summary>
internal static class TaggingSpeed
{
    private const double Target = 0.75;
    private const int Sentences = 600, Rounds = 3;

    /// <summary>Adds the section: with the widest vectors and with AVX2, in turn, each round in a process of its own.</summary>
    public static void Add(PerformancePage page)
    {
        List<TaggingPass> widest = [], avx2 = [];
        for (int round = 0; round < Rounds; round++)
        {
            widest.Add(Run(new Dictionary<string, string>()));
            avx2.Add(Run(Avx2.Variables));
        }

        page.Line("## Tagging");
        page.Line(
            $"""
            The whole of tagging with `mini-ner` on one thread, from words to tags: {widest[0].Words} words in {Sentences} sentences, {widest[0].Tokens} tokens. Times are processor time, the least of {Rounds} rounds
            in turn of 5 passes each. *Share* holds the operations of the encoder's products alone ({widest[0].Operations / 1e9:F0} billion: what the last layer leaves out is not counted)
            against the ceiling of multiply-adds in registers in the same process, over the whole time; aimed at: {Target * 100:F0} %.
            """);
        var table = new MarkdownTable("instructions", " words/s", " GFLOP/s", " ceiling", " share", "");
        foreach (List<TaggingPass> passes in new[] { widest, avx2 })
        {
            TaggingPass best = passes.MinBy(pass => pass.Seconds)!;
            double ceiling = passes.Max(pass => pass.Ceiling), rate = best.Operations / best.Seconds / 1e9;
            table.Add(
                best.InstructionSet, Text(best.Words / best.Seconds, "F0"), Text(rate, "F0"), Text(ceiling, "F0"), Text(100 * rate / ceiling, "F0") + " %", rate / ceiling >= Target ? "met" : "missed");
        }

        page.Line(table.ToString());

        static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Measures in this process.</summary>
    public static TaggingPass Measure()
    {
        using var workers = new Workers(1);
        using Tagger tagger = TaggerFolder.Load(Path.Combine(PeerFolder.Repository, "models", "mini-ner"), workers);
        Sentence[] sentences = [.. Draw()];
        (long tokens, double operations) = Work(tagger, sentences);
        double best = double.PositiveInfinity, ceiling = Ceiling.MeasureGflops();
        for (int pass = 0; pass < 6; pass++)
        {
            TimeSpan begin = Environment.CpuUsage.UserTime;
            int count = tagger.Tag(sentences).Sum(tagged => tagged.Input.Words.Count);
            double seconds = (Environment.CpuUsage.UserTime - begin).TotalSeconds;
            best = pass > 0 && count > 0 ? Math.Min(best, seconds) : best; // the first one compiles
        }

        return new TaggingPass(
            Ceiling.InstructionSet, sentences.Sum(sentence => sentence.Words.Count), tokens, operations, best, Math.Max(ceiling, Ceiling.MeasureGflops()));
    }

    private static TaggingPass Run(IReadOnlyDictionary<string, string> environment) =>
        JsonSerializer.Deserialize(ChildProcess.Run(ChildProcess.Self, ["tagging-side"], environment)[0], TaggingJson.Default.TaggingPass)!;

    /// <summary>What the encoder reads, and the operations of its products: in the last layer most of them only for the words' rows.</summary>
    private static (long Tokens, double Operations) Work(Tagger tagger, IEnumerable<Sentence> sentences)
    {
        EncoderConfig config = tagger.Encoder.Config;
        double width = config.HiddenSize, inner = config.IntermediateSize, layers = config.Layers - 1, operations = 0;
        long all = 0;
        foreach (Sentence sentence in sentences)
        {
            (WordPieces pieces, List<Window> windows) = tagger.Prepare(sentence.Words);
            foreach (Window window in windows)
            {
                InputBatch batch = tagger.NewBatch();
                batch.Add(0, pieces, window);
                double tokens = batch.Packed.TokenCount, asked = batch.Rows.Length;
                all += batch.Packed.TokenCount;
                operations += 2 * layers * tokens * ((4 * width * width) + (2 * width * inner) + (2 * tokens * width));
                operations += (4 * tokens * width * width) + (2 * asked * ((2 * width * width) + (2 * width * inner) + (2 * tokens * width)));
            }
        }

        return (all, operations);
    }

    /// <summary>Sentences of 5 to 30 words of drawn syllables, the n-th commonest word with a frequency of 1/n.</summary>
    private static IEnumerable<Sentence> Draw()
    {
        string[] syllables = "ka ri to mon sel ve do an ber lis tur na go fa pe shi lo wen dra mi os ul ez ter in qua".Split(' ');
        var rng = new Rng(7);
        string[] words = [.. Enumerable.Range(0, 4000).Select(_ => string.Concat(Enumerable.Range(0, 1 + Below(4)).Select(_ => syllables[Below(syllables.Length)])))];
        for (int sentence = 0; sentence < Sentences; sentence++)
        {
            yield return new Sentence([.. Enumerable.Range(0, 5 + Below(26)).Select(_ => words[(int)Math.Pow(words.Length, rng.NextDouble()) - 1])], entities: null);
        }

        int Below(int count) => (int)(rng.NextDouble() * count);
    }
}
