using Maner.Model.Configuration;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Text.Tags;

namespace Maner.Benchmarks.Peers;

/// <summary>Where things are: the repository, what a run leaves behind in <c>artifacts/peers</c>, and the shared data beside the repository.</summary>
internal static class PeerFolder
{
    /// <summary>The classes of the tagger that is timed: WikiANN's.</summary>
    public static readonly TagSet Tags = TagSet.OfTypes(["LOC", "ORG", "PER"]);

    /// <summary>The repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>What a run leaves behind.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "peers")).FullName;

    /// <summary>XLM-R's tokenizer, where it is at hand.</summary>
    public static string SharedTokenizer { get; } = Path.Combine(Repository, "..", "shared", "oracle", "tokenizer-xlmr", TaggerFolder.TokenizerFile);

    /// <summary>The bundled encoder.</summary>
    public static string Mini { get; } = Path.Combine(Repository, "models", "mini");

    /// <summary>Folder of a tagger of a shape, made on first use: the bundled encoder with a random head, or another shape with random weights.</summary>
    public static string Tagger(string shape)
    {
        string folder = Path.Combine(Artifacts, shape);
        string made = Path.Combine(folder, ModelManifest.FileName), source = Path.Combine(Mini, TaggerFolder.WeightsFile);
        if (File.Exists(made) && (shape != "mini" || File.GetLastWriteTimeUtc(made) > File.GetLastWriteTimeUtc(source)))
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        EncoderConfig config = PeerShapes.Of(shape);
        using (Checkpoint? mini = shape == "mini" ? Checkpoint.Open(Mini) : null)
        {
            RandomWeights.Write(Path.Combine(folder, TaggerFolder.WeightsFile), config, Tags.Count, mini);
        }

        config.WithLabels(Tags.Tags).Save(Path.Combine(folder, TaggerFolder.ConfigFile));
        string tokenizer = shape is "base" or "large" && File.Exists(SharedTokenizer) ? SharedTokenizer : Path.Combine(Mini, TaggerFolder.TokenizerFile);
        File.Copy(tokenizer, Path.Combine(folder, TaggerFolder.TokenizerFile), overwrite: true);
        new ModelManifest { Method = "maner", TagSet = Tags.Tags, Decoding = "argmax" }.Save(folder);
        return folder;
    }

    private static string FindRepository()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Maner.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from inside the repository.");
        }

        return root;
    }
}
