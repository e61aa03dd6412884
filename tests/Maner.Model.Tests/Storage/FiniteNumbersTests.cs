using System.Globalization;
using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

/// <summary>NaN and infinity are found in every number type and at every place, and nothing else is taken for them.</summary>
public sealed class FiniteNumbersTests
{
    public static TheoryData<string, string> Others => new()
    {
        { "F32", "7FC00000" }, { "F32", "7F800000" }, { "F32", "FF800000" }, { "F32", "7F800001" },
        { "F16", "7E00" }, { "F16", "7C00" }, { "F16", "FC00" }, { "F16", "7C01" },
        { "BF16", "7FC0" }, { "BF16", "7F80" }, { "BF16", "FF80" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_number_that_is_none_is_found_at_every_place(string type, string bits)
    {
        using var folder = new TemporaryFolder();
        byte[] number = [.. Convert.FromHexString(bits).Reverse()];
        for (int at = 0; at < 39; at++)
        {
            byte[] data = [.. Enumerable.Range(0, 39).SelectMany(index => index == at ? number : Largest(type))];
            string path = folder.File($"{at}.safetensors");
            File.WriteAllBytes(path, SafeTensorsBytes.Of(string.Create(CultureInfo.InvariantCulture, $"{{\"w\":{{\"dtype\":\"{type}\",\"shape\":[3,13],\"data_offsets\":[0,{data.Length}]}}}}"), data));
            using var file = SafeTensorsFile.Open(path);
            string message = Assert.Throws<InvalidDataException>(() => file.RequireFinite("w")).Message;
            Assert.Contains($"{at}.safetensors': tensor 'w'", message, StringComparison.Ordinal);
            Assert.Contains($"at [{at / 13}, {at % 13}]", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void The_largest_numbers_are_numbers(string type)
    {
        using var folder = new TemporaryFolder();
        byte[] data = [.. Enumerable.Range(0, 39).SelectMany(_ => Largest(type))];
        File.WriteAllBytes(folder.File("w"), SafeTensorsBytes.Of(string.Create(CultureInfo.InvariantCulture, $"{{\"w\":{{\"dtype\":\"{type}\",\"shape\":[39],\"data_offsets\":[0,{data.Length}]}}}}"), data));
        using var file = SafeTensorsFile.Open(folder.File("w"));
        file.RequireFinite("w");
    }

    [Fact]
    public void A_file_that_is_shortened_while_it_is_mapped_is_refused_before_the_system_ends_the_process()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("w.safetensors");
        File.WriteAllBytes(path, SafeTensorsBytes.OfFloats(("w", [64, 1024])));
        using var file = SafeTensorsFile.Open(path);
        file.RequireUnchanged();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs 'truncate': .NET itself does not write to a file that is open here");
        using (var shortened = System.Diagnostics.Process.Start("truncate", ["-s", "1000", path]))
        {
            shortened.WaitForExit();
        }

        Assert.Contains("written to meanwhile", Assert.Throws<IOException>(file.RequireUnchanged).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_replaced_by_another_is_still_there()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("w.safetensors");
        File.WriteAllBytes(path, SafeTensorsBytes.OfFloats(("w", [64])));
        using var file = SafeTensorsFile.Open(path);
        File.WriteAllText(folder.File("other"), "x");
        File.Move(folder.File("other"), path, overwrite: true);
        file.RequireUnchanged();
        float[] values = new float[64];
        file.Read("w", values);
        Assert.Equal(63, values[63]);
    }

    private static byte[] Largest(string type) => [.. Convert.FromHexString(type switch { "F32" => "7F7FFFFF", "F16" => "7BFF", _ => "7F7F" }).Reverse()];
}
