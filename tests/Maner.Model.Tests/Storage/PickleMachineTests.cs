using System.Text;
using Maner.Model.Storage.Torch;
using Xunit;

namespace Maner.Model.Tests.Storage;

public sealed class PickleMachineTests
{
    [Theory]
    [InlineData("80024B07", 7L)]
    [InlineData("80024D0102", 513L)]
    [InlineData("80024AFEFFFFFF", -2L)]
    [InlineData("80028A00", 0L)]
    [InlineData("80028A01FF", -1L)]
    [InlineData("80028A08FFFFFFFFFFFFFF7F", long.MaxValue)]
    [InlineData("800247BFF8000000000000", -1.5)]
    [InlineData("8002580300000061C3A9", "aé")]
    [InlineData("80048C0161", "a")]
    [InlineData("80024E", null)]
    [InlineData("800288", true)]
    [InlineData("8002288971004B05327C682E", null)] // stops at an instruction that is not on the list
    public void Plain_values_are_read_and_other_instructions_refused(string pickle, object? expected)
    {
        byte[] code = Convert.FromHexString(pickle + "2E00");
        if (pickle.Length == 24 && expected is null)
        {
            Assert.Throws<TorchFormatException>(() => Run(code));
            return;
        }

        object? value = PickleMachine.Run(code, new TorchObjects(isLegacy: false), out int length);

        Assert.Equal(expected, value);
        Assert.Equal(code.Length - 1, length);
    }

    [Fact]
    public void Collections_hold_the_same_object_and_never_a_copy()
    {
        // l = []; t = (l, l); l.append(t): a circle, which no code here follows.
        var tuple = Assert.IsType<PickleTuple>(Run([0x80, 2, (byte)']', (byte)'q', 0, (byte)'h', 0, 0x86, (byte)'q', 1, (byte)'.']));
        var list = Assert.IsType<PickleList>(tuple.Items[0]);
        Assert.Same(list, tuple.Items[1]);

        var inner = Assert.IsType<PickleList>(Run([0x80, 2, (byte)']', (byte)'q', 0, (byte)'h', 0, (byte)'a', (byte)'.']));
        Assert.Same(inner, Assert.Single(inner.Items));
    }

    [Fact]
    public void Only_lists_and_dictionaries_take_items_and_only_above_the_last_mark()
    {
        Assert.Contains("items for lists and dictionaries", Refusal([0x80, 2, (byte)')', (byte)'N', (byte)'a', (byte)'.']), StringComparison.Ordinal);
        Assert.Contains("an instruction without one", Refusal([0x80, 2, (byte)']', (byte)'(', (byte)'N', (byte)'a', (byte)'.']), StringComparison.Ordinal);
        Assert.Contains("one object at the pickle's end", Refusal([0x80, 2, (byte)'N', (byte)'N', (byte)'.']), StringComparison.Ordinal);
        Assert.Contains("texts and numbers as keys", Refusal([0x80, 2, (byte)'}', (byte)')', (byte)'N', (byte)'s', (byte)'.']), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collections", "OrderedDict.clear")]
    [InlineData("collections.OrderedDict", "")]
    [InlineData("torch", "_utils._rebuild_tensor_v2")]
    [InlineData("torch._utils", "_rebuild_tensor")]
    [InlineData("torch", "QInt8Storage")]
    [InlineData("xtorch", "FloatStorage")]
    [InlineData("", "")]
    public void A_name_is_known_only_as_a_whole_pair(string module, string name)
    {
        byte[] code = [0x80, 2, (byte)'c', .. Encoding.ASCII.GetBytes($"{module}\n{name}\n"), (byte)'.'];

        Assert.Contains("found a call for", Refusal(code), StringComparison.Ordinal);
    }

    [Fact]
    public void Bombs_are_refused_by_their_limits()
    {
        Assert.Contains("depth", Refusal([0x80, 2, .. Enumerable.Repeat((byte)'N', PickleMachine.MaxDepth + 1), (byte)'.']), StringComparison.Ordinal);
        Assert.Contains("number of objects", Refusal([0x80, 2, .. Enumerable.Repeat((byte)'}', PickleMachine.MaxObjects + 1), (byte)'.']), StringComparison.Ordinal);
        Assert.Contains("place 4294967295", Refusal([0x80, 2, (byte)'N', (byte)'r', 0xFF, 0xFF, 0xFF, 0xFF, (byte)'.']), StringComparison.Ordinal);
        byte[] loop = new byte[2 + (2 * PickleMachine.MaxInstructions)];
        ((ReadOnlySpan<byte>)[0x80, 2, (byte)']', (byte)'q', 0]).CopyTo(loop);
        for (int at = 5; at < loop.Length - 4; at += 4)
        {
            ((ReadOnlySpan<byte>)[(byte)'h', 0, (byte)'a', (byte)'N']).CopyTo(loop.AsSpan(at));
        }

        Assert.Throws<TorchFormatException>(() => Run(loop));
    }

    [Fact]
    public void Numbers_that_would_collide_in_a_table_do_not_slow_it_down()
    {
        // A key of 64 bits usually hashes to its halves' difference: n · (2^32 + 1) are all 0.
        var dictionary = new PickleDictionary();
        long start = Environment.TickCount64;
        for (long number = 0; number < 100_000; number++)
        {
            dictionary.Add((number << 32) | number, null);
        }

        Assert.InRange(Environment.TickCount64 - start, 0, 2000);
        Assert.Throws<TorchFormatException>(() => dictionary.Add((7L << 32) | 7, null));
    }

    [Fact]
    public void Sizes_whose_product_overflows_are_refused()
    {
        var objects = new TorchObjects(isLegacy: false);
        var storage = (TorchStorage)objects.Resolve(new PickleTuple(["storage", objects.Find("torch"u8, "FloatStorage"u8), "0", "cpu", 4L]));
        Assert.Contains("at most 2147483647 elements", Refusal([1L << 30, 1L << 30, 1L << 30, 0L], [0L, 0L, 0L, 0L]), StringComparison.Ordinal);
        Assert.Contains("sizes and strides from 0", Refusal([1L << 62], [0L]), StringComparison.Ordinal);
        Assert.Contains("inside its storage", Refusal([5L], [1L]), StringComparison.Ordinal);
        Assert.Contains("inside its storage", Refusal([2L, 2L], [int.MaxValue, int.MaxValue]), StringComparison.Ordinal);
        Assert.Equal(0, Assert.IsType<TorchTensor>(View([0L, 9L], [9L, 1L])).Count);
        Assert.Equal(1, Assert.IsType<TorchTensor>(View([], [])).Count);

        object View(object?[] size, object?[] stride) => objects.Call(
            objects.Find("torch._utils"u8, "_rebuild_tensor_v2"u8),
            new PickleTuple([storage, 0L, new PickleTuple(size), new PickleTuple([.. stride.Select(step => (object)Convert.ToInt64(step, null))]), false, new PickleDictionary { IsOrdered = true }]));

        string Refusal(object?[] size, object?[] stride) => Assert.Throws<TorchFormatException>(() => View(size, stride)).Message;
    }

    [Fact]
    public void The_checksum_is_that_of_zip_files()
    {
        Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(value => (byte)(value * 7))];
        for (int split = 0; split < 40; split++)
        {
            Assert.Equal(Crc32.Append(0, bytes), Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, split)), bytes.AsSpan(split)));
        }
    }

    private static object? Run(byte[] code) => PickleMachine.Run(code, new TorchObjects(isLegacy: false), out _);

    private static string Refusal(byte[] code) => Assert.Throws<TorchFormatException>(() => Run(code)).Message;
}
