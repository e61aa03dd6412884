using Maner.Hub.Downloads;
using Maner.Hub.Protocol;
using Maner.Testing;
using Xunit;

namespace Maner.Hub.Tests;

/// <summary>The environment, under the names that Python's library reads.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("", "~/.cache/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("HF_HOME=/h XDG_CACHE_HOME=/x", "/h/hub")]
    [InlineData("HF_HUB_CACHE=/c HF_HOME=/h", "/c")]
    [InlineData("HUGGINGFACE_HUB_CACHE=/old", "/old")]
    [InlineData("HF_HOME=~/models", "~/models/hub")]
    public void The_cache_is_where_Python_has_it(string environment, string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths of Linux.");
        Assert.Equal(folder.Replace("~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal), Of(environment).CacheFolder);
    }

    [Theory]
    [InlineData("HF_HUB_OFFLINE=1", "HF_HUB_OFFLINE")]
    [InlineData("HF_HUB_OFFLINE=on", "HF_HUB_OFFLINE")]
    [InlineData("TRANSFORMERS_OFFLINE=True", "TRANSFORMERS_OFFLINE")]
    [InlineData("HF_HUB_OFFLINE=0", null)]
    [InlineData("", null)]
    public void Offline_mode_has_two_names(string environment, string? by) => Assert.Equal(by, Of(environment).OfflineBy);

    [Fact]
    public void A_token_is_of_the_variable_before_the_file_and_never_shown()
    {
        File.WriteAllText(_folder.File("token"), "hf_file\n");
        HubToken file = Of($"HF_HOME={_folder.Path}").Token!, variable = Of($"HF_HOME={_folder.Path} HF_TOKEN=hf_variable").Token!;

        Assert.Equal(("Bearer hf_file", "Bearer hf_variable"), (file.Header, variable.Header));
        Assert.Equal($"the token of the file {_folder.File("token")}", $"{file}");
        Assert.Equal("Bearer hf_file", Of($"HF_HOME=/none HF_TOKEN_PATH={_folder.File("token")}").Token!.Header);
        Assert.Null(Of($"HF_HOME={_folder.Path} HF_TOKEN=x HF_HUB_DISABLE_IMPLICIT_TOKEN=1").Token);
        Assert.DoesNotContain("hf_variable", Of($"HF_HOME={_folder.Path} HF_TOKEN=hf_variable").ToString(), StringComparison.Ordinal);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new HubToken("two words", "HF_TOKEN"));
        Assert.DoesNotContain("two", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://huggingface.co", "https://huggingface.co/x", true)]
    [InlineData("https://huggingface.co", "https://cdn-lfs.huggingface.co/x", false)]
    [InlineData("https://huggingface.co", "https://huggingface.co:8443/x", false)]
    [InlineData("https://huggingface.co", "http://huggingface.co/x", false)]
    [InlineData("https://huggingface.co", "https://huggingface.co.evil.example/x", false)]
    [InlineData("https://mirror.example/hf", "https://mirror.example/y", true)]
    [InlineData("http://mirror.example", "http://mirror.example/x", false)] // in the clear
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/x", true)]
    public void The_token_goes_to_the_endpoint_alone(string endpoint, string address, bool may) => Assert.Equal(may, Of($"HF_ENDPOINT={endpoint} HF_TOKEN=x").MaySendToken(new Uri(address)));

    [Theory]
    [InlineData("HF_ENDPOINT=huggingface.co", "HF_ENDPOINT: expected the address of a hub without user and password, such as https://huggingface.co, found 'huggingface.co'")]
    [InlineData("HF_ENDPOINT=ftp://a", "found 'ftp://a'")]
    [InlineData("HF_ENDPOINT=ftp://user:secret@a", "found one with a user's name, or another text")]
    [InlineData("HF_ENDPOINT=https://user:secret@a", "found one with a user's name, or another text")]
    [InlineData("HF_HUB_ETAG_TIMEOUT=soon", "HF_HUB_ETAG_TIMEOUT: expected seconds, such as 10, found 'soon'")]
    [InlineData("HF_HUB_DOWNLOAD_TIMEOUT=-1", "HF_HUB_DOWNLOAD_TIMEOUT: expected seconds")]
    public void A_value_that_makes_no_sense_is_refused(string environment, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Of(environment));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_may_have_a_path() => Assert.Equal("https://mirror.example/hf", Of("HF_ENDPOINT=https://mirror.example/hf/").EndpointText);

    [Theory]
    [InlineData("d41d8cd98f", 0)]
    [InlineData("abc", 3)]
    public void Hashes_are_those_of_git_and_sha256sum(string text, int length)
    {
        // printf abc | git hash-object --stdin; printf abc | sha256sum; the same of nothing
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text)[..length];
        Assert.Equal(length == 0 ? "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" : "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f", Hash(40));
        Assert.Equal(length == 0 ? "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" : "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Hash(64));

        string Hash(int digits)
        {
            using var hash = new ContentHash(new string('0', digits), bytes.Length);
            hash.Append(bytes);
            return hash.Result();
        }
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(1_115_000_000, "1.12 GB")]
    public void Sizes_have_three_digits(double bytes, string text) => Assert.Equal(text, Sizes.Text(bytes));

    public void Dispose() => _folder.Dispose();

    private static HubSettings Of(string environment)
    {
        Dictionary<string, string> variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubSettings.FromEnvironment(name => variables.GetValueOrDefault(name));
    }
}
