using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests.Storage;

/// <summary>Several files are replaced as one, whenever the process dies.</summary>
public sealed class FolderSaveTests : IDisposable
{
    private static readonly string[] s_names = ["a", "b", "c", "d"];
    private readonly TemporaryFolder _folder = new();

    public FolderSaveTests()
    {
        foreach (string name in (string[])["a", "b", "c", "mine"])
        {
            File.WriteAllText(_folder.File(name), "old " + name);
        }
    }

    private string Content => string.Join(", ", _folder.Names.Select(name => Directory.Exists(_folder.File(name)) ? name + "/" : File.ReadAllText(_folder.File(name))));

    [Fact]
    public void What_is_written_takes_the_place_of_all_and_what_is_not_goes()
    {
        new FolderSave(_folder.Path, s_names).Write(Write);
        Assert.Equal("new a, new b, new d, old mine", Content);
    }

    [Fact]
    public void A_failure_leaves_what_was_there()
    {
        Assert.Throws<IOException>(() => new FolderSave(_folder.Path, s_names).Write(aside =>
        {
            Write(aside);
            throw new IOException("full");
        }));
        Assert.Equal("old a, old b, old c, old mine", Content);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_process_that_dies_among_the_moves_is_made_good_by_the_next(int moved)
    {
        string whole = _folder.File(".whole");
        Directory.CreateDirectory(whole);
        Write(whole);
        File.WriteAllText(Path.Combine(whole, "files.txt"), "+a\n+b\n-c\n+d\n");
        foreach (string name in ((string[])["a", "b", "d"]).Take(moved))
        {
            File.Move(Path.Combine(whole, name), _folder.File(name), overwrite: true);
        }

        FolderSave.Finish(_folder.Path);
        Assert.Equal("new a, new b, new d, old mine", Content);
        FolderSave.Finish(_folder.Path);
        Assert.Equal("new a, new b, new d, old mine", Content);
    }

    [Fact]
    public void What_a_killed_process_wrote_aside_is_not_mixed_in()
    {
        Directory.CreateDirectory(_folder.File(".partial"));
        File.WriteAllText(_folder.File(".partial/c"), "of a killed process");
        new FolderSave(_folder.Path, s_names).Write(Write);
        Assert.Equal("new a, new b, new d, old mine", Content);
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string aside)
    {
        foreach (string name in (string[])["a", "b", "d"])
        {
            File.WriteAllText(Path.Combine(aside, name), "new " + name);
        }
    }
}
