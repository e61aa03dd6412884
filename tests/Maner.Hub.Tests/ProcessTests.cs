using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Maner.Hub.Tests.Fake;
using Maner.Testing;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>Processes that are killed, interrupted, or at work at the same time.</summary>
public sealed class ProcessTests
{
    private const int Size = 24_000_000;
    private const string Repo = "models--FacebookAI--xlm-roberta-base";

    [Fact]
    public async Task Killed_in_the_middle_a_download_continues_and_fetches_at_most_one_range_twice()
    {
        await using HubFixture hub = await HubFixture.StartAsync(Size);
        string partial = Path.Combine(hub.Cache, Repo, "blobs", hub.Repo.Files[HubFixture.Weights].Sha256 + ".incomplete");
        long Here() => File.Exists(partial) ? new FileInfo(partial).Length : 0;
        hub.Hub.OnCdn = Slowly;
        List<long> kept = [0];
        foreach (long at in new[] { 2_000_000L, 9_000_000, 16_000_000 })
        {
            using Child child = Child.Start(hub, "models", "get", HubFixture.Model);
            await child.UntilAsync(() => Here() > at);
            child.Kill();
            kept.Add(Here());
        }

        hub.Hub.OnCdn = null;
        (int code, string output, string error) = Child.Run(hub, "models", "get", HubFixture.Model);
        Assert.True(code == 0, error);
        hub.AssertWhole(output.TrimEnd());

        Seen[] gets = [.. hub.Hub.Requests.Where(seen => seen.IsCdn && seen.Path.Contains(hub.Repo.Files[HubFixture.Weights].Sha256, StringComparison.Ordinal))];
        Assert.Equal(kept, gets.Select(seen => seen.From)); // each run begins with the first byte that was not on the disk
        long twice = gets.Sum(seen => seen.Sent) - Size;
        Assert.InRange(twice, 0, 3 * 8_000_000); // what was in the network's buffers at each kill
        TestContext.Current.TestOutputHelper?.WriteLine($"fetched twice after three kills: {twice} bytes of {Size}");
        Assert.Equal(0, Child.Run(hub, "models", "verify").Code);
    }

    [Fact]
    public async Task Of_two_processes_one_fetches_and_the_other_waits()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        var gate = new TaskCompletionSource();
        hub.Hub.OnCdn = async (_, _, file) =>
        {
            await (file.Content.Length > 200_000 ? gate.Task : Task.CompletedTask);
            return false;
        };
        string weights = hub.Repo.Files[HubFixture.Weights].Sha256;
        using Child first = Child.Start(hub, "models", "get", HubFixture.Model);
        await first.UntilAsync(() => hub.Hub.Requests.Any(seen => seen.IsCdn && seen.Path.Contains(weights, StringComparison.Ordinal)));
        using Child second = Child.Start(hub, "tokenize", "--encoder", HubFixture.Model);
        await second.UntilAsync(() => second.Error.Contains("Another process is fetching model.safetensors", StringComparison.Ordinal));
        gate.SetResult();

