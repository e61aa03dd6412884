using System.Text;
using Maner.Text.Formats;
using Xunit;

namespace Maner.Text.Tests.Data;

public sealed class LineReaderTests
{
    [Fact]
    public void Only_LF_and_CRLF_end_a_line()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("a\rb\u0085c\u2028d\u000Be\r\nf\n\ng");
        Assert.Equal(["a\rb\u0085c\u2028d\u000Be", "f", "", "g"], LineReader.Read(bytes, "x").Select(line => line.Text));
        Assert.Equal([1, 2, 3, 4], LineReader.Read(bytes, "x").Select(line => line.Number));
    }

    [Fact]
    public void One_byte_order_mark_at_the_start_is_taken_off_and_no_other()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xEF, 0xBB, 0xBF];
        Assert.Equal(["\uFEFFa", "\uFEFF"], LineReader.Read(bytes, "x").Select(line => line.Text));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xE9, (byte)'t' }, "latin.conll:2: expected UTF-8, found byte 0xE9")]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, "latin.conll:1: expected UTF-8, found byte 0xC3")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "latin.conll:1: expected UTF-8, found byte 0xED")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "UTF-16")]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_line(byte[] bytes, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => LineReader.Read(bytes, "latin.conll")).Message, StringComparison.Ordinal);
}
