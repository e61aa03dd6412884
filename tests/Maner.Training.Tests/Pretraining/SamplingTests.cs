using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Tokenization;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

[Trait(Vectors.Trait, Vectors.No)] // random draws
public sealed class SamplingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Tokens_are_seen_in_the_proportions_of_the_formula(double alpha)
    {
        long[] tokens = [1_000_000, 50_000, 2_000], rows = [20_000, 5_000, 20];
        double total = tokens.Sum(count => Math.Pow(count, alpha));
        double[] expected = [.. tokens.Select(count => Math.Pow(count, alpha) / total)];
        var sampler = new LanguageSampler(tokens, rows, alpha);

        var seen = new double[3];
        var rng = new Rng(1);
        for (int draw = 0; draw < 300_000; draw++)
        {
            int language = sampler.Next(rng);
            seen[language] += (double)tokens[language] / rows[language];
        }

        for (int language = 0; language < 3; language++)
        {
            Assert.Equal(expected[language], sampler.Shares[language], 12);
            Assert.Equal(expected[language], seen[language] / seen.Sum(), 0.01);
        }
    }

    [Fact]
    public void Every_pass_sees_every_row_once_in_another_order()
    {
        var order = new SequenceOrder(50, new Rng(9));
        int[] first = [.. Enumerable.Range(0, 50).Select(draw => order.At(draw))], second = [.. Enumerable.Range(50, 50).Select(draw => order.At(draw))];

        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first[17], order.At(17)); // going back, as a resumed run does
    }

    [Fact]
    public void Long_sentences_are_cut_before_words_and_nothing_is_lost()
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(5);
        var startsWord = new bool[100];
        startsWord.AsSpan(50).Fill(true);
        int[][] sentences = [.. Enumerable.Range(0, 200).Select(length => Enumerable.Range(0, 1 + (length / 3)).Select(_ => rng.Next(100)).ToArray())];
        using TokenFile file = Write(folder, sentences);
        var cutter = new SentenceCutter(10, startsWord);
        long start = 0;
        int wordStarts = 0, cuts = 0;
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            var rows = new List<TrainingSequence>();
            cutter.Cut(file, start, file.Sentences[sentence].End, rows);

            Assert.Equal(sentences[sentence], rows.SelectMany(row => Read(file, row)));
            Assert.All(rows, row => Assert.InRange(row.Length, 1, 10));
            for (int row = 1; row < rows.Count; row++)
            {
                cuts++;
                wordStarts += startsWord[Read(file, rows[row])[0]] ? 1 : 0;
                Assert.True(startsWord[Read(file, rows[row])[0]] || rows[row - 1].Length == 10);
            }

            start = file.Sentences[sentence].End;
        }

        Assert.True(cuts > 500 && wordStarts > 0.99 * cuts);
    }

    [Fact]
    public void Held_out_sentences_are_trained_on_nowhere_and_measured_once()
    {
        using TemporaryFolder one = new(), two = new();
        int[][] first = [.. Enumerable.Range(0, 100).Select(index => new[] { 10, index })];
        int[][] second = [.. Enumerable.Range(0, 100).Select(index => new[] { 10, index + 50 }), .. first[..40]]; // a language with half of the other's sentences
        second = [.. second, .. second]; // each twice
        using TokenFile a = Write(one, first), b = Write(two, second);
        HashSet<ulong> ownA = [.. TrainingSequences.HeldOut(a.Sentences, 4)], ownB = [.. TrainingSequences.HeldOut(b.Sentences, 100)], all = [.. ownA, .. ownB];
        var cutter = new SentenceCutter(10, new bool[300]);

        LanguageText left = TrainingSequences.Part("a", a, ownA, all, cutter), right = TrainingSequences.Part("b", b, ownB, all, cutter);

        Assert.Equal((4, 7), (ownA.Count, ownB.Count)); // what is asked for, and at most a twentieth of 150 different sentences
        Assert.Equal((4, 7), (left.HeldOut.Length, right.HeldOut.Length));
        HashSet<string> measured = [.. left.HeldOut.Select(row => Text(left, row)), .. right.HeldOut.Select(row => Text(right, row))];
        HashSet<string> trained = [.. left.Training.Select(row => Text(left, row)), .. right.Training.Select(row => Text(right, row))];
        Assert.Empty(measured.Intersect(trained));
        Assert.Equal(150, measured.Count + trained.Count);
        Assert.Equal(TrainingSequences.HeldOut([.. a.Sentences.Reverse()], 4), TrainingSequences.HeldOut(a.Sentences, 4));
    }

    [Fact]
    public void Batches_follow_from_seed_update_and_draws_alone()
    {
        using var folder = new TemporaryFolder();
        int[][] sentences = [.. Enumerable.Range(0, 90).Select(index => Enumerable.Repeat(100 + index, 1 + (index % 9)).ToArray())];
        using TokenFile file = Write(folder, sentences);
        LanguageText language = TrainingSequences.Part("x", file, new HashSet<ulong>(), new HashSet<ulong>(), new SentenceCutter(20, new bool[300]));
        var ids = new PieceIds(UnigramTokenizer.Load(ToyText.WholeTokenizer));
        SequenceStream Stream(ulong seed) => new([language], ids, new Masking(0.3, false), 0.3, new Rng(seed));

        SequenceStream straight = Stream(1);
        long[] drawn = [0], seen = [0], before = [0];
        int[] last = [];
        for (int update = 0; update < 12; update++)
        {
            before = [.. drawn];
            last = Fill(straight, update, drawn, seen);
        }

        Assert.Equal(last, Fill(Stream(1), 11, [.. before], [0]));
        Assert.NotEqual(last, Fill(Stream(2), 11, [.. before], [0]));
        Assert.NotEqual(last, Fill(Stream(1), 10, [.. before], [0]));
        Assert.True(seen[0] >= 12 * 2 * 40 && drawn[0] > 90, "more than a pass");
    }

    private static int[] Fill(SequenceStream stream, int update, long[] drawn, long[] seen)
    {
        MaskedBatch[] batches = [new(), new()];
        stream.Fill(batches, 40, update, drawn, seen);
        Assert.All(batches, batch => Assert.InRange(batch.Packed.TokenCount, 40, 40 + 22));
        return [.. batches.SelectMany(batch => batch.Packed.Ids.ToArray().Concat(batch.Targets.ToArray()))];
    }

    private static string Text(LanguageText language, TrainingSequence row) => string.Join(' ', language.Read(row).ToArray());

    private static int[] Read(TokenFile file, TrainingSequence row)
    {
        var ids = new int[row.Length];
        file.Read(row.Start, ids, new ushort[row.Length]);
        return ids;
    }

    internal static TokenFile Write(TemporaryFolder folder, int[][] sentences)
    {
        long end = 0;
        File.WriteAllBytes(folder.File("x.ids"), [.. sentences.SelectMany(ids => ids).SelectMany(id => BitConverter.GetBytes((ushort)id))]);
        File.WriteAllBytes(folder.File("x.index"), [.. sentences.SelectMany(ids =>
            (byte[])[.. BitConverter.GetBytes(TokenFileWriter.HashOf(ids)), .. BitConverter.GetBytes(end += ids.Length)])]);
        return TokenFile.Open(folder.File("x.ids"), folder.File("x.index"), sizeof(ushort));
    }
}
