using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Text.Tags;

namespace Maner.Testing;

/// <summary>An encoder folder with the embedded tokenizer and few, random weights: small enough to train in a test, and with a short window.</summary>
public sealed class SmallEncoder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallEncoder()
    {
        File.Copy(Path.Combine(SharedFiles.Mini, TaggerFolder.TokenizerFile), Path.Combine(Folder, TaggerFolder.TokenizerFile));
        Config.Save(Path.Combine(Folder, TaggerFolder.ConfigFile));
        using TransformerEncoder encoder = TinyEncoder.Make(Config, Workers, new Rng(7), 0.1);
        SafeTensorsWriter.Write(
            Path.Combine(Folder, TaggerFolder.WeightsFile),
            encoder.Arenas.SelectMany(arena => arena.Tensors).Select(tensor =>
                new TensorToWrite(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], DType.F32, () => tensor.Values())));
    }

    internal static EncoderConfig Config { get; } = TinyEncoder.Config with { VocabSize = 32002, HiddenSize = 12, Heads = 2, IntermediateSize = 20, MaxPositionEmbeddings = 82 };

    internal static TagSet Tags { get; } = TagSet.OfTypes(["LOC", "PER"]);

    public string Folder => _folder.Path;

    internal Workers Workers { get; } = new(1);

    /// <summary>A tagger that was never trained, with a head of weights large enough for every tag to occur.</summary>
    internal Tagger Tagger(Method method)
    {
        Tagger tagger = TaggerFolder.Create(Folder, method, Tags, Workers, new Rng(5));
        tagger.Head.Initialize(new Rng(6), 1);
        return tagger;
    }

    public void Dispose()
    {
        Workers.Dispose();
        _folder.Dispose();
    }
}
