using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

public sealed class TorchFileTests
{
    public static TheoryData<string> Good => [.. TorchOracle.Names("read")];

    public static TheoryData<string> Bad => [.. TorchOracle.Names("refuse")];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_file_of_torch_is_read_to_the_last_bit(string name) => RequireRead(TorchOracle.PathOf(name), TorchOracle.Expected.GetProperty(name));

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_file_is_refused_with_a_message_in_little_time_and_memory(string name) => RequireRefused(TorchOracle.PathOf(name));

    [Fact]
    public void All_files_of_the_oracle_are_read()
    {
        var files = TorchOracle.AllOrSkip("read");
        Assert.Equal(20, files.Count);
        Assert.All(files, file => RequireRead(file.Path, file.Expected));
    }

    [Fact]
    public void All_bad_files_of_the_oracle_are_refused()
    {
        var files = TorchOracle.AllOrSkip("refuse");
        Assert.Equal(84, files.Count);
        Assert.All(files, file => RequireRefused(file.Path));
    }

    [Theory]
    [InlineData("bad/os_system.bin", "expected the functions that rebuild tensors, found a call for 'os.system'")]
    [InlineData("bad/ext1.bin", "found the pickle instruction 0x82")]
    [InlineData("bad/truncated_half.bin", "The download is not complete: download it again.")]
    [InlineData("bad/legacy_truncated.bin", "The download is not complete: download it again.")]
    [InlineData("bad/lfs_pointer.bin", "found a Git LFS pointer. Run 'git lfs pull'")]
    [InlineData("bad/html.bin", "found a web page")]
    [InlineData("bad/torchscript.bin", "found a TorchScript program")]
    [InlineData("bad/legacy_tar.bin", "neither that of a zip file nor torch's magic number")]
    [InlineData("bad/oob_size.bin", "expected a tensor inside its storage of 4 elements, found one that reaches element 4")]
    [InlineData("bad/big_endian.bin", "expected numbers in little-endian order")]
    public void A_refusal_says_what_was_found_and_what_to_do(string name, string expected)
    {
        string path = TorchOracle.PathOf(name);

        string message = Assert.Throws<InvalidDataException>(() => TorchFile.Open(path)).Message;

        Assert.StartsWith($"'{path}': expected ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_bit_is_seen_when_the_tensor_is_read_or_mapped()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = File.ReadAllBytes(TorchOracle.PathOf("ok/xlmr_f32.bin"));
        using (var intact = TorchFile.Open(TorchOracle.PathOf("ok/xlmr_f32.bin")))
        {
            bytes[intact.Tensors["roberta.embeddings.word_embeddings.weight"].Begin + 5] ^= 4;
        }

        File.WriteAllBytes(folder.File("pytorch_model.bin"), bytes);
        using var file = TorchFile.Open(folder.File("pytorch_model.bin"));

        string message = Assert.Throws<InvalidDataException>(() => file.Read("roberta.embeddings.word_embeddings.weight", 3, new float[1])).Message;
        Assert.Contains("with the CRC-32 that the file gives, found another", message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => file.MapPrivate("roberta.embeddings.word_embeddings.weight"));
        file.Read("roberta.embeddings.LayerNorm.bias", new float[8]);
    }

    [Theory]
    [InlineData("ok/xlmr_f32.bin")]
    [InlineData("ok/xlmr_legacy.bin")]
    public void A_stored_tensor_is_mapped_where_it_is(string name)
    {
        using var file = TorchFile.Open(TorchOracle.PathOf(name));
        float[] values = new float[23 * 8];
        file.Read("roberta.embeddings.word_embeddings.weight", values);

        using NativeBuffer? mapped = file.MapPrivate("roberta.embeddings.word_embeddings.weight");

        // torch aligns the records of a zip to 64 bytes; in the legacy format storages are where they happen to be.
        Assert.Equal(name == "ok/xlmr_f32.bin" || mapped is not null, mapped is not null);
        if (mapped is not null)
        {
            Assert.Equal(values, mapped.Span.ToArray());
            mapped.Span[0] = 42; // this process's own page
            file.Read("roberta.embeddings.word_embeddings.weight", 0, values.AsSpan(0, 1));
            Assert.NotEqual(42, values[0]);
        }
    }

    [Theory]
    [InlineData("ok/strides.bin", "transposed")]
    [InlineData("ok/strides.bin", "expanded")]
    [InlineData("ok/strides.bin", "empty")]
    [InlineData("ok/compressed.bin", "roberta.embeddings.word_embeddings.weight")]
    [InlineData("ok/xlmr_f16.bin", "roberta.embeddings.word_embeddings.weight")]
    public void What_cannot_be_used_in_place_is_not_mapped(string name, string tensor)
    {
        using var file = TorchFile.Open(TorchOracle.PathOf(name));

        Assert.Null(file.MapPrivate(tensor));
    }

    [Theory]
    [InlineData("ok/strides.bin")]
    [InlineData("ok/strides_legacy.bin")]
    [InlineData("ok/compressed.bin")]
    public void A_run_is_the_same_as_that_part_of_the_whole(string name)
    {
        using var file = TorchFile.Open(TorchOracle.PathOf(name));
        foreach (TensorEntry entry in file.Tensors.Values.Where(entry => entry.DType == DType.F32))
        {
            float[] whole = new float[entry.Count];
            file.Read(entry.Name, whole);
            for (int first = 0; first <= whole.Length; first++)
            {
                float[] rest = new float[(whole.Length - first + 1) / 2];
                file.Read(entry.Name, first, rest);
                Assert.Equal(whole[first..(first + rest.Length)], rest);
            }

            file.Forget(entry.Name);
            Assert.Throws<ArgumentException>(() => file.Read(entry.Name, 1, whole));
            Assert.Throws<ArgumentException>(() => file.Read(entry.Name, -1, []));
            Assert.Throws<ArgumentException>(() => file.Read(entry.Name, new float[whole.Length + 1]));
        }
    }

    [Fact]
    public void Integers_and_unknown_names_are_refused()
    {
        using var file = TorchFile.Open(TorchOracle.PathOf("ok/xlmr_f32.bin"));

        string message = Assert.Throws<InvalidDataException>(() => file.Read("roberta.embeddings.position_ids", new float[10])).Message;
        Assert.Contains("expected tensor 'roberta.embeddings.position_ids' in F32, F16, BF16 or F64, found I64", message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => file.Read("nothing", new float[10]));
        Assert.Throws<FileNotFoundException>(() => TorchFile.Open("nowhere.bin"));
    }

    [Theory]
    [InlineData("ok/xlmr_f32.bin")]
    [InlineData("ok/compressed.bin")]
    public void Tensors_may_be_read_by_many_threads(string name)
    {
        using var file = TorchFile.Open(TorchOracle.PathOf(name));
        JsonElement tensors = TorchOracle.Expected.GetProperty(name).GetProperty("tensors");
        string[] names = [.. tensors.EnumerateObject().Where(tensor => tensor.Value.TryGetProperty("sha256_f32", out _)).Select(tensor => tensor.Name)];

        Parallel.For(0, 400, index =>
        {
            string tensor = names[index % names.Length];
            float[] values = new float[file.Tensors[tensor].Count];
            file.Read(tensor, values);
            Assert.Equal(tensors.GetProperty(tensor).GetProperty("sha256_f32").GetString(), Sha256(MemoryMarshal.AsBytes<float>(values)));
            if (index % 7 == 0)
            {
                file.Forget(tensor);
            }
        });
    }

    [Fact]
    public void Nothing_is_read_after_the_file_is_closed()
    {
        var file = TorchFile.Open(TorchOracle.PathOf("ok/handmade.bin"));
        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Read("w", new float[4]));
    }

