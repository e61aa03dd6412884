using System.Text;
using System.Text.RegularExpressions;
using Maner.Tensors;
using Maner.Text.Tokenization.Aligned;
using Maner.Text.Tokenization.Models;
using Maner.Text.Tokenization.Normalizers;
using Maner.Text.Tokenization.PreTokenizers;
using Xunit;
using Match = Maner.Text.Tokenization.Aligned.Match;

namespace Maner.Text.Tests.Tokenization.Json;

/// <summary>The parts of a tokenizer, each against something simple.</summary>
public sealed class PartsTests
{
    [Fact]
    public void The_words_of_GPT2_are_those_of_its_regular_expression()
    {
        // .NET's own engine is right as long as no letter is beyond U+FFFF.
        var regex = new Regex(Gpt2Pattern.Source, RegexOptions.CultureInvariant);
        const string Letters = "aZé中 \t\n\u00A0\u3000'stvremld0٣½,!。\u0301Ⅷ";
        var rng = new Rng(1);
        for (int round = 0; round < 3000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, rng.Next(12)).Select(_ => Letters[rng.Next(Letters.Length)]));
            var pieces = new List<Match>();
            new Gpt2Pattern().Find(text, 0, pieces);

            Assert.Equal(regex.Matches(text).Select(match => match.Value), pieces.Select(piece => text[piece.Start..piece.End]));
        }
    }

    [Fact]
    public void Letters_beyond_the_first_plane_are_letters()
    {
        var pieces = new List<Match>();
        new Gpt2Pattern().Find("𐌰𐌱 𐌰1👍", 0, pieces);

        Assert.Equal([(0, 4), (4, 7), (7, 8), (8, 10)], pieces.Select(piece => (piece.Start, piece.End)));
    }

    [Theory]
    [InlineData(SplitBehavior.Removed, "a|b")]
    [InlineData(SplitBehavior.Isolated, "-|a|-|-|b|-")]
    [InlineData(SplitBehavior.MergedWithPrevious, "-|a-|-|b-")]
    [InlineData(SplitBehavior.MergedWithNext, "-a|-|-b|-")]
    [InlineData(SplitBehavior.Contiguous, "-|a|--|b|-")]
    internal void A_match_goes_where_the_behaviour_says(SplitBehavior behavior, string expected)
    {
        Assert.Equal(expected, Parts("-a--b-", new PatternSplitter(new TextPattern("-"), behavior)));
        Assert.Equal(expected, Parts("-a--b-", new PatternSplitter(new LetterPattern(letter => letter.Value == '-'), behavior)));
        Assert.Equal("-|a|--|b|-", Parts("-a--b-", new PatternSplitter(new LetterPattern(letter => letter.Value == '-', isRun: true), SplitBehavior.Isolated)));
        Assert.Equal("-|--|-", Parts("-a--b-", new PatternSplitter(new LetterPattern(letter => letter.Value == '-', isRun: true), SplitBehavior.Removed, isInverted: true)));
    }

    [Theory]
    [InlineData("Ab, c-d_e  f!", "Ab|,|c|-|d_e|f|!")]
    [InlineData("é1中!?", "é1中|!?")]
    public void Words_and_what_is_between_them(string text, string expected) =>
        Assert.Equal(expected, Parts(text, new PatternSplitter(new WordPattern(), SplitBehavior.Removed, isInverted: true)));

    [Fact]
    public void Every_byte_has_a_letter_of_its_own()
    {
        Assert.Equal(256, ByteLetters.All.ToArray().Distinct().Count());
        Assert.Equal(('Ġ', 'Ċ', 'a', 'ÿ'), (ByteLetters.All[' '], ByteLetters.All['\n'], ByteLetters.All['a'], ByteLetters.All[255]));
        Assert.All(Enumerable.Range(0, 256), value => Assert.True(ByteLetters.TryGetByte(ByteLetters.All[value], out byte found) && found == value));
    }

    [Theory]
    [InlineData("a  b   c", "a▁b▁c", 2)]
    [InlineData("a b   c", "a b▁c", 3)]
    [InlineData("a b  c", "a▁b▁c", 1)]
    [InlineData("a b  c", "a▁b▁▁c", 0)]
    public void Runs_are_replaced_by_one_text(string text, string expected, int least)
    {
        var work = new Workspace();
        work.Begin(text);
        new Replace(" ", "▁", least).Apply(work);

        Assert.Equal(expected, work.Text.Chars.ToString());
    }

    [Fact]
    public void Small_letters_are_those_of_Unicode()
    {
        var work = new Workspace();
        work.Begin("ÀİΣẞǅ𐐀Ж");
        new Lowercase().Apply(work);

        Assert.Equal("ài̇σßǆ𐐨ж", work.Text.Chars.ToString());
        Assert.Equal([0, 1, 1, 2, 3, 4, 5, 5, 7], work.Text.Begin.ToArray());
    }

    [Fact]
    public void Merges_are_those_of_the_plain_algorithm()
    {
        var rng = new Rng(7);
        for (int round = 0; round < 200; round++)
        {
            (BpeModel model, List<(string First, string Second)> merges) = RandomBpe(rng);
            for (int text = 0; text < 5; text++)
            {
                string letters = string.Concat(Enumerable.Range(0, 1 + rng.Next(20)).Select(_ => (char)('a' + rng.Next(3))));
                var tokens = new List<Token>();
                model.Encode(letters, new Part(0, letters.Length), tokens);

                Assert.Equal(Plain(letters, merges), tokens.Select(token => letters[token.Start..token.End]));
                Assert.All(tokens, token => Assert.Equal(letters[token.Start..token.End], model.Vocabulary.TextOf(token.Id)));
            }
        }
    }

    [Fact]
    public void The_best_path_is_the_best_of_all()
    {
        var rng = new Rng(9);
        for (int round = 0; round < 200; round++)
        {
            string[] pieces = [.. Enumerable.Range(0, 12).Select(_ => string.Concat(Enumerable.Range(0, 1 + rng.Next(3)).Select(_ => (char)('a' + rng.Next(2))))).Distinct()];
            var vocabulary = new Vocabulary([KeyValuePair.Create("<unk>", 0), .. pieces.Select((piece, index) => KeyValuePair.Create(piece, index + 1))]);
            double[] scores = [0, .. pieces.Select(_ => -1 - (5 * rng.NextDouble()))];
            var model = new UnigramModel(vocabulary, scores, unknownId: 0, hasByteFallback: false, _ => false);
            string text = string.Concat(Enumerable.Range(0, 1 + rng.Next(8)).Select(_ => (char)('a' + rng.Next(2))));
            var tokens = new List<Token>();
            model.Encode(text, new Part(0, text.Length), tokens);

            double unknown = scores.Min() - 10;
            double found = tokens.Sum(token => token.Id == 0 ? unknown * (token.End - token.Start) : scores[token.Id]);
            Assert.Equal(Best(text), found, 9);

            double Best(string rest) => rest.Length == 0 ? 0 : Math.Max(
                pieces.Any(piece => piece.Length == 1 && rest[0] == piece[0]) ? double.NegativeInfinity : unknown + Best(rest[1..]),
                pieces.Select((piece, index) => rest.StartsWith(piece, StringComparison.Ordinal) ? scores[index + 1] + Best(rest[piece.Length..]) : double.NegativeInfinity).Max());
        }
    }

    private static (BpeModel, List<(string, string)>) RandomBpe(Rng rng)
    {
        List<string> pieces = ["a", "b", "c"];
        var merges = new List<(string, string)>();
        while (merges.Count < 8)
        {
            (string first, string second) = (pieces[rng.Next(pieces.Count)], pieces[rng.Next(pieces.Count)]);

            // One way to each piece: with two, the reference's own order of merges is not the plain one.
            if (first.Length + second.Length <= 6 && !pieces.Contains(first + second))
            {
                pieces.Add(first + second);
                merges.Add((first, second));
            }
        }

        var vocabulary = new Vocabulary([.. pieces.Select((piece, id) => KeyValuePair.Create(piece, id)), KeyValuePair.Create("<unk>", pieces.Count)]);
        return (new BpeModel(vocabulary, merges, new BpeOptions("<unk>", FusesUnknown: false, HasByteFallback: false, IgnoresMerges: false), _ => false), merges);
    }

    private static List<string> Plain(string text, List<(string First, string Second)> merges)
    {
        List<string> symbols = [.. text.Select(letter => letter.ToString())];
        while (true)
        {
            int rank = merges.FindIndex(merge => symbols.Zip(symbols.Skip(1)).Contains(merge));
            if (rank < 0)
            {
                return symbols;
            }

            int place = symbols.Zip(symbols.Skip(1)).ToList().IndexOf(merges[rank]);
            symbols[place] += symbols[place + 1];
            symbols.RemoveAt(place + 1);
        }
    }

    private static string Parts(string text, Step step)
    {
        var work = new Workspace();
        work.Begin(text);
        step.Apply(work);
        var parts = new StringBuilder();
        foreach (Part part in work.Parts)
        {
            parts.Append(parts.Length > 0 ? "|" : "").Append(work.Text.Chars.Slice(part.Start, part.Length));
        }

        return parts.ToString();
    }
}
