using Maner.Ner;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Testing;
using Maner.Web.Serving;

namespace Maner.Web.Tests;

/// <summary>Taggers that were never trained and differ in their heads, in folders: small, and quick to load.</summary>
internal sealed class SmallTaggers : IDisposable
{
    private readonly SmallEncoder _encoder = new();
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of a served model.</summary>
    public string Folder => _folder.File("served");

    public ServedFolder Served => new("small", Folder);

    /// <summary>Writes a tagger into the folder as training does: aside, then moved.</summary>
    public void Write(ulong seed)
    {
        Directory.CreateDirectory(Folder);
        using Tagger tagger = TaggerFolder.Create(_encoder.Folder, AllMethods.Named("maner"), SmallEncoder.Tags, _encoder.Workers, new Rng(5));
        tagger.Head.Initialize(new Rng(seed), 1);
        TaggerFolder.Save(tagger, Folder, new ModelManifest());
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Dispose();
    }
}
