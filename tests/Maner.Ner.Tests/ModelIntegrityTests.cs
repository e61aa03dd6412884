using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class ModelIntegrityTests
{
    [Fact]
    public void What_is_large_is_not_hashed_at_every_start_also_where_it_is_a_link()
    {
        using TemporaryFolder content = new(), folder = new();
        using (FileStream file = File.Create(content.File("large")))
        {
            file.SetLength(ModelIntegrity.CheapBytes + 1); // takes no room
        }

        string link = folder.File(TaggerFolder.WeightsFile);
        File.CreateSymbolicLink(folder.File("between"), content.File("large"));
        File.CreateSymbolicLink(link, folder.File("between"));
        var manifest = new ModelManifest { FileHashes = new Dictionary<string, string> { [TaggerFolder.WeightsFile] = new('0', 64) } };

        Assert.Equal(ModelIntegrity.CheapBytes + 1, FileLength.Of(link));
        ModelIntegrity.RequireCheaply(folder.Path, manifest); // would read all of it, and refuse it

        File.Delete(content.File("large"));
        File.WriteAllText(content.File("large"), "small");
        Assert.Contains("expected the content that the model was saved with", Assert.Throws<InvalidDataException>(() => ModelIntegrity.RequireCheaply(folder.Path, manifest)).Message, StringComparison.Ordinal);
        File.Delete(link);
        Assert.Contains("found none", Assert.Throws<InvalidDataException>(() => ModelIntegrity.RequireCheaply(folder.Path, manifest)).Message, StringComparison.Ordinal);
        Assert.Null(FileLength.OrNone(link));
    }
}
