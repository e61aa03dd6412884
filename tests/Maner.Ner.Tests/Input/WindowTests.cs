using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests.Input;

public sealed class WindowTests
{
    private static readonly SpecialTokens s_tokens = new(Begin: 0, End: 2, Unknown: 3, Mask: Tokenizers.Mini.Vocabulary.MaskId, New: Tokenizers.Mini.Vocabulary.Count);

    [Fact]
    public void A_sentence_that_fits_is_one_window() =>
        Assert.Equal([new Window(0, 5, 0, 5)], Window.Plan(WordPieces.Of(["na", "na", "na", "na", "na"], Tokenizers.Mini), new TokenMethod(), 7));

    [Fact]
    public void A_sentence_one_word_too_long_is_two_and_their_border_runs_through_the_middle_of_what_they_share()
    {
        string[] words = [.. Enumerable.Repeat("na", 17)];
        Assert.Equal(17, WordPieces.Of(words, Tokenizers.Mini).PieceCount);

        // 16 words fit; a quarter of them, 4, is shared, and each window reads 2 of those.
        Assert.Equal([new Window(0, 16, 0, 14), new Window(12, 17, 14, 17)], Window.Plan(WordPieces.Of(words, Tokenizers.Mini), new TokenMethod(), 18));
    }

    [Fact]
    public void Every_word_of_any_sentence_is_read_once_from_windows_that_fit()
    {
        var rng = new Rng(11);
        foreach (Method method in AllMethods.List)
        {
            for (int round = 0; round < 150; round++)
            {
                int maxTokens = 4 + rng.Next(40);
                WordPieces pieces = WordPieces.Of([.. Enumerable.Range(0, rng.Next(120)).Select(_ => Word(rng))], Tokenizers.Mini);

                List<Window> windows = Window.Plan(pieces, method, maxTokens);

                Check(windows, pieces, method, maxTokens);
            }
        }
    }

    private static void Check(List<Window> windows, WordPieces pieces, Method method, int maxTokens)
    {
        var batch = new InputBatch(method, s_tokens, maxTokens);
        foreach (Window window in windows)
        {
            batch.Add(0, pieces, window);
            Assert.InRange(batch.Packed.Offsets[^1] - batch.Packed.Offsets[^2], 3, maxTokens);
            Assert.True(window.First <= window.FirstRead && window.FirstRead < window.EndRead && window.EndRead <= window.End, $"{window}");
        }

        Assert.Equal(Enumerable.Range(0, pieces.WordCount), batch.Places.ToArray().Select(place => place.Word));
        foreach ((Window left, Window right) in windows.Zip(windows.Skip(1)))
        {
            Assert.Equal(left.EndRead, right.FirstRead);
            Assert.InRange(left.EndRead - right.First - (left.End - left.EndRead), 0, 1); // the middle, to a word
        }
    }

    private static string Word(Rng rng) => rng.Next(20) switch
    {
        0 => "\u200B", // no piece at all
        1 => new string('q', 1 + rng.Next(120)), // many pieces, more than some windows have
        < 8 => "habari",
        _ => "na",
    };
}
