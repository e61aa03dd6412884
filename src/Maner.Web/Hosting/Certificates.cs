using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Maner.Web.Hosting;

/// <summary>Reads the certificate of TLS.</summary>
internal static class Certificates
{
    /// <summary>The certificate with its key.</summary>
    /// <param name="file">PEM (the chain may follow), or PFX without a password.</param>
    /// <param name="key">The key in PEM; null where it is in <paramref name="file"/>.</param>
    /// <exception cref="InvalidDataException">There is no certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (X509Certificate2 Own, X509Certificate2Collection Chain) Load(string file, string? key)
    {
        if (new[] { file, key }.FirstOrDefault(path => path is not null && !File.Exists(path)) is { } missing)
        {
            throw new FileNotFoundException($"{missing}: expected the file of a certificate or its key, found none.");
        }

        try
        {
            if (X509Certificate2.GetCertContentType(file) == X509ContentType.Pfx)
            {
                return (X509CertificateLoader.LoadPkcs12FromFile(file, null), []);
            }

            using X509Certificate2 read = X509Certificate2.CreateFromPemFile(file, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            if (chain.Count > 0)
            {
                chain[0].Dispose();
                chain.RemoveAt(0);
            }

            // Windows cannot serve with a key that is in memory alone; through PFX it is made one that can.
            return (X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pfx), null), chain);
        }
        catch (CryptographicException error)
        {
            throw new InvalidDataException($"{file}: expected a certificate with its key (PEM, or PFX without a password), found something else ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
