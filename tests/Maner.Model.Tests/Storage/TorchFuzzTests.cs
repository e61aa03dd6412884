using System.Buffers.Binary;
using System.Globalization;
using Maner.Model.Storage;
using Maner.Model.Storage.Torch;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

/// <summary>Good files with random changes: each is read or refused, in little time and with no more memory than its size warrants.</summary>
/// <remarks>MANER_FUZZ=10000 in the environment makes that many changes; a few hundred are made otherwise.</remarks>
public sealed class TorchFuzzTests
{
    private const int Usual = 400;

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("MANER_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : Usual;

    [Fact]
    public void A_changed_file_is_read_or_refused()
    {
        byte[][] seeds = [.. TorchOracle.Names("read").Select(TorchOracle.PathOf).Where(File.Exists).Select(path => File.ReadAllBytes(path))];
        using var folder = new TemporaryFolder();
        string path = folder.File("pytorch_model.bin");
        var rng = new Rng(22);
        int read = 0, refused = 0;
        for (int round = 0; round < Count; round++)
        {
            byte[] changed = Change(seeds[round % seeds.Length], rng);
            File.WriteAllBytes(path, changed);
            if (IsRead(path, changed.Length, $"change {round}"))
            {
                read++;
            }
            else
            {
                refused++;
            }
        }

        // Changes that hit padding or unused records leave a file readable; most do not.
        Assert.InRange(refused, Count / 4, Count);
        Assert.InRange(read, 1, Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} changes: {read} read, {refused} refused");
    }

    [Fact]
    public void A_changed_pickle_ends_in_a_value_or_a_refusal()
    {
        byte[][] seeds = [.. TorchOracle.Names("read").Select(TorchOracle.PathOf).Where(File.Exists).Select(PickleOf).OfType<byte[]>()];
        Assert.True(seeds.Length >= 5);
        var rng = new Rng(23);
        for (int round = 0; round < Count; round++)
        {
            byte[] pickle = Change(seeds[round % seeds.Length], rng);
            Measured(pickle.Length, $"pickle {round}", () => PickleMachine.Run(pickle, new TorchObjects(isLegacy: false), out _));
        }
    }

    private static bool IsRead(string path, int length, string place) => Measured(length, place, () =>
    {
        try
        {
            using var file = TorchFile.Open(path);
            foreach (TensorEntry entry in file.Tensors.Values.Where(entry => entry.Count <= length && entry.DType == DType.F32))
            {
                file.Read(entry.Name, new float[entry.Count]);
            }
        }
        catch (InvalidDataException error)
        {
            Assert.Contains("expected ", error.Message, StringComparison.Ordinal);
            throw;
        }
    });

    private static bool Measured(int length, string place, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Environment.TickCount64;
        bool isDone = true;
        try
        {
            action();
        }
        catch (Exception error) when (error is InvalidDataException or TorchFormatException)
        {
            isDone = false;
        }

        Assert.True(Environment.TickCount64 - start < 2000, $"{place}: slow");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < (200L * length) + (1 << 20), $"{place}: much memory");
        return isDone;
    }

    private static byte[] Change(byte[] seed, Rng rng)
    {
        List<byte> bytes = [.. seed];
        for (int changes = 1 + rng.Next(4); changes > 0 && bytes.Count > 4; changes--)
        {
            int at = rng.Next(bytes.Count), length = Math.Min(1 + rng.Next(40), bytes.Count - at);
            switch (rng.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << rng.Next(8)); break;
                case 1: bytes[at] = (byte)rng.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(rng.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: bytes[at] = ((ReadOnlySpan<byte>)[0, 1, 0x7F, 0x80, 0xFF])[rng.Next(5)]; break;
                default:
                    for (int index = at; index < Math.Min(at + 8, bytes.Count); index++)
                    {
                        bytes[index] = 0xFF; // the largest of all lengths and counts
                    }

                    break;
            }
        }

        byte[] changed = [.. bytes];
        if (rng.Next(2) == 0)
        {
            RepairChecksums(changed);
        }

        return changed;
    }

    /// <summary>Gives stored entries of a zip the checksum of their changed bytes, so that changes reach the pickle.</summary>
    private static void RepairChecksums(byte[] zip)
    {
        for (int at = 0; (at = Next(zip, at, "PK\u0001\u0002"u8)) >= 0 && at + 46 <= zip.Length; at += 4)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at + 20)), local = BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at + 42));
            if (local + 30L > zip.Length)
            {
                continue;
            }

            long start = local + 30L + BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan((int)local + 26)) + BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan((int)local + 28));
            if (start + length <= zip.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(at + 16), Crc32.Append(0, zip.AsSpan((int)start, (int)length)));
            }
        }
    }

    private static int Next(byte[] bytes, int from, ReadOnlySpan<byte> pattern)
    {
        int found = bytes.AsSpan(from).IndexOf(pattern);
        return found < 0 ? -1 : from + found;
    }

    private static byte[]? PickleOf(string path)
    {
        using var file = MappedFile.Open(path);
        return file.Span(0, 2).SequenceEqual("PK"u8) && ZipDirectory.Read(file).Values.First(entry => entry.Name.EndsWith("/data.pkl", StringComparison.Ordinal)) is { IsDeflated: false } entry
            ? file.Span(entry.Start, (int)entry.Length).ToArray()
            : null;
    }
}
