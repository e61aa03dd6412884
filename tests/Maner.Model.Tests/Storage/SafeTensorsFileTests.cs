using System.Text;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

/// <summary>The rules of the format (engine.md B3), each with a file that breaks only that one.</summary>
[Trait(Vectors.Trait, Vectors.No)] // files: no kernel runs
public sealed class SafeTensorsFileTests
{
    private static readonly byte[] Sixteen = [.. Enumerable.Range(0, 16).Select(value => (byte)value)];

    [Fact]
    public void A_file_of_three_types_is_read_as_floats()
    {
        using var folder = new TemporaryFolder();
        byte[] data = [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-0f), 0x00, 0x3C, 0x01, 0x00, 0x80, 0x3F, 1, 2, 3, 4, 5, 6, 7, 8];
        using SafeTensorsFile file = Open(folder, SafeTensorsBytes.Of(
            """
            {"__metadata__":{"format":"pt","autor":"ñ"},
             "ids":{"dtype":"I64","shape":[1],"data_offsets":[14,22]},
             "f32":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
             "f16":{"data_offsets":[8,12],"shape":[2],"dtype":"F16"},
             "bf16":{"dtype":"BF16","shape":[],"data_offsets":[12,14]}}
            """ + "   ", data));

        Assert.Equal([1.5f, -0f], Read(file, "f32", 2));
        Assert.Equal([1f, 5.9604645e-8f], Read(file, "f16", 2));
        Assert.Equal([1f], Read(file, "bf16", 1));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], file.Bytes("ids").ToArray());
        Assert.Equal(("pt", "ñ"), (file.Metadata["format"], file.Metadata["autor"]));
        Assert.Equal(("f32", DType.F32, 0, 8, "[2,1]", 2), (file.Tensors["f32"].Name, file.Tensors["f32"].DType, (int)file.Tensors["f32"].Begin, (int)file.Tensors["f32"].End, file.Tensors["f32"].ShapeText, (int)file.Tensors["f32"].Count));
        Assert.Contains("expected tensor 'ids' in F32, F16 or BF16, found I64", Assert.Throws<InvalidDataException>(() => Read(file, "ids", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("expected a tensor 'none'", Assert.Throws<InvalidDataException>(() => Read(file, "none", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Read(file, "f32", 3));
    }

    [Fact]
    public void A_tensor_that_was_mapped_by_itself_is_unmapped_with_its_buffer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc/self/maps.");
        using var folder = new TemporaryFolder();
        using SafeTensorsFile file = Open(folder, SafeTensorsBytes.Of("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  """, [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(2f)]));
        int before = Mappings();

        NativeBuffer? buffer = file.MapPrivate("w");

        Assert.NotNull(buffer);
        Assert.Equal([1.5f, 2f], buffer.Span.ToArray());
        Assert.Equal(before + 1, Mappings());
        buffer.Dispose();
        Assert.Equal(before, Mappings());

        int Mappings() => File.ReadLines("/proc/self/maps").Count(line => line.EndsWith(file.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_too_short_for_the_headers_length_is_refused(int length) =>
        AssertRefused(new byte[length], $"expected at least 8 bytes, found {length}: the header is too small");

    [Theory]
    [InlineData(1UL << 56, "the header is too large")]
    [InlineData(ulong.MaxValue, "the header is too large")]
    [InlineData(100_000_001UL, "the header is too large")]
    [InlineData(100_000_000UL, "found 2 bytes: the file is cut off")]
    [InlineData(3UL, "found 2 bytes: the file is cut off")]
    public void A_headers_length_beyond_the_limit_or_the_file_is_refused_before_anything_is_allocated(ulong length, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x"), SafeTensorsBytes.Of(length, "{}"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(folder.File("x")));

        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(folder.File("x")));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 100_000);
    }

    [Fact]
    public void A_header_that_is_no_UTF8_is_refused()
    {
        AssertRefused(SafeTensorsBytes.Of(5, [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}']), "expected a header in UTF-8");
        AssertRefused(SafeTensorsBytes.Of(1, [0xFF]), "expected a header that starts with '{', found the byte 0xFF");
    }

    [Theory]
    [InlineData("", "expected a header that starts with '{', found an empty one")]
    [InlineData(" {}", "expected a header that starts with '{', found the byte 0x20")]
    [InlineData("[]", "expected a header that starts with '{', found the byte 0x5B")]
    [InlineData("{", "expected a header in JSON")]
    [InlineData("{}x", "expected a header in JSON")]
    [InlineData("{} {}", "expected a header in JSON")]
    [InlineData("{\"a\"}", "expected a header in JSON")]
    [InlineData("{\"\\ud800\":1}", "expected a header in JSON")]
    [InlineData("{\"a\":[[[[[[[[[[]]]]]]]]]]}", "tensor 'a' with an object")]
    [InlineData("{\"a\":1}", "tensor 'a' with an object")]
    [InlineData("{\"__metadata__\":1}", "expected one object '__metadata__', found Number")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "expected one object '__metadata__', found two")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "'a' twice or with a value that is no text")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"\\u0061\":\"1\"}}", "'a' twice or with a value that is no text")]
    public void A_header_that_is_no_list_of_tensors_is_refused(string header, string expected) =>
        AssertRefused(SafeTensorsBytes.Of(header), expected);

    [Theory]
    [InlineData("a")]
    [InlineData("\\u0061")]
    public void A_name_that_stands_twice_is_refused_also_when_it_is_escaped(string second) => AssertRefused(
        SafeTensorsBytes.Of($"{{{F32("a", "4", 0, 16)},{F32(second, "4", 0, 16)}}}", Sixteen), "expected every tensor's name once, found 'a' twice");

    [Theory]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4]", "an incomplete one")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0]", "an incomplete one")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16,16]", "at most 2 numbers in \"data_offsets\"")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4],\"shape\":[4],\"data_offsets\":[0,16]", "\"shape\" twice")]
    [InlineData("\"dtype\":\"F32\",\"sh\\u0061pe\":[4],\"shape\":[4],\"data_offsets\":[0,16]", "\"shape\" twice")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16],\"extra\":1", "\"extra\" twice, unknown")]
    [InlineData("\"dtype\":32,\"shape\":[4],\"data_offsets\":[0,16]", "\"dtype\" twice, unknown, or with a value of another kind")]
    [InlineData("\"dtype\":\"F32\",\"shape\":4,\"data_offsets\":[0,16]", "a list of numbers in \"shape\"")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4.0],\"data_offsets\":[0,16]", "whole numbers from 0")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]", "whole numbers from 0")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[\"4\"],\"data_offsets\":[0,16]", "whole numbers from 0")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[2,18446744073709551614],\"data_offsets\":[0,16]", "an overflow")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,16]", "an overflow")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,16]", "an overflow")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,16]", "F32 [3] = 12 bytes, found offsets over 16 bytes")]
    [InlineData("\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[0,16]", "F64 [4] = 32 bytes, found offsets over 16 bytes")]
    [InlineData("\"dtype\":\"F4\",\"shape\":[31],\"data_offsets\":[0,16]", "F4 [31] = 15.5 bytes, found offsets over 16 bytes")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]", "offsets in order, found [16,0]")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,18446744073709551615]", "whole numbers from 0")]
    public void A_broken_entry_is_refused(string entry, string expected)
    {
        AssertRefused(SafeTensorsBytes.Of("{\"a\":{" + entry + "}}", Sixteen), expected);
        AssertRefused(SafeTensorsBytes.Of("{\"a\":{" + entry + "}}", Sixteen), "tensor 'a'");
    }

    [Theory]
    [InlineData(0, 16, 0, 16, "an overlap")]
    [InlineData(0, 8, 4, 12, "an overlap")]
    [InlineData(0, 4, 8, 16, "a hole")]
    [InlineData(4, 8, 8, 16, "a hole")]
    public void Tensors_that_overlap_or_leave_a_hole_are_refused(int begin1, int end1, int begin2, int end2, string expected) => AssertRefused(
        SafeTensorsBytes.Of($"{{{F32("b", $"{(end2 - begin2) / 4}", begin2, end2)},{F32("a", $"{(end1 - begin1) / 4}", begin1, end1)}}}", Sixteen), expected);

    [Theory]
    [InlineData(14, "expected 16 bytes of tensors after the header, found 14: the file is cut off")]
    [InlineData(17, "expected 16 bytes of tensors after the header, found 17: the file is longer than its header says")]
    public void Data_must_end_with_the_file(int length, string expected) =>
        AssertRefused(SafeTensorsBytes.Of($"{{{F32("a", "4", 0, 16)}}}", new byte[length]), expected);

    [Fact]
    public void Tensors_of_no_elements_no_tensors_at_all_and_any_order_in_the_header_are_accepted()
    {
        using var folder = new TemporaryFolder();
        using SafeTensorsFile none = Open(folder, SafeTensorsBytes.Of("{}"));
        Assert.Empty(none.Tensors);
        using SafeTensorsFile zero = Open(folder, SafeTensorsBytes.Of($"{{{F32("a", "2,0", 0, 0)}}}"));
        Assert.Empty(Read(zero, "a", 0));
        using SafeTensorsFile mixed = Open(folder, SafeTensorsBytes.Of($"{{{F32("c", "2", 8, 16)},{F32("z", "0,7", 8, 8)},{F32("b", "2", 0, 8)}}}", Sixteen));
        Assert.Equal(Sixteen[8..], mixed.Bytes("c").ToArray());
        Assert.Equal(Sixteen[..8], mixed.Bytes("b").ToArray());
    }

    [Fact]
    public void Data_at_an_odd_address_is_read()
    {
        using var folder = new TemporaryFolder();
        byte[] data = [9, .. BitConverter.GetBytes(2.5f), .. Enumerable.Repeat((byte[])[0x00, 0x3C], 40).SelectMany(half => half)];
        string header = "{\"flag\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}," + F32("a", "1", 1, 5) + ",\"h\":{\"dtype\":\"F16\",\"shape\":[40],\"data_offsets\":[5,85]}}";
        using SafeTensorsFile file = Open(folder, SafeTensorsBytes.Of(header, data));

        Assert.Equal([2.5f], Read(file, "a", 1));
        Assert.Equal(Enumerable.Repeat(1f, 40), Read(file, "h", 40));
    }

    [Fact]
    public void An_unknown_type_is_refused_only_when_the_tensor_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        using SafeTensorsFile file = Open(folder, SafeTensorsBytes.Of("{\"q\":{\"dtype\":\"Q3_K\",\"shape\":[2],\"data_offsets\":[0,8]}," + F32("a", "2", 8, 16) + "}", Sixteen));

        Assert.Equal(2, Read(file, "a", 2).Length);
        Assert.Contains("found Q3_K", Assert.Throws<InvalidDataException>(() => Read(file, "q", 2)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("504B0304140000000800", "a ZIP archive")]
    [InlineData("80025D71002E00000000", "a Python pickle")]
    [InlineData("76657273696F6E2068747470733A2F2F", "a Git LFS pointer")]
    [InlineData("3C21444F43545950452068746D6C3E", "a web page")]
    public void Another_kind_of_file_under_this_name_is_recognised(string bytes, string expected)
    {
        string message = AssertRefused(Convert.FromHexString(bytes), expected);

        Assert.Equal(expected is "a ZIP archive" or "a Python pickle", message.Contains("safe_serialization=True", StringComparison.Ordinal));
    }

    [Fact]
    public void A_header_whose_length_looks_like_a_pickle_is_still_read()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = SafeTensorsBytes.Of("{}" + new string(' ', 0x0280 - 2));
        Assert.Equal([0x80, 0x02], bytes[..2]);

        using SafeTensorsFile file = Open(folder, bytes);

        Assert.Empty(file.Tensors);
    }

    [Fact]
    public void A_missing_file_and_a_closed_one_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => SafeTensorsFile.Open(folder.File("none")));
        SafeTensorsFile file = Open(folder, SafeTensorsBytes.Of($"{{{F32("a", "4", 0, 16)}}}", Sixteen));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Read(file, "a", 4));
    }

    [Theory]
    [InlineData("{\"a\":{\"shape\":[", "1,", "1]}}", "at most 64 numbers in \"shape\"")]
    [InlineData("{\"", "name", "\":1}", "a text of at most 4096 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"", "\\u0061", "\"}}", "a text of at most 4096 bytes")]
    [InlineData("{\"a\":{\"", "key", "\":1}}", "a text of at most 4096 bytes")]
    [InlineData("{\"__metadata__\":{\"a\":\"", "text", "\"}}", "a text of at most 1048576 bytes")]
    [InlineData("{\"__metadata__\":{\"", "text", "\":1}}", "a text of at most 4096 bytes")]
    [InlineData("{\"a\":", "[", "1", "tensor 'a' with an object")]
    [InlineData("{", " ", "1", "expected a header in JSON")]
    public void A_long_header_that_is_wrong_costs_less_memory_than_its_file(string start, string repeated, string end, string expected)
    {
        byte[] bytes = SafeTensorsBytes.Of(start + string.Concat(Enumerable.Repeat(repeated, 2_000_000)) + end);
        AssertRefused(bytes, expected);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x"), bytes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(folder.File("x")));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void More_tensors_or_metadata_than_any_checkpoint_has_are_refused()
    {
        var header = new StringBuilder("{");
        for (int index = 0; index <= SafeTensorsHeader.MaxTensors; index++)
        {
            header.Append(index == 0 ? "" : ",").Append(F32($"{index}", "0", 0, 0));
        }

        AssertRefused(SafeTensorsBytes.Of(header.Append('}').ToString()), "at most 20000 tensors");
        string texts = string.Join(",", Enumerable.Range(0, 200_000).Select(index => $"\"{index}\":\"\""));
        AssertRefused(SafeTensorsBytes.Of("{\"__metadata__\":{" + texts + "}}"), "at most 1048576 bytes of '__metadata__'");
    }

    [Fact]
    public void A_flipped_byte_in_a_header_gives_the_same_names_or_a_refusal_never_another_error()
    {
        using var folder = new TemporaryFolder();
        byte[] sound = SafeTensorsBytes.OfFloats(("encoder.weight", [2, 3]), ("bias", [3]), ("none", [0]));
        int headerEnd = 8 + (int)BitConverter.ToUInt64(sound);
        int refused = 0;
        for (int position = 0; position < headerEnd; position++)
        {
            foreach (byte flip in (byte[])[0x01, 0x08, 0x20, 0x80, 0xFF])
            {
                byte[] broken = [.. sound];
                broken[position] ^= flip;
                try
                {
                    using SafeTensorsFile file = Open(folder, broken);
                    Assert.Equal(36, file.Tensors.Values.Sum(tensor => tensor.End - tensor.Begin));
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, headerEnd * 5 / 2, headerEnd * 5);
    }

    private static string F32(string name, string shape, int begin, int end) =>
        $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{begin},{end}]}}";

    private static float[] Read(SafeTensorsFile file, string name, int count)
    {
        float[] values = new float[count];
        file.Read(name, values);
        return values;
    }

    private static SafeTensorsFile Open(TemporaryFolder folder, byte[] bytes)
    {
        string path = folder.File($"{folder.Names.Length}.safetensors");
        File.WriteAllBytes(path, bytes);
        return SafeTensorsFile.Open(path);
    }

    private static string AssertRefused(byte[] bytes, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.safetensors");
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"'{path}': expected ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
