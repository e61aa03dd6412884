using Microsoft.Playwright;
using Xunit;

namespace Maner.Workbench.Tests.Browser;

/// <summary>The page as its user sees it: what is shown, and keys.</summary>
internal sealed class LabelPage(IPage page)
{
    public IPage Page => page;

    public static async Task<LabelPage> OpenAsync(IBrowserContext context, Uri address, string hash = "")
    {
        IPage page = await context.NewPageAsync();
        var opened = new LabelPage(page);
        page.Console += (_, message) => opened.Messages.Add($"{message.Type}: {message.Text} {message.Location}");
        page.PageError += (_, error) => opened.Messages.Add($"error: {error}");
        await page.GotoAsync(address + hash);
        return opened;
    }

    /// <summary>What the page wrote to the console: nothing, when all is well.</summary>
    public List<string> Messages { get; } = [];

    public Task<string> TextAsync() => page.Locator(".card .text").InnerTextAsync();

    /// <summary>Waits for the page to have the sentence.</summary>
    public Task WaitForTextAsync(string text) => Assertions.Expect(page.Locator(".card .text")).ToHaveTextAsync(text);

    /// <summary>What is labelled: <c>Tanga LOC</c>, with a question mark behind what is suggested.</summary>
    public async Task<string[]> EntitiesAsync() => await page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll(".card .text .entity")].map((entity) => {
          const label = document.querySelector(`.card .labels [data-first="${entity.dataset.first}"] bdi`).textContent;
          return `${entity.textContent} ${label}${entity.classList.contains("open") ? "?" : ""}`;
        })
        """);

    /// <summary>The word that the keyboard is on.</summary>
    public Task<string> FocusAsync() => page.Locator(".card .word.focus").InnerTextAsync();

    public Task<string> SelectionAsync() => page.EvaluateAsync<string>("""() => [...document.querySelectorAll(".card .text .selected")].map((one) => one.textContent).join("")""");

    /// <summary>Presses keys one after the other.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (string key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Presses keys that end the sentence, and waits for the next one.</summary>
    public async Task FinishAsync(params string[] keys)
    {
        string? before = await page.Locator(".card .text").CountAsync() > 0 ? page.Url : null;
        await PressAsync(keys);
        await page.WaitForFunctionAsync("(before) => location.href !== before || document.querySelector('.empty')", before);
    }

    public Task WaitUntilSavedAsync() => Assertions.Expect(page.Locator(".top .save.saved")).ToBeVisibleAsync();

    public ILocator Notice => page.Locator(".notice");

    public void AssertQuiet() => Assert.True(Messages.Count == 0, string.Join('\n', Messages));
}
