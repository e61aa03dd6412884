using Maner.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests.Browser;

/// <summary>Pictures of the page in the docs, which are made by tests so that they show what there is. MANER_WRITE_SCREENSHOTS=1 makes them again.</summary>
internal static class Picture
{
    private const int MostBytes = 150_000;

    private static readonly string s_images = Path.Combine(SharedFiles.Repository, "docs", "images");

    private static bool Writes => Environment.GetEnvironmentVariable("MANER_WRITE_SCREENSHOTS") == "1";

    public static async Task TakeAsync(LabelPage page, string name)
    {
        if (Writes)
        {
            Directory.CreateDirectory(s_images);
            string file = Path.Combine(s_images, $"workbench-{name}.png");
            await page.Page.EvaluateAsync("() => document.fonts.ready");
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
            Assert.InRange(new FileInfo(file).Length, 1, MostBytes);
        }
    }
}
