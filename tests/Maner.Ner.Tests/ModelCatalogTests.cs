using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_goes_before_a_bundled_model_and_a_bundled_model_before_a_hub()
    {
        string root = Folder("models"), bundled = Folder("models/mini");
        var catalog = new ModelCatalog(new FolderSource(), new BundledSource(root), new Hub("mini", "hub/other"));

        Assert.Equal(bundled, catalog.Find("mini"));
        Assert.Equal("of the hub: hub/other", catalog.Find("hub/other"));
        Assert.Equal(root, catalog.Find(root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("mini/../mini")]
    [InlineData("mini/")]
    [InlineData("Mini")]
    public void A_bundled_model_has_its_plain_name_alone(string name)
    {
        Folder("models/mini");
        Assert.Null(new BundledSource(_folder.File("models")).Find(name));
    }

    [Fact]
    public void What_no_place_knows_is_refused_with_what_each_would_take()
    {
        Folder("models/b");
        Folder("models/a");
        var catalog = new ModelCatalog(new FolderSource(), new BundledSource(_folder.File("models")));

        Assert.Equal(
            "Model 'no/such': expected a folder with config.json, weights and a tokenizer, or the name of a bundled model (a, b), found none. Check the name.",
            Assert.Throws<DirectoryNotFoundException>(() => catalog.Find("no/such")).Message);
        Assert.Contains("(none is there)", Assert.Throws<DirectoryNotFoundException>(() => new ModelCatalog(new BundledSource(_folder.File("no"))).Find("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_has_its_two_models() => Assert.Equal(["mini", "mini-ner"], BundledSource.OfProgram.Names);

    public void Dispose() => _folder.Dispose();

    private string Folder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    private sealed class Hub(params string[] names) : IModelSource
    {
        public string Description => "a name of the hub";

        public string? Find(string name) => names.Contains(name) ? "of the hub: " + name : null;
    }
}
