using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class TaggerTests(SmallEncoder encoder) : IClassFixture<SmallEncoder>
{
    public static TheoryData<string> Methods => [.. AllMethods.List.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_word_has_a_tag_and_probabilities_that_sum_to_1_and_agree_with_it(string method)
    {
        using Tagger tagger = encoder.Tagger(AllMethods.Named(method));
        Sentence[] sentences =
        [
            Words([.. Enumerable.Range(0, 3000).Select(word => $"neno{word % 97}")]),
            Words("Juma", new string('x', 100_000), "alifika"),
            Words("\u200B", "\u00AD", "", "\u200F"),
            Words("👩🏽‍🌾", "🇹🇿", "\U0001F600"),
            Words("ذهب", "أحمد", "إلى", "القاهرة"),
            Words("<mask>", "</s>", "<rand>"),
            Words(),
            Words("Amina"),
        ];

        TaggedSentence[] tagged = [.. tagger.Tag(sentences)];

        Assert.Equal(sentences, tagged.Select(sentence => sentence.Input));
        foreach (TaggedSentence sentence in tagged)
        {
            Assert.Equal(sentence.Input.Words.Count, sentence.Tags.Count);
            for (int word = 0; word < sentence.Tags.Count; word++)
            {
                float[] row = sentence.ProbabilitiesOf(word).ToArray();
                Assert.Equal(1, row.Sum(), 1e-5);
                Assert.Equal(sentence.Tags[word], tagger.Tags.Tags[Array.IndexOf(row, row.Max())]);
            }
        }

        // A head of random weights that gave all words one tag would make this test blind.
        Assert.True(tagged[0].Tags.Distinct().Count() > 1);
    }

    [Fact]
    public void A_long_sentence_has_the_tags_of_its_windows_each_by_itself()
    {
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        string[] words = [.. Enumerable.Range(0, 90).Select(word => $"neno{word}")];
        List<Window> windows = tagger.Prepare(words).Windows;
        Assert.True(windows.Count > 3);

        TaggedSentence whole = Assert.Single(tagger.Tag([Words(words)]));

        foreach (Window window in windows)
        {
            TaggedSentence part = Assert.Single(tagger.Tag([Words(words[window.First..window.End])]));
            for (int word = window.FirstRead; word < window.EndRead; word++)
            {
                Assert.Equal(part.ProbabilitiesOf(word - window.First), whole.ProbabilitiesOf(word));
            }
        }
    }

    [Fact]
    public void A_sentence_is_tagged_alike_alone_and_among_others()
    {
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        Sentence[] sentences = [.. Enumerable.Range(1, 60).Select(length => Words([.. Enumerable.Range(0, length % 30).Select(word => $"neno{word * length}")]))];

        TaggedSentence[] together = [.. tagger.Tag(sentences)];

        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            TaggedSentence alone = Assert.Single(tagger.Tag([sentences[sentence]]));
            Assert.Equal(alone.Tags, together[sentence].Tags);
            for (int word = 0; word < alone.Tags.Count; word++)
            {
                Assert.Equal(alone.ProbabilitiesOf(word), together[sentence].ProbabilitiesOf(word));
            }
        }
    }

    [Fact]
    public void A_stream_without_end_is_tagged_as_it_comes()
    {
        using Tagger tagger = encoder.Tagger(new TokenMethod());
        int read = 0;

        TaggedSentence[] first = [.. tagger.Tag(Endless()).Take(3)];

        Assert.Equal(3, first.Length);
        Assert.InRange(read, 3, 2000);

        IEnumerable<Sentence> Endless()
        {
            while (true)
            {
                read++;
                yield return Words("moja", "mbili");
            }
        }
    }

    private static Sentence Words(params string[] words) => Sentence.FromWords(words);
}