        (int code, string output, string error) = first.End();
        Assert.True(code == 0, error);
        hub.AssertWhole(output.TrimEnd());
        Assert.Contains("sentencepiece.bpe.model", second.End().Error, StringComparison.Ordinal); // it has the files; these bytes are no tokenizer
        Assert.Single(hub.Hub.Requests, seen => seen.IsCdn && seen.Path.Contains(weights, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interrupt_ends_in_order_with_1_and_says_what_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        await using HubFixture hub = await HubFixture.StartAsync(Size);
        hub.Hub.OnCdn = Slowly;
        using Child child = Child.Start(hub, "models", "get", HubFixture.Model);
        await child.UntilAsync(() => hub.Hub.CdnBytes > 6_000_000);
        child.Signal("TERM");

        (int code, string output, string error) = child.End();
        Assert.Equal((1, ""), (code, output));
        Assert.Matches(@"Model 'FacebookAI/xlm-roberta-base': interrupted; \d[\d.]* MB came in this run and are kept. The same command continues from there.", error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_takes_a_model_of_the_hub_and_then_needs_no_network()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        foreach (string file in new[] { "config.json", "model.safetensors", "sentencepiece.bpe.model" })
        {
            hub.Repo.With(file, File.ReadAllBytes(Path.Combine(SharedFiles.Mini, file)), large: file != "config.json");
        }

        File.WriteAllText(Path.Combine(hub.Folder, "text.jsonl"), "{\"text\": \"Halima anaishi Dodoma.\"}\n");
        (int code, string output, string error) = Child.Run(hub, "tokenize", "--encoder", "xlm-roberta-base", "text.jsonl");
        Assert.True(code == 0, error);
        Assert.Contains("model.safetensors 100% of 2", error, StringComparison.Ordinal); // lines, since nobody watches
        Assert.DoesNotContain("\r", error, StringComparison.Ordinal);

        await hub.Hub.DisposeAsync();
        Assert.Equal((0, output, "\n"), Child.Run(hub, "tokenize", "--encoder", HubFixture.Model, "text.jsonl"));
        Assert.Equal(0, Child.Run(hub, "train", "--encoder", "xlm-roberta-base", "--train", Samples.File("dev.conll"), "--train-limit", "2", "--epochs", "1", "--min-updates", "1", "--threads", "1", "--out", "model").Code);
    }

    [Fact]
    public async Task Without_a_network_it_is_said_and_the_exit_code_is_1()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string endpoint = hub.Hub.Endpoint;
        await hub.Hub.DisposeAsync();
        foreach (string[] line in new[] { new[] { "models", "get", HubFixture.Model }, ["tokenize", "--encoder", HubFixture.Model] })
        {
            (int code, string output, string error) = Child.Run(hub, line);
            Assert.Equal((1, ""), (code, output));
            Assert.Contains("127.0.0.1: expected an answer, found none: there is no connection (Connection refused", error, StringComparison.Ordinal);
            Assert.Contains("A model that is in the cache needs no network", error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }

        hub.Environment["HF_ENDPOINT"] = "http://no-such-host.invalid";
        Assert.Contains("no-such-host.invalid: expected an answer, found none: its name is not known here", Child.Run(hub, "models", "get", HubFixture.Model).Error, StringComparison.Ordinal);
        Assert.NotEmpty(endpoint);
    }

    [Fact]
    public async Task Offline_mode_makes_no_request_at_all()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["TRANSFORMERS_OFFLINE"] = "1";
        (int code, _, string error) = Child.Run(hub, "tokenize", "--encoder", "glot500");

        Assert.Equal(1, code);
        Assert.Contains("since TRANSFORMERS_OFFLINE forbids requests", error, StringComparison.Ordinal);
        Child.Run(hub, "models", "list");
        Child.Run(hub, "models", "path", "glot500");
        Assert.Empty(hub.Hub.Requests);
    }

    [Fact]
    public async Task A_proxy_carries_requests_unless_the_host_is_left_out()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Repo.Files.Keys.ToList().ForEach(file => hub.Repo.With(file, hub.Repo.Files[file].Content)); // on the endpoint alone, which is the proxy too
        hub.Environment["HTTP_PROXY"] = hub.Hub.Endpoint;
        hub.Environment["HF_ENDPOINT"] = "http://hub.invalid";
        (int code, string output, string error) = Child.Run(hub, "models", "get", HubFixture.Model);
        Assert.True(code == 0, error);
        hub.AssertWhole(output.TrimEnd());

        hub.Environment["NO_PROXY"] = "hub.invalid";
        hub.Hub.Requests.Clear();
        Assert.Equal(0, Child.Run(hub, "models", "get", HubFixture.Model).Code); // from the cache, with a note
        Assert.Empty(hub.Hub.Requests);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_said_and_can_be_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is read on Linux.");
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=A proxy that opens connections", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using HubFixture hub = await HubFixture.StartAsync(certificate: certificate);
        hub.Repo.Files.Keys.ToList().ForEach(file => hub.Repo.With(file, hub.Repo.Files[file].Content)); // the file host speaks http, which is refused below

        (int code, _, string error) = Child.Run(hub, "models", "get", HubFixture.Model);
        Assert.Equal(1, code);
        Assert.Contains("its certificate is not trusted here", error, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE=", error, StringComparison.Ordinal);

        string file = Path.Combine(hub.Folder, "root.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        hub.Environment["SSL_CERT_FILE"] = file;
        (code, string output, error) = Child.Run(hub, "models", "get", HubFixture.Model);
        Assert.True(code == 0, error);
        hub.AssertWhole(output.TrimEnd());

        hub.Repo.Move("large");
        hub.Repo.With(HubFixture.Weights, HubFixture.Bytes(1000, 12), large: true);
        (code, _, error) = Child.Run(hub, "models", "get", HubFixture.Model);
        Assert.Equal(2, code);
        Assert.Contains("or a redirect to an encrypted address, found one to http://", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_nothing_that_is_written()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Environment["HF_TOKEN"] = FakeHub.Token;
        hub.Repo.Access = Access.Private;
        (int code, string output, string error) = Child.Run(hub, "models", "get", HubFixture.Model);
        Assert.True(code == 0, error);
        (_, _, string refusal) = Child.Run(hub, "models", "get", "no/such");
        (_, string list, _) = Child.Run(hub, "models", "list", "--json");

        Assert.DoesNotContain(FakeHub.Token, output + error + refusal + list, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(hub.Folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(FakeHub.Token, StringComparison.Ordinal));
    }

    private static async Task<bool> Slowly(Microsoft.AspNetCore.Http.HttpContext context, Seen seen, FakeFile file)
    {
        if (file.Content.Length < Size)
        {
            return false;
        }

        context.Response.StatusCode = seen.Range is null ? 200 : 206;
        context.Response.Headers.ContentRange = seen.Range is null ? default : $"bytes {seen.From}-{file.Content.Length - 1}/{file.Content.Length}";
        context.Response.ContentLength = file.Content.Length - seen.From;
        const int Step = 64 << 10;
        for (int at = (int)seen.From; at < file.Content.Length; at += Step)
        {
            await FakeHub.SendAsync(context, seen, file.Content.AsMemory(at, Math.Min(Step, file.Content.Length - at)));
            await Task.Delay(1, context.RequestAborted);
        }

        return true;
    }
}
