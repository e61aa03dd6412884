using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Xunit;

namespace Maner.Text.Tests.Formats;

/// <summary>Whatever happens to a file on its way: it is read or refused with a sentence, labelled or predicted on, and never a defect.</summary>
public sealed class DamagedFileTests
{
    private const int Times = 60;
    private static readonly string[] s_odd = ["\\ud800", "\0", "null", "[[[", "-1", "1e99", "99999999999999999999", "\r\n", "\"", "\t", "[", "]", "{}", "|", "\\", "&#0;", "-", ".5"];

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(FormatFiles.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(FormatFiles.Folder, file).Replace('\\', '/'))
            .Where(file => file.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_file_is_read_or_refused(string name)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(Path.Combine(FormatFiles.Folder, name));
        string path = folder.File(Path.GetFileName(name));
        string text = Path.ChangeExtension(Path.Combine(FormatFiles.Folder, name), ".txt");
        if (name.EndsWith(".ann", StringComparison.Ordinal))
        {
            File.Copy(text, Path.ChangeExtension(path, ".txt"));
        }

        var random = new Random(2026);
        int refused = 0;
        for (int time = 0; time < Times; time++)
        {
            File.WriteAllBytes(path, Damage(whole, random));
            try
            {
                LabelledData.Read(path, new LabelledDataOptions { RequireTags = time % 3 > 0, Strict = time % 7 == 0 });
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
                Assert.Contains(Path.GetFileNameWithoutExtension(path), error.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(refused > 0, "no damage was seen");
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        int at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0:
                return whole[..at];
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                break;
            case 2:
                for (int change = 0; change < 3; change++)
                {
                    bytes[random.Next(bytes.Count)] = (byte)"{}[]\",:0123456789-\\\n\t <>|"[random.Next(25)];
                }

                break;
            default:
                bytes.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(s_odd[random.Next(s_odd.Length)]));
                break;
        }

        return [.. bytes];
    }
}
