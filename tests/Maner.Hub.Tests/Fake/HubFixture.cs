using System.Security.Cryptography.X509Certificates;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Testing;
using Xunit;

namespace Maner.Hub.Tests.Fake;

/// <summary>A fake hub with one model, an empty cache, and a client between them.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    public const string Model = "FacebookAI/xlm-roberta-base";
    public const string Weights = "model.safetensors";
    private readonly TemporaryFolder _folder = new();

    private HubFixture(FakeHub hub) => Hub = hub;

    public FakeHub Hub { get; }

    public Listener Listener { get; } = new();

    public QuickTime Time { get; } = new();

    public string Cache => _folder.File("hub");

    public string Folder => _folder.Path;

    /// <summary>What the environment says; a test may change it.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    public FakeRepo Repo => Hub.Add(Model);

    public byte[] WeightsContent => Repo.Files[Weights].Content;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a hub. The model's weights are random bytes: nobody reads them.</summary>
    public static async Task<HubFixture> StartAsync(int weightBytes = 300_000, X509Certificate2? certificate = null)
    {
        var fixture = new HubFixture(await FakeHub.StartAsync(certificate));
        Fill(fixture.Repo, weightBytes);
        fixture.Environment["HF_ENDPOINT"] = fixture.Hub.Endpoint;
        fixture.Environment["HF_HUB_CACHE"] = fixture.Cache;
        fixture.Environment["HF_HOME"] = fixture._folder.File("home");
        return fixture;
    }

    public static void Fill(FakeRepo repo, int weightBytes)
    {
        byte[] weights = Bytes(weightBytes, 1);
        repo.With("config.json", File.ReadAllBytes(Path.Combine(SharedFiles.Mini, "config.json")))
            .With("tokenizer_config.json", "{}")
            .With("sentencepiece.bpe.model", Bytes(20_000, 2), large: true)
            .With("tokenizer.json", Bytes(9_000, 3), large: true)
            .With(Weights, weights, large: true)
            .With("pytorch_model.bin", Bytes(5_000, 4), large: true)
            .With("tf_model.h5", Bytes(5_000, 5), large: true)
            .With("flax_model.msgpack", Bytes(5_000, 6), large: true)
            .With("onnx/model.onnx", Bytes(5_000, 7), large: true)
            .With("README.md", "# A model");
    }

    public static byte[] Bytes(int count, ulong seed)
    {
        var rng = new Tensors.Rng(seed);
        byte[] bytes = new byte[count];
        for (int index = 0; index < count; index++)
        {
            bytes[index] = (byte)rng.Next(256);
        }

        return bytes;
    }

    public HubSettings Settings => HubSettings.FromEnvironment(name => Environment.GetValueOrDefault(name)) with { HeadTimeout = QuickTime.Timeout, ReadTimeout = QuickTime.Timeout };

    public HubModels Open(Func<string, long?>? freeSpace = null, TimeProvider? time = null, HubSettings? settings = null) => new(settings ?? Settings, Listener, handler: null, time ?? Time, freeSpace);

    /// <summary>Gets a model as <c>maner models get</c> does, or as other commands do.</summary>
    public async Task<string> GetAsync(string name = Model, bool update = true)
    {
        using HubModels models = Open();
        Assert.True(HubModelName.TryParse(name, out HubModelName? parsed));
        return await models.GetAsync(parsed, update, check: null, Token);
    }

    /// <summary>Gets a model and expects a refusal.</summary>
    public async Task<T> RefusedAsync<T>(string name = Model)
        where T : Exception
    {
        T error = await Assert.ThrowsAsync<T>(() => GetAsync(name));
        Assert.DoesNotContain(FakeHub.Token, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", error.Message, StringComparison.Ordinal);
        return error;
    }

    public void AssertWhole(string folder, string file = Weights) => Assert.Equal(Repo.Files[file].Content, File.ReadAllBytes(Path.Combine(folder, file)));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}
