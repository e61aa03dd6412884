using Maner.Hub.Tests.Fake;
using Maner.Ner;
using Maner.Testing;
using Maner.Text.Words;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>Taggers of Maner that come from the hub are the folders that were saved.</summary>
public sealed class TaggerOfTheHubTests
{
    private static readonly string s_miniNer = Path.Combine(SharedFiles.Repository, "models", "mini-ner");

    [Fact]
    public async Task Every_file_that_a_saved_folder_may_have_comes()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.With("maner.json", "{}");
        foreach (string file in TaggerFolder.OwnFiles)
        {
            hub.Repo.With(file, "x");
        }

        string folder = await hub.GetAsync();
        Assert.All(TaggerFolder.OwnFiles, file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
    }

    [Fact]
    public async Task A_tagger_cuts_words_as_the_folder_that_was_put_there()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        using TemporaryFolder tagger = Tagger();
        FakeRepo repo = hub.Hub.Add("some/tagger");
        Array.ForEach(tagger.Names, file => repo.With(file, File.ReadAllBytes(tagger.File(file)), large: file.EndsWith(".safetensors", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(hub.Folder, "in.txt"), "Jean-Paul anaishi Port-au-Prince.\n");
        string input = Path.Combine(hub.Folder, "in.txt");

        (int code, string expected, string error) = CommandTests.Run(hub, $"predict --model {tagger.Path} --output conll {input}");
        Assert.True(code == 0, error);
        Assert.Contains("Jean\t", expected, StringComparison.Ordinal);
        Assert.Equal((0, expected), CommandTests.Two(CommandTests.Run(hub, $"predict --model some/tagger --output conll {input}")));

        string words = Path.Combine((await hub.GetAsync("some/tagger", update: false)), TaggerFolder.WordsFile);
        File.Delete(words); // as a program that does not know the file would have left it
        (code, string output, _) = CommandTests.Run(hub, "models verify some/tagger");
        Assert.Equal(1, code);
        Assert.Contains("words.json: expected the file as the hub has it, found that it is not here, although maner.json names it", output, StringComparison.Ordinal);
        Assert.Equal((0, expected), CommandTests.Two(CommandTests.Run(hub, $"predict --model some/tagger --output conll {input}"))); // and fetched
        Assert.True(File.Exists(words));
    }

    [Fact]
    public void A_folder_without_a_file_that_its_manifest_names_is_refused_by_every_reader()
    {
        using TemporaryFolder tagger = Tagger();
        File.Delete(tagger.File(TaggerFolder.WordsFile));
        using var workers = new Tensors.Workers(1);

        Assert.Contains("words.json: expected the file that the model was saved with, found none", Assert.Throws<InvalidDataException>(() => TaggerFolder.Load(tagger.Path, workers)).Message, StringComparison.Ordinal);
    }

    /// <summary>The bundled tagger with words that are cut at hyphens, as one that was trained so is saved.</summary>
    private static TemporaryFolder Tagger()
    {
        var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(s_miniNer))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        File.WriteAllBytes(folder.File(TaggerFolder.WordsFile), WordCutFile.Write(new WordCut(WordRules.Default with { Cut = "-" }, null, null)));
        (ModelManifest.Load(folder.Path)! with { FileHashes = ModelIntegrity.HashesOf(folder.Path) }).Save(folder.Path);
        return folder;
    }
}
