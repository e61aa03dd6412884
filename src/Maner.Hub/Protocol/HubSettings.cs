using System.Globalization;

namespace Maner.Hub.Protocol;

/// <summary>What the environment says of the hub, under the names that <c>huggingface_hub</c> reads.</summary>
internal sealed record HubSettings
{
    private const string Standard = "https://huggingface.co";
    private static readonly string[] s_offline = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"];

    /// <summary>The hub, or a mirror of it, without a slash at the end.</summary>
    public Uri Endpoint { get; init; } = new(Standard);

    /// <summary>The cache.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The token; null for none.</summary>
    public HubToken? Token { get; init; }

    /// <summary>The variable that forbids every request; null when none does.</summary>
    public string? OfflineBy { get; init; }

    /// <summary>Whether snapshots are links to blobs, where the file system has links.</summary>
    public bool UseLinks { get; init; } = true;

    /// <summary>How long an answer about a file may take.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the next bytes of a file may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the endpoint is a mirror.</summary>
    public bool IsMirror => Endpoint.Authority != new Uri(Standard).Authority;

    /// <summary>The endpoint, for messages.</summary>
    public string EndpointText => $"{Endpoint.Scheme}://{Endpoint.Authority}{Endpoint.AbsolutePath.TrimEnd('/')}";

    /// <summary>Whether a request to an address may carry the token: to the endpoint's host alone, and never in the clear over a network.</summary>
    public bool MaySendToken(Uri address) => address.Scheme == Endpoint.Scheme && address.Authority == Endpoint.Authority && IsPrivate;

    /// <summary>Whether nobody between here and the endpoint reads what is sent.</summary>
    public bool IsPrivate => Endpoint.Scheme == Uri.UriSchemeHttps || Endpoint.IsLoopback;

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">The value of a variable; null for those of the process.</param>
    /// <exception cref="InvalidDataException">A variable has a value that makes no sense.</exception>
    /// <exception cref="IOException">The token's file cannot be read.</exception>
    public static HubSettings FromEnvironment(Func<string, string?>? variable = null)
    {
        string? Value(string name) => (variable ?? Environment.GetEnvironmentVariable)(name)?.Trim() is { Length: > 0 } value ? value : null;
        string home = Folder(Value("HF_HOME")) ?? Path.Combine(Folder(Value("XDG_CACHE_HOME")) ?? Path.Combine(UserFolder, ".cache"), "huggingface");
        return new HubSettings
        {
            Endpoint = EndpointOf(Value("HF_ENDPOINT") ?? Standard),
            CacheFolder = Path.GetFullPath(Folder(Value("HF_HUB_CACHE") ?? Value("HUGGINGFACE_HUB_CACHE")) ?? Path.Combine(home, "hub")),
            Token = IsTrue(Value("HF_HUB_DISABLE_IMPLICIT_TOKEN")) ? null : ReadToken(Value("HF_TOKEN"), Folder(Value("HF_TOKEN_PATH")) ?? Path.Combine(home, "token")),
            OfflineBy = s_offline.FirstOrDefault(name => IsTrue(Value(name))),
            UseLinks = !IsTrue(Value("HF_HUB_DISABLE_SYMLINKS")),
            HeadTimeout = Seconds("HF_HUB_ETAG_TIMEOUT", Value),
            ReadTimeout = Seconds("HF_HUB_DOWNLOAD_TIMEOUT", Value),
        };
    }

    private static string UserFolder => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    private static string? Folder(string? path) => path is ['~', ..] && (path.Length == 1 || path[1] is '/' or '\\') ? Path.Join(UserFolder, path[1..]) : path;

    private static bool IsTrue(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private static Uri EndpointOf(string text)
    {
        bool isAddress = Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http" && uri is { Host.Length: > 0, Query: "", Fragment: "", UserInfo: "" };
        string found = text.Contains('@', StringComparison.Ordinal) ? "one with a user's name, or another text" : $"'{text}'"; // a password is not repeated
        return isAddress ? uri! : throw new InvalidDataException(
            $"HF_ENDPOINT: expected the address of a hub without user and password, such as {Standard}, found {found}. Correct the variable, or unset it; a token goes into HF_TOKEN.");
    }

    private static TimeSpan Seconds(string name, Func<string, string?> value) => value(name) is not { } text ? TimeSpan.FromSeconds(10)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= 86400 ? TimeSpan.FromSeconds(seconds)
        : throw new InvalidDataException($"{name}: expected seconds, such as 10, found '{text}'. Correct the variable, or unset it.");

    private static HubToken? ReadToken(string? variable, string file)
    {
        if (variable is not null)
        {
            return new HubToken(variable, "HF_TOKEN");
        }

        return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } text ? new HubToken(text, $"the file {file}") : null;
    }
}
