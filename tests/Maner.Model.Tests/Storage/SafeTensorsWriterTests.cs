using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

public sealed class SafeTensorsWriterTests
{
    [Fact]
    public void A_small_file_has_exactly_these_bytes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.safetensors");

        SafeTensorsWriter.Write(path,
        [
            new("half", [1], DType.F16, () => [1.0009766f]),
            new("b.weight", [1, 2], DType.F32, () => [1, -2]),
            new("brain", [1], DType.BF16, () => [1.00390625f]),
            new("B", [], DType.F32, () => [0.5f]),
        ]);

        string header =
            "{\"__metadata__\":{\"format\":\"pt\"}," +
            "\"B\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}," +
            "\"b.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]}," +
            "\"brain\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[12,14]}," +
            "\"half\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[14,16]}}";
        header += new string(' ', (8 - (header.Length % 8)) % 8);
        byte[] expected = [(byte)header.Length, (byte)(header.Length >> 8), 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header),
            0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0x80, 0x3F, 0x01, 0x3C];
        Assert.Equal(expected, File.ReadAllBytes(path));
        Assert.Equal(["model.safetensors"], folder.Names);
    }

    [Fact]
    public void What_is_written_reads_back_with_its_names_shapes_and_bits()
    {
        Gen<TensorToWrite> tensors =
            from name in ArbMap.Default.GeneratorFor<NonNull<string>>()
            from shape in Gen.Choose(0, 5).ListOf().Where(sizes => sizes.Count <= 4)
            from type in Gen.Elements(DType.F32, DType.F16, DType.BF16)
            from values in ArbMap.Default.GeneratorFor<float>().ArrayOf(shape.Aggregate(1, (product, size) => product * size))
            let rounded = values.Select(value => Round(value, type)).ToArray()
            select new TensorToWrite(Clean(name.Get), [.. shape.Select(size => (long)size)], type, () => rounded);
        using var folder = new TemporaryFolder();
        string path = folder.File("model.safetensors");

        Prop.ForAll(tensors.ListOf().ToArbitrary(), list =>
        {
            TensorToWrite[] written = [.. list.DistinctBy(tensor => tensor.Name)];
            SafeTensorsWriter.Write(path, written, new Dictionary<string, string> { ["maner"] = "1" });
            using var file = SafeTensorsFile.Open(path);
            Assert.Equal(("pt", "1", written.Length), (file.Metadata["format"], file.Metadata["maner"], file.Tensors.Count));
            foreach (TensorToWrite tensor in written)
            {
                TensorEntry entry = file.Tensors[tensor.Name];
                float[] read = new float[entry.Count];
                file.Read(tensor.Name, read);
                Assert.Equal(tensor.Shape, entry.Shape);
                Assert.Equal(tensor.DType, entry.DType);
                Assert.Equal(0, entry.Begin % (tensor.DType.Bits / 8));
                Assert.Equal(tensor.Values().ToArray().Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public void A_tensor_larger_than_one_step_is_written_whole()
    {
        using var folder = new TemporaryFolder();
        float[] values = [.. Enumerable.Range(0, 600_001).Select(index => (float)(index % 2048))];
        foreach (DType type in (DType[])[DType.F32, DType.F16])
        {
            SafeTensorsWriter.Write(folder.File("x"), [new("a", [values.Length], type, () => values)]);
            using var file = SafeTensorsFile.Open(folder.File("x"));
            float[] read = new float[values.Length];
            file.Read("a", read);
            Assert.Equal(values, read);
        }
    }

    [Fact]
    public void Values_that_do_not_fit_their_shape_leave_the_old_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.safetensors");
        File.WriteAllText(path, "old");

        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(path, [new("a", [2], DType.F32, () => [1, 2]), new("b", [3], DType.F32, () => [1, 2])]));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model.safetensors"], folder.Names);
    }

    [Fact]
    public void A_name_twice_a_reserved_name_another_type_and_a_negative_size_are_programming_errors()
    {
        using var folder = new TemporaryFolder();
        TensorToWrite sound = new("a", [1], DType.F32, () => [1]);

        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(folder.File("x"), [sound, sound]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(folder.File("x"), [sound with { Name = "__metadata__" }]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(folder.File("x"), [sound with { DType = DType.I64 }]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(folder.File("x"), [sound with { Shape = [-1] }]));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Rewriting_the_oracle_checkpoint_changes_no_tensor()
    {
        using var folder = new TemporaryFolder();
        string golden = Path.Combine(SharedFiles.Repository, "tests", "Golden", "encoder-tiny", "model.safetensors");
        using var before = SafeTensorsFile.Open(golden);
        TensorToWrite[] tensors = [.. before.Tensors.Values.Select(entry => new TensorToWrite(entry.Name, entry.Shape, entry.DType, () =>
        {
            float[] values = new float[entry.Count];
            before.Read(entry.Name, values);
            return values;
        }))];

        SafeTensorsWriter.Write(folder.File("x"), tensors);

        using var after = SafeTensorsFile.Open(folder.File("x"));
        Assert.Equal(before.Tensors.Keys.Order(StringComparer.Ordinal), after.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(before.Tensors.Keys, name => Assert.True(before.Bytes(name).SequenceEqual(after.Bytes(name)), name));
    }

    private static float Round(float value, DType type)
    {
        if (float.IsNaN(value))
        {
            // The sign and payload of NaN are no promise.
            return 0;
        }

        return type == DType.F16 ? (float)(Half)value
            : type == DType.BF16 ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000)
            : value;
    }

    /// <summary>Any text that UTF-8 can hold and that is no reserved name.</summary>
    private static string Clean(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) + "?";
}
