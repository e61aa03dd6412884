using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Ner.Selection;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests.Selection;

public sealed class CandidateReaderTests(SmallEncoder encoder) : IClassFixture<SmallEncoder>
{
    private static readonly Sentence[] s_sentences =
    [
        Sentence.FromWords(["Juma", "alifika", "Tanga"]), Sentence.FromWords([]), Sentence.FromWords(["Amina"]),
        Sentence.FromWords([.. Enumerable.Range(0, 200).Select(word => $"neno{word % 13}")]), // several windows
    ];

    [Fact]
    public void It_reads_what_the_tagger_says()
    {
        using Tagger tagger = Tagger();
        TaggedSentence[] tagged = [.. tagger.Tag(s_sentences, withLogProbability: true)];
        Candidate[] read = [.. new CandidateReader(tagger).Read(s_sentences.Select((sentence, index) => (10 + index, sentence)))];

        Assert.Equal([10, 11, 12, 13], read.Select(candidate => candidate.Index));
        foreach ((TaggedSentence sentence, Candidate candidate) in tagged.Zip(read))
        {
            Assert.Equal(sentence.TagIds.ToArray(), candidate.TagIds);
            Assert.Equal(sentence.LogProbability, candidate.LogProbability);
            int outside = tagger.Tags.Tags.ToList().IndexOf("O"), first = tagger.Tags.Tags.ToList().IndexOf("B-LOC"), second = tagger.Tags.Tags.ToList().IndexOf("B-PER");
            int[] words = [.. Enumerable.Range(0, candidate.Words)];
            Assert.Equal(words.Sum(word => 1.0 - sentence.ProbabilitiesOf(word)[outside]), candidate.EntityWords, 1e-4);
            Assert.Equal(words.Sum(word => (double)sentence.ProbabilitiesOf(word)[first] + sentence.ProbabilitiesOf(word)[second]), candidate.Entities, 1e-4);
            Assert.Equal(words.Select(word => (double)sentence.ProbabilitiesOf(word)[sentence.TagIds[word]]).DefaultIfEmpty(1).Min(), candidate.LowestTag, 1e-6);
            Assert.Null(candidate.Vector);
            Assert.True(double.IsNaN(candidate.Disagreement));
            Assert.InRange(candidate.Uncertainty, 0, 1);
        }
    }

    [Fact]
    public void Vectors_have_length_1_and_do_not_depend_on_what_is_beside_a_sentence()
    {
        using Tagger tagger = Tagger();
        var reader = new CandidateReader(tagger, withVectors: true);
        Candidate[] together = [.. reader.Read(s_sentences.Select((sentence, index) => (index, sentence)))];

        foreach (Candidate candidate in together)
        {
            float[] alone = Assert.Single(reader.Read([(0, candidate.Sentence)])).Vector!;
            Assert.Equal(alone, candidate.Vector);
            Assert.Equal(candidate.Words == 0 ? 0 : 1, alone.Sum(value => (double)value * value), 1e-5);
        }

        Assert.NotEqual(together[0].Vector, together[2].Vector);
    }

    [Fact]
    public void Disagreement_is_0_for_the_same_distribution_and_grows_with_the_difference()
    {
        using Tagger tagger = Tagger();
        var even = new LexicalCrf(tagger.Tags.Count, 10);
        var sure = new LexicalCrf(tagger.Tags.Count, 10);
        for (int feature = 0; feature < sure.Buckets; feature++)
        {
            sure.Weights[(feature * tagger.Tags.Count) + 1] = 50;
        }

        tagger.Head.Initialize(new Maner.Tensors.Rng(1), 0); // all tags as likely
        Assert.Equal(0, Disagreement(even), 1e-6);
        Assert.InRange(Disagreement(sure), 0.3, 1);

        double Disagreement(LexicalCrf crf)
        {
            Tagger mixed = tagger.WithDecoder(new TagDecoder(tagger.Tags, Decoding.Argmax, crf, 1));
            return Assert.Single(new CandidateReader(mixed, withDisagreement: true).Read([(0, s_sentences[0])])).Disagreement;
        }
    }

    private Tagger Tagger() => encoder.Tagger(new ManerMethod());
}