    private static void RequireRead(string path, JsonElement expected)
    {
        JsonElement tensors = expected.GetProperty("tensors");
        using var all = new Opened(path);
        Assert.Equal(tensors.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal), all.Names.Order(StringComparer.Ordinal));
        foreach (JsonProperty tensor in tensors.EnumerateObject())
        {
            TorchFile file = all[tensor.Name];
            TensorEntry entry = file.Tensors[tensor.Name];
            Assert.Equal(tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), entry.Shape);
            byte[] stored = new byte[entry.Count * entry.DType.Bits / 8];
            file.CopyElements(tensor.Name, 0, stored);
            if (tensor.Value.TryGetProperty("sha256_stored", out JsonElement hash))
            {
                Assert.Equal(hash.GetString(), Sha256(stored));
            }

            if (tensor.Value.TryGetProperty("sha256_f32", out hash))
            {
                float[] values = new float[entry.Count];
                file.Read(tensor.Name, values);
                Assert.Equal(hash.GetString(), Sha256(MemoryMarshal.AsBytes<float>(values)));
            }
        }
    }

    private static void RequireRefused(string path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<InvalidDataException>(() =>
        {
            using var all = new Opened(path);
            foreach (string name in all.Names)
            {
                all[name].Read(name, new float[all[name].Tensors[name].Count]);
            }
        });

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
        Assert.Contains("expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains(", found ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.InRange(error.Message.Length, 1, 1000);
    }

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>One file, or the shards of a folder.</summary>
    private sealed class Opened : IDisposable
    {
        private readonly Dictionary<string, TorchFile> _fileOf = [];

        public Opened(string path)
        {
            IEnumerable<string> files = Directory.Exists(path) ? Checkpoint.FilesOf(path).Skip(1) : [path];
            if (Directory.Exists(path))
            {
                Checkpoint.Open(path).Dispose(); // checks what the index says
            }

            foreach (TorchFile file in files.Select(TorchFile.Open))
            {
                foreach (string name in file.Tensors.Keys)
                {
                    _fileOf.Add(name, file);
                }
            }
        }

        public IEnumerable<string> Names => _fileOf.Keys;

        public TorchFile this[string name] => _fileOf[name];

        public void Dispose()
        {
            foreach (TorchFile file in _fileOf.Values.Distinct())
            {
                file.Dispose();
            }
        }
    }
}
