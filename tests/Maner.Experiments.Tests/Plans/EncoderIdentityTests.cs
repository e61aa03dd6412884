using System.Reflection;
using System.Text.Json.Serialization;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Testing;
using Xunit;

namespace Maner.Experiments.Tests.Plans;

public sealed class EncoderIdentityTests : IDisposable
{
    private static readonly ModelManifest s_manifest = new() { Method = "maner", Decoding = "viterbi", CrfWeight = 1 };
    private readonly SmallEncoder _encoder = new();

    /// <summary>What a training reads of a tagger's folder; of an encoder's the first three are there.</summary>
    public static TheoryData<string> Files { get; } =
        [TaggerFolder.ConfigFile, TaggerFolder.TokenizerFile, TaggerFolder.WeightsFile, "model-00002-of-00002.safetensors", TaggerFolder.CrfFile];

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
    public void Of_a_manifest_what_changes_predictions_is_part_of_it_and_the_record_of_its_making_is_not()
    {
        WriteWhatTaggersHave();
        string before = Identity(_encoder.Folder);
        string[] record = [nameof(ModelManifest.TagSet), nameof(ModelManifest.Options), nameof(ModelManifest.DataHashes), nameof(ModelManifest.FileHashes), nameof(ModelManifest.Metrics)];

        ModelManifest[] others =
        [
            s_manifest with { Method = "token" }, s_manifest with { NewTokenId = 7 }, s_manifest with { Decoding = "argmax" }, s_manifest with { CrfWeight = 2 },
            s_manifest with { FormatVersion = 1 }, s_manifest with { CrfRomanised = true }, s_manifest with { Temperature = 2 }, s_manifest with { ReadAsDevanagari = ["gujarati"] },
        ];
        Assert.Equal(typeof(ModelManifest).GetProperties(BindingFlags.Instance | BindingFlags.Public).Count(property => !property.IsDefined(typeof(JsonIgnoreAttribute))), others.Length + record.Length);
        Assert.Equal(others.Length + 1, others.Append(s_manifest).Select(Saved).Distinct().Count());
        Assert.Equal(before, Saved(s_manifest with { TagSet = ["O"], Options = "x", DataHashes = new Dictionary<string, string>(), Metrics = 3 }));

        string Saved(ModelManifest manifest)
        {
            manifest.Save(_encoder.Folder);
            return Identity(_encoder.Folder);
        }
    }

    [Fact]
    public void A_manifest_makes_a_tagger_of_an_encoder()
    {
        string before = Identity(_encoder.Folder);
        s_manifest.Save(_encoder.Folder);
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

        s_manifest.Save(_encoder.Folder);
    }
}
