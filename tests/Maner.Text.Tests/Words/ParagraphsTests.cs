using Maner.Text.Words;
using Xunit;

namespace Maner.Text.Tests.Words;

public sealed class ParagraphsTests
{
    private static readonly string[] s_wrapped =
    [
        "The quick brown fox jumps over the lazy dog and runs away from the",
        "farmer who has been waiting behind the barn since early morning. He",
        "does not catch it, however, and goes home with empty hands and sad",
        "thoughts.",
        "",
        "On the next day the fox comes back and finds that the farmer has",
        "bought a dog which is not lazy at all, and which barks at once so",
        "that the fox never comes back.",
    ];

    private static readonly string[] s_lines = ["Alienda sokoni.", "Akanunua samaki wakubwa watatu kwa bei nzuri sana.", "Akarudi.", "Kisha akapika chakula cha jioni kwa familia.", "Wakala.", "Wakalala."];

    private static readonly string[] s_unpunctuated = ["สวัสดี ครับ", "ผม ไป ตลาด กับ แม่ และ พี่ชาย ของ ผม เมื่อวาน นี้ ตอน เช้า", "ไป", "เขา เดินทาง ไป กรุงเทพ", "มา", "ครับ ผม"];

    [Fact]
    public void What_a_line_end_means_is_told_from_the_lines()
    {
        Assert.Equal(LineEnd.Space, Paragraphs.Detect(s_wrapped));
        Assert.Equal(LineEnd.Space, Paragraphs.Detect([.. s_wrapped, .. Enumerable.Repeat("A short sentence.", 15)])); // few of many lines
        Assert.Equal(LineEnd.Sentence, Paragraphs.Detect(s_lines));
        Assert.Equal(LineEnd.Sentence, Paragraphs.Detect(s_unpunctuated));
        Assert.Equal(LineEnd.Sentence, Paragraphs.Detect(["One line alone"]));
        Assert.Equal(LineEnd.Sentence, Paragraphs.Detect([]));
    }

    [Fact]
    public void Lines_become_paragraphs()
    {
        (string Text, int Line)[] wrapped = [.. Paragraphs.Of(s_wrapped, LineEnd.Space)];
        Assert.Equal([1, 6], wrapped.Select(paragraph => paragraph.Line));
        Assert.StartsWith("On the next day the fox comes back and finds that the farmer has bought", wrapped[1].Text, StringComparison.Ordinal);
        Assert.Equal(7, Paragraphs.Of(s_wrapped, LineEnd.Sentence).Count());
    }
}
