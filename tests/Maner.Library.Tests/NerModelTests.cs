using System.Collections.Concurrent;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Library.Tests;

/// <summary>The object that a .NET developer holds: answers, sharing, and its end.</summary>
public sealed class NerModelTests
{
    private const string Sentence1 = "Angela Merkel besuchte 😀 gestern München .";
    private static readonly string[] s_texts = [.. File.ReadAllLines(Samples.File("unlabelled.txt")).Where(line => line.Length > 0)];

    [Fact]
    public void Entities_have_text_type_offsets_in_both_units_and_a_probability()
    {
        using NerModel model = NerModel.Load("mini-ner");

        TaggedText tagged = model.Tag(Sentence1);

        Entity city = tagged.Entities.Single(entity => entity.Type == "LOC");
        Assert.Equal(("München", Sentence1.IndexOf('M', 10), 7), (city.Text, city.Begin, city.Length));
        Assert.Equal((city.Begin - 1, 7), (city.BeginInCodePoints, city.LengthInCodePoints)); // the emoji is two code units and one code point
        Assert.Equal("München", tagged.Words[city.FirstWord]);
        Assert.Equal(1, city.WordCount);
        Assert.InRange(city.Probability, 0.2f, 1f);
        Assert.Equal(["DATE", "LOC", "ORG", "PER"], model.Types.Order(StringComparer.Ordinal));
        Assert.InRange(tagged.LogProbability, -20, 0);
    }

    [Fact]
    public void Words_and_texts_and_streams_are_tagged_alike()
    {
        using NerModel model = NerModel.Load("mini-ner");
        TaggedText alone = model.Tag(s_texts[0]);

        Assert.Equal(alone.Tags, model.TagWords(alone.Words).Tags);
        Assert.Equal(s_texts.Select(text => Describe(model.Tag(text))), model.Tag(s_texts, TestContext.Current.CancellationToken).Select(Describe));
    }

    [Fact]
    public async Task Asynchronous_calls_and_streams_give_the_same_in_order()
    {
        using NerModel model = NerModel.Load("mini-ner", new NerModelOptions { Concurrency = 2 });
        string[] expected = [.. s_texts.Select(text => Describe(model.Tag(text)))];

        TaggedText[] together = await Task.WhenAll(s_texts.Select(text => model.TagAsync(text, TestContext.Current.CancellationToken)));
        var streamed = new List<string>();
        await foreach (TaggedText tagged in model.TagAsync(Stream(), TestContext.Current.CancellationToken))
        {
            streamed.Add(Describe(tagged));
        }

        Assert.Equal(expected, together.Select(Describe));
        Assert.Equal(expected, streamed);

        async IAsyncEnumerable<string> Stream()
        {
            foreach (string text in s_texts)
            {
                await Task.Yield();
                yield return text;
            }
        }
    }

    /// <summary>What two threads on one tagger got wrong before: exceptions in a fifth of the calls, and wrong tags in silence.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Eight_threads_on_one_model_get_the_answers_of_one(int concurrency)
    {
        const int Calls = 10_000, Threads = 8;
        using NerModel model = NerModel.Load("mini-ner", new NerModelOptions { Concurrency = concurrency, Threads = 2 });
        string[] texts = [.. Enumerable.Range(0, 40).Select(index => string.Join(' ', s_texts[index % s_texts.Length].Split(' ').Skip(index / s_texts.Length * 2).Take(1 + (index % 7))))];
        string[] expected = [.. texts.Select(text => Describe(model.Tag(text)))];
        Assert.True(expected.Distinct().Count() > 20);
        int next = -1, calls = concurrency == 3 ? Calls : Calls / 10;
        var wrong = new ConcurrentBag<string>();

        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int call; (call = Interlocked.Increment(ref next)) < calls;)
            {
                int index = call * 7 % texts.Length;
                string found;
                try
                {
                    found = Describe(model.Tag(texts[index]));
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    found = error.ToString();
                }

                if (found != expected[index])
                {
                    wrong.Add($"{expected[index]} became {found}");
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Empty(wrong.Take(3));
    }

    [Fact]
    public void A_model_that_is_disposed_of_says_so_and_disposing_twice_does_nothing()
    {
        NerModel model = NerModel.Load("mini-ner");
        model.Dispose();
        model.Dispose();

        Assert.Contains(nameof(NerModel), Assert.Throws<ObjectDisposedException>(() => model.Tag("Dili")).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => model.Tag(["a", "b"], TestContext.Current.CancellationToken).ToList());
        Assert.Throws<ObjectDisposedException>(() => model.Save("never"));
    }

    [Fact]
    public void Disposing_during_use_lets_calls_end_and_a_stream_fails_with_a_clear_exception()
    {
        NerModel model = NerModel.Load("mini-ner", new NerModelOptions { Concurrency = 2 });
        string expected = Describe(model.Tag(s_texts[0]));
        int right = 0, disposed = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                while (true)
                {
                    if (Describe(model.Tag(s_texts[0])) == expected)
                    {
                        Interlocked.Increment(ref right);
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                Interlocked.Increment(ref disposed);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        SpinWait.SpinUntil(() => Volatile.Read(ref right) > 20);
        using IEnumerator<TaggedText> stream = model.Tag(Enumerable.Repeat(s_texts[0], 200), TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(stream.MoveNext());

        model.Dispose();

        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(4, disposed);
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (stream.MoveNext())
            {
            }
        });
    }

    [Fact]
    public void Evaluate_gives_the_scores_of_the_labelled_sentences()
    {
        using NerModel model = NerModel.Load("mini-ner");
        TaggedText tagged = model.TagWords(["Angela", "Merkel", "besuchte", "München"]);
        Sentence gold = Sentence.FromWords(tagged.Words).WithEntities([.. tagged.Entities.Select(entity => new EntitySpan(entity.FirstWord, entity.FirstWord + entity.WordCount, entity.Type))]);

        Assert.Equal(1, model.Evaluate(DataSet.Of([gold]), TestContext.Current.CancellationToken).Strict.Micro.F1);
        Assert.Contains("expected a labelled sentence", Assert.ThrowsAny<InvalidDataException>(
            () => model.Evaluate(DataSet.Of([Sentence.FromWords(["a"])]), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_saved_and_loaded_tags_alike()
    {
        using var folder = new TemporaryFolder();
        using NerModel model = NerModel.Load("mini-ner");
        model.Save(folder.File("copy"));

        using NerModel copy = NerModel.Load(folder.File("copy"));
        Assert.Equal(Describe(model.Tag(s_texts[1])), Describe(copy.Tag(s_texts[1])));
        Assert.Contains("expected a new or an empty folder", Assert.ThrowsAny<IOException>(() => model.Save(folder.File("copy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_none_is_named() =>
        Assert.Contains("'no-such-model'", Assert.ThrowsAny<IOException>(() => NerModel.Load("no-such-model")).Message, StringComparison.Ordinal);

    private static string Describe(TaggedText tagged) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{tagged.Text} {string.Join(' ', tagged.Tags)} {tagged.LogProbability:R} {string.Join(' ', tagged.Entities.Select(entity => $"{entity.Text} {entity.Begin} {entity.Probability:R}"))}");
}
