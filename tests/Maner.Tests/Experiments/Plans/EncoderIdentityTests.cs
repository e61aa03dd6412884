using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Tests.Model.Storage;
using Maner.Tests.Ner;
using Xunit;

namespace Maner.Tests.Experiments.Plans;

public sealed class EncoderIdentityTests : IDisposable
{
    private readonly SmallEncoder _encoder = new();

    /// <summary>What a training reads of a tagger's folder; of an encoder's the first three are there.</summary>
    public static TheoryData<string> Files { get; } =
        [TaggerFolder.ConfigFile, TaggerFolder.TokenizerFile, TaggerFolder.WeightsFile, "model-00002-of-00002.safetensors", TaggerFolder.SurfaceFile, ModelManifest.FileName];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_that_a_training_reads_is_part_of_it(string file)
    {
        WriteWhatTaggersHave();
        string before = Identity(_encoder.Folder);

        File.AppendAllText(Path.Combine(_encoder.Folder, file), "\n"); // a byte that no reader of JSON minds

        Assert.NotEqual(before, Identity(_encoder.Folder));
    }

    [Fact]
    public void A_manifest_makes_a_tagger_of_an_encoder()
    {
        string before = Identity(_encoder.Folder);
        File.WriteAllText(Path.Combine(_encoder.Folder, ModelManifest.FileName), "{}");
        Assert.NotEqual(before, Identity(_encoder.Folder));
    }

    [Fact]
    public void Other_files_and_the_folders_place_are_not()
    {
        WriteWhatTaggersHave();
        string before = Identity(_encoder.Folder);
        using var copy = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(_encoder.Folder))
        {
            File.Copy(file, copy.File(Path.GetFileName(file)));
        }

        foreach (string other in new[] { "README.md", "log.jsonl", "metrics.json", "tokenizer.json" })
        {
            File.WriteAllText(copy.File(other), "{}");
        }

        Assert.Equal(before, Identity(copy.Path));
    }

    public void Dispose() => _encoder.Dispose();

    private static string Identity(string folder) => EncoderIdentity.Of(folder, folder).Sha256;

    private void WriteWhatTaggersHave()
    {
        foreach (string file in Files.Select(row => row.Data).Where(file => !File.Exists(Path.Combine(_encoder.Folder, file))))
        {
            File.WriteAllText(Path.Combine(_encoder.Folder, file), "{}");
        }
    }
}
