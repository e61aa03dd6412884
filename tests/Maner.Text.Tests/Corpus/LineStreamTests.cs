using System.Text;
using Maner.Testing;
using Maner.Text.Corpus;
using Xunit;

namespace Maner.Text.Tests.Corpus;

public sealed class LineStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\n\r\nb\r\n", new[] { "a", "", "b" })]
    [InlineData("a\rb\u0085c\u2028d\n", new[] { "a\rb\u0085c\u2028d" })]
    [InlineData("\uFEFFa\n", new[] { "a" })]
    [InlineData("a\r", new[] { "a\r" })]
    public void Lines_end_at_line_feeds_plain_or_compressed(string text, string[] expected)
    {
        Assert.Equal(expected, Read(Write("x.txt", Encoding.UTF8.GetBytes(text))));
        Assert.Equal(expected, Read(Write("x.gz", Gzipped.Of(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void Lines_longer_than_any_buffer_are_whole()
    {
        string[] lines = [.. Enumerable.Range(0, 40).Select(index => new string((char)('a' + (index % 26)), (index * 7919) % 200_001))];

        Assert.Equal(lines, Read(Write("x.txt", Encoding.UTF8.GetBytes(string.Join('\n', lines)))));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_with_their_line()
    {
        string path = Write("x.txt", [.. "good\n"u8, 0x62, 0xFF, 0x0A]);

        Assert.Equal($"{path}:2: expected UTF-8, found byte 0xFF that is not. Save the file as UTF-8.", Assert.Throws<InvalidDataException>(() => Read(path)).Message);
    }

    [Fact]
    public void Utf16_is_refused() =>
        Assert.Contains("byte-order mark of UTF-16", Assert.Throws<InvalidDataException>(() => Read(Write("x.txt", Encoding.Unicode.GetPreamble()))).Message, StringComparison.Ordinal);

    [Fact]
    public void Damaged_or_cut_compression_is_refused()
    {
        byte[] whole = Gzipped.Of(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50_000).Select(index => $"line {index * 7919}"))));

        Assert.Contains("found damaged or missing data behind line", Assert.Throws<InvalidDataException>(() => Read(Write("cut.gz", whole[..(whole.Length / 2)]))).Message, StringComparison.Ordinal);
        byte[] damaged = [.. whole];
        damaged[^8] ^= 1; // the checksum
        Assert.Contains("expected a whole gzip file", Assert.Throws<InvalidDataException>(() => Read(Write("bad.gz", damaged))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_file_that_has_a_headers_first_bytes_in_it_by_chance_is_cut_all_the_same()
    {
        byte[] whole = Gzipped.Of(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50_000).Select(index => $"line {index * 7919}"))));

        // A field of the header is the place to put them: no compressed text has to be looked for.
        byte[] withField = [.. whole[..3], 0x04, .. whole[4..10], 4, 0, 0x1F, 0x8B, 0x08, 0xFF, .. whole[10..]];

        Assert.Equal(50_000, Read(Write("whole.gz", withField)).Count);
        Assert.Contains("expected a whole gzip file", Assert.Throws<InvalidDataException>(() => Read(Write("cut.gz", withField[..(withField.Length / 2)]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_files_that_were_joined_are_one() =>
        Assert.Equal(["a", "b", "c"], Read(Write("joined.gz", [.. Gzipped.Of("a\nb\n"u8.ToArray()), .. Gzipped.Of("c\n"u8.ToArray())])));

    private static List<string> Read(string path)
    {
        using var stream = LineStream.Open(path);
        var lines = new List<string>();
        while (stream.Next() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        return _folder.File(name);
    }
}
