using Maner.Text.Romanization;
using Xunit;

namespace Maner.Text.Tests.Romanization;

public sealed class RomanizerTests
{
    [Theory]
    [InlineData("Angela", "angela")]
    [InlineData("Đà Nẵng", "da nang")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Straße", "strasse")]
    [InlineData("ʼYan", "yan")]
    [InlineData("Москва", "moskva")]
    [InlineData("Ґалаґан", "galagan")]
    [InlineData("Өзбекстан", "ozbekstan")]
    [InlineData("Αθήνα", "athina")]
    [InlineData("Երևան", "erevan")]
    [InlineData("მოსკოვი", "moskovi")]
    [InlineData("ירושלים", "irvshlim")]
    [InlineData("محمد", "mhmd")]
    [InlineData("پشاور", "pshavr")]
    [InlineData("ኢትዮጵያ", "ityopya")]
    [InlineData("कानपुर", "kanapur")]
    [InlineData("ગુજરાત", "gujarat")]
    [InlineData("ਪੰਜਾਬ", "panjab")]
    [InlineData("ঢাকা", "daka")]
    [InlineData("কোলকাতা", "kolakata")]
    [InlineData("சென்னை", "chennai")]
    [InlineData("හෝමාගම", "homagam")]
    [InlineData("서울", "soul")]
    [InlineData("とうきょう", "toukiyou")]
    [InlineData("トーキョー", "tokiyo")]
    [InlineData("กรุงเทพ", "krungethph")]
    [InlineData("北京", "北京")]
    [InlineData("2026-11", "202611")]
    [InlineData("", "")]
    public void Words_are_written_about_as_they_sound(string word, string roman) => Assert.Equal(roman, Romanizer.Of(word));

    [Theory]
    [InlineData("é", "e\u0301")]
    [InlineData("ё", "е\u0308")]
    [InlineData("ガ", "カ\u3099")]
    public void A_letter_and_its_mark_apart_sound_the_same(string whole, string apart) => Assert.Equal(Romanizer.Of(whole), Romanizer.Of(apart));

    [Theory]
    [InlineData("muhammad", "mhmd")]
    [InlineData("mhmd", "mhmd")]
    [InlineData("lee", "")]
    [InlineData("", "")]
    public void A_skeleton_is_what_scripts_without_vowels_leave(string roman, string skeleton) => Assert.Equal(skeleton, Romanizer.Skeleton(roman));

    [Fact]
    public void Every_sound_is_written_in_small_latin_letters() =>
        Assert.All(RomanTables.Letters.Values, sound => Assert.All(sound, letter => Assert.InRange(letter, 'a', 'z')));
}
