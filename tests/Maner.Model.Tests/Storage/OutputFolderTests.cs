using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

public sealed class OutputFolderTests
{
    [Fact]
    public void A_new_folder_and_its_parents_are_created_and_an_empty_one_is_accepted()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("runs/first");

        OutputFolder.Create(path);
        OutputFolder.Create(path);

        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_unless_it_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("maner.json"), "{}");

        var error = Assert.Throws<IOException>(() => OutputFolder.Create(folder.Path, otherwise: "Or ask."));
        OutputFolder.Create(folder.Path, allowExisting: true);

        Assert.Contains("found 'maner.json' in it", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another folder. Or ask.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another folder.", Assert.Throws<IOException>(() => OutputFolder.Create(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(["maner.json"], folder.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_in_its_place_or_above_it_is_refused(bool allowExisting)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("run"), "a file");

        Assert.Contains("found a file", Assert.Throws<IOException>(() => OutputFolder.Create(folder.File("run"), allowExisting)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be created", Assert.Throws<IOException>(() => OutputFolder.Create(folder.File("run/below"), allowExisting)).Message, StringComparison.Ordinal);
    }
}
