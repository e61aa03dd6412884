using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Maner.Testing;
using Maner.Web.Hosting;
using Xunit;

namespace Maner.Web.Tests.Hosting;

/// <summary>TLS by the file of a certificate.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task A_certificate_with_its_key_in_one_file_in_two_or_as_PFX_serves()
    {
        using var folder = new TemporaryFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder.File("both.pem"), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("certificate.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.File("both.pfx"), certificate.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);

        foreach ((string file, string? keyFile) in new[] { ("both.pem", null), ("certificate.pem", "key.pem"), ("both.pfx", null) })
        {
            await using TestServer server = await TestServer.StartAsync(new ServerOptions { Certificate = folder.File(file), CertificateKey = keyFile is null ? null : folder.File(keyFile) });
            Assert.Equal("https", server.Address.Scheme);
            (HttpStatusCode status, _, var headers) = await server.SendAsync(HttpMethod.Get, "/session");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.True(headers.Contains("Strict-Transport-Security"));
            string cookie = headers.GetValues("Set-Cookie").Single();
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.Ordinal);
        }

        InvalidDataException none = await Assert.ThrowsAsync<InvalidDataException>(() => TestServer.StartAsync(new ServerOptions { Certificate = folder.File("certificate.pem") }));
        Assert.Contains("expected a certificate with its key", none.Message, StringComparison.Ordinal);
    }
}
