using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Maner.Workbench.Tests.Browser.ChromiumFixture))]

namespace Maner.Workbench.Tests.Browser;

/// <summary>One Chromium for all tests; each test has a context of its own, with its own cookies.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where Chromium is; MANER_CHROMIUM names another place. Null: nowhere.</summary>
    private static string? Executable => Environment.GetEnvironmentVariable("MANER_CHROMIUM") is { Length: > 0 } named ? named : s_places.FirstOrDefault(File.Exists);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new window. Skips the test where there is no Chromium.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(Executable is null, "There is no Chromium here: apt-get install chromium, or name one in MANER_CHROMIUM.");
        if (_browser is null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none"] });
        }

        IBrowserContext context = await _browser.NewContextAsync(options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 700 } });
        context.SetDefaultTimeout(10_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
