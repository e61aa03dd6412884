using Maner.Ner.Lexical;
using Maner.Text.Romanization;
using Xunit;

namespace Maner.Ner.Tests.Lexical;

public sealed class NameMatcherTests
{
    [Theory]
    [InlineData("aenda New York leo", "New York", "New", "0 3 2 0")] // the longest, of each list
    [InlineData("New York City Council ilikutana", "New York City|York City Council", "", "3 3 3 0 0")] // from left to right, none over another
    [InlineData("new YORK", "New York", "", "2 2")]
    [InlineData("Saint-Denis Saint Denis Saint - Denis", "Saint Denis", "", "1 2 2 3 3 3")]
    [InlineData("Saint , Denis", "Saint-Denis", "", "0 0 0")] // two names, or none
    [InlineData("Côte d’Ivoire Côte d' Ivoire", "Côte d'Ivoire", "", "2 2 3 3 3")]
    [InlineData("Co\u0302te T\u1ecd\u0301l\u00e1", "C\u00f4te|To\u0301\u0323la\u0301", "", "1 1")] // in any form of Unicode
    [InlineData("Tangani Mtanga", "Tanga", "", "0 0")]
    [InlineData("York New", "New York", "", "0 0")]
    [InlineData("- '", "Tanga", "", "0 0")]
    [InlineData("New", "New York City|New", "", "1")]
    public void Of_each_list_the_longest_match_is_found_from_left_to_right(string sentence, string names, string other, string expected)
    {
        NameMark[][] marks = Match(sentence, [.. names.Split('|').Select(name => new ListedName(LexicalWords.Normalise(name), "LOC", "own")), .. Other(other)]);
        ulong kind = NameMark.Hash("own", "LOC", isRoman: false), shorter = NameMark.Hash("other", "LOC", isRoman: false);
        int[] lengths = [.. marks.Select(word => word.Where(mark => mark.Kind == kind).Sum(mark => mark.Length) + word.Count(mark => mark.Kind == shorter))];
        Assert.Equal(expected, string.Join(' ', lengths));

        static IEnumerable<ListedName> Other(string name) => name.Length == 0 ? [] : [new ListedName(name, "LOC", "other")];
    }

    [Fact]
    public void A_match_begins_at_its_first_word_and_a_name_of_two_types_has_both()
    {
        NameMark[][] marks = Match("aenda Dar es Salaam", new("Dar es Salaam", "LOC", "own"), new("Dar es Salaam", "ORG", "own"));
        ulong place = NameMark.Hash("own", "LOC", isRoman: false), group = NameMark.Hash("own", "ORG", isRoman: false);

        Assert.Empty(marks[0]);
        Assert.Equal([new(place, false, 3), new(group, false, 3)], Written(marks[1], place, group));
        Assert.Equal([new(place, true, 3), new(group, true, 3)], Written(marks[2], place, group));
    }

    [Theory]
    [InlineData("Москва", "Moskva", true)]
    [InlineData("კენია", "Kenia", true)]
    [InlineData("Kenía", "Kenia", true)]
    [InlineData("Moskva", "Москва", true)]
    [InlineData("Чад", "Chad", true)]
    [InlineData("Уль", "Ul", false)] // too short: many words sound so
    public void A_name_of_another_script_is_found_as_it_sounds(string word, string name, bool isFound)
    {
        NameMark[] marks = Match(word, new ListedName(name, "LOC", "own"))[0];
        Assert.Equal(isFound ? [new NameMark(NameMark.Hash("own", "LOC", isRoman: true), false, 1)] : [], marks);
    }

    [Fact]
    public void Words_that_are_read_in_a_sister_script_meet_names_that_are_read_so()
    {
        ListedName[] names = [new("ગુજરાત", "LOC", "own")];
        var scripts = SisterScripts.Named(["gujarati"], "here");
        ulong written = NameMark.Hash("own", "LOC", isRoman: false);

        Assert.Contains(new NameMatcher(Gazetteer.Of(names), scripts).Match(scripts.Read(["ગુજરાત"]))[0], mark => mark.Kind == written);
        Assert.DoesNotContain(new NameMatcher(Gazetteer.Of(names), SisterScripts.None).Match(scripts.Read(["ગુજરાત"]))[0], mark => mark.Kind == written);
    }

    [Fact]
    public void Lists_and_types_and_forms_are_told_apart()
    {
        ulong[] kinds = [.. from list in (string[])["own", "cldr"] from type in (string[])["LOC", "loc"] from isRoman in (bool[])[false, true] select NameMark.Hash(list, type, isRoman)];
        Assert.Equal(kinds.Length, kinds.Distinct().Count());
        Assert.Equal(0x58AD6CDC4AA7C0DAUL, NameMark.Hash("own", "LOC", isRoman: false)); // models hold weights by it
    }

    [Fact]
    public void What_a_list_says_of_a_word_and_its_neighbours_are_features()
    {
        var matcher = new NameMatcher(Gazetteer.Of([new ListedName("Tanga", "LOC", "own")]), SisterScripts.None);
        string[] words = ["aenda", "Tanga", "leo", "tena"];

        List<int> Features(int word, NameMatcher? names)
        {
            List<int> features = [];
            LexicalFeatures.Of(LexicalWords.Of(words, romanised: true, names), word, 20, features);
            return features;
        }

        for (int word = 0; word < words.Length; word++)
        {
            List<int> without = Features(word, null), with = Features(word, matcher);
            Assert.Equal(without, with[..without.Count]); // what was learned without is where it was
            Assert.Equal(word switch { 1 => 6, 3 => 0, _ => 2 }, with.Count - without.Count); // as it is written and as it sounds
        }
    }

    private static NameMark[][] Match(string sentence, params ListedName[] names) =>
        new NameMatcher(Gazetteer.Of(names), SisterScripts.None).Match([.. sentence.Split(' ').Select(LexicalWords.Normalise)]);

    private static NameMark[] Written(NameMark[] marks, params ulong[] kinds) => [.. marks.Where(mark => kinds.Contains(mark.Kind))];
}
