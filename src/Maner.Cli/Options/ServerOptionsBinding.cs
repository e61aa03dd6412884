using System.CommandLine;
using System.Net;
using Maner.Cli.Views;
using Maner.Web.Hosting;

namespace Maner.Cli.Options;

/// <summary>Where a server listens and whom it answers: the same options for all commands that start one.</summary>
internal sealed class ServerOptionsBinding
{
    private const int MostDrain = 3600;
    private readonly Option<int> _port;
    private readonly Option<string> _host = new("--host") { Description = "Address to listen on. Any other than this machine's own needs a token, or users.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string[]> _names = new("--host-name") { Description = "A name by which clients reach the server, beside localhost and addresses; others are refused. Several: once for each." };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "Certificate for TLS: PEM, with its chain, or PFX without a password." };
    private readonly Option<string?> _key = new("--certificate-key") { Description = "The certificate's private key (PEM), where it is in a file of its own." };
    private readonly Option<string[]> _proxies = new("--proxy") { Description = "Address of a proxy in front of the server, whose headers X-Forwarded-For, -Proto and -Host are believed; those of others are ignored." };
    private readonly Option<int> _drain = StrictNumber.New("--drain", "Seconds that requests in flight may take when the server is told to end.", 30);
    private readonly Option<bool> _log = new("--log-requests") { Description = "Write a line about every request to standard error: method, path, status, time." };

    /// <param name="port">The port when none is named.</param>
    public ServerOptionsBinding(int port) => _port = StrictNumber.New("--port", "Port to listen on; 0 for any free one, which is printed.", port);

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _port, _host, _names, _certificate, _key, _proxies, _drain, _log })
        {
            command.Add(option);
        }
    }

    /// <summary>The options.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="token">What clients have to show; null for nothing.</param>
    /// <param name="hasUsers">Whether people log in.</param>
    /// <exception cref="InvalidDataException">An address or a number makes no sense, or the server would be open to everybody.</exception>
    public ServerOptions Of(ParseResult result, string? token, bool hasUsers = false)
    {
        int drain = result.GetValue(_drain);
        var options = new ServerOptions
        {
            Address = AddressOf(result.GetRequiredValue(_host), "--host"),
            Port = result.GetValue(_port),
            Token = token,
            HasUsers = hasUsers,
            HostNames = result.GetValue(_names) ?? [],
            Proxies = [.. (result.GetValue(_proxies) ?? []).Select(proxy => AddressOf(proxy, "--proxy"))],
            Certificate = result.GetValue(_certificate),
            CertificateKey = result.GetValue(_key),
            Drain = drain is >= 0 and <= MostDrain ? TimeSpan.FromSeconds(drain) : throw new InvalidDataException($"--drain: expected seconds from 0 to {MostDrain}, found {drain}."),
            LogsRequests = result.GetValue(_log),
        };
        return options.Validated();
    }

    /// <summary>A token from a file or a variable of the environment: on a command line every user of the machine would see it.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="context">The environment.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? TokenOf(string? file, string variable, CliContext context)
    {
        string? token = file is null ? context.Variable(variable) : File.ReadAllText(file).Trim();
        return string.IsNullOrEmpty(token) ? file is null ? null : throw new InvalidDataException($"{file}: expected a token, found nothing.") : token;
    }

    private static IPAddress AddressOf(string text, string option) => text.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? IPAddress.Loopback
        : IPAddress.TryParse(text, out IPAddress? address) ? address : throw new InvalidDataException($"{option}: expected an address such as 127.0.0.1, 0.0.0.0 or ::1, found '{text}'.");
}
