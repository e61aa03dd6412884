using Maner.Text.Sentences;

namespace Maner.Workbench.Tests.Browser;

/// <summary>Makes the labels of a sentence what they should be, as a practised person would by keys, and counts the keys.</summary>
internal sealed class ScriptedAnnotator(LabelPage page)
{
    private static readonly string[] s_types = ["PER", "LOC", "ORG"];

    private int _cursor;

    public int Keys { get; private set; }

    /// <summary>Called when a sentence is as it should be, and it took more than one key.</summary>
    public Func<Task>? Corrected { get; set; }

    /// <summary>Labels the sentence shown and goes on.</summary>
    public async Task LabelAsync(Sentence gold)
    {
        int before = Keys;
        Shown[] shown = await ShownAsync();
        _cursor = await page.Page.EvaluateAsync<int>("() => Number(document.querySelector('.card .word.focus').dataset.word)");
        EntitySpan[] wanted = [.. gold.Entities ?? []];
        foreach (Shown one in shown.Where(one => !wanted.Any(entity => entity.Start == one.First && entity.End == one.End && entity.Type == one.Type)))
        {
            EntitySpan? meant = wanted.Cast<EntitySpan?>().FirstOrDefault(entity => entity!.Value.Start == one.First);
            await GoToAsync(one.First, gold.Words.Count);
            if (meant is { } entity)
            {
                await CorrectAsync(one, entity);
            }
            else
            {
                await PressAsync("x");
            }
        }

        shown = await ShownAsync();
        foreach (EntitySpan entity in wanted.Where(entity => !shown.Any(one => one.First == entity.Start && one.End == entity.End && one.Type == entity.Type)))
        {
            _cursor = await page.Page.EvaluateAsync<int>("() => Number(document.querySelector('.card .word.focus').dataset.word)");
            await GoToAsync(entity.Start, gold.Words.Count);
            for (int word = entity.Start + 1; word < entity.End; word++)
            {
                await PressAsync("Shift+ArrowRight");
            }

            await PressAsync(KeyOf(entity.Type));
        }

        if (Keys > before && Corrected is { } corrected)
        {
            await corrected();
        }

        Keys++;
        await page.FinishAsync("Enter");
    }

    private async Task CorrectAsync(Shown shown, EntitySpan meant)
    {
        for (int end = shown.End; end != meant.End; end += Math.Sign(meant.End - end))
        {
            await PressAsync(meant.End > end ? "Shift+ArrowRight" : "Shift+ArrowLeft");
        }

        if (shown.Type != meant.Type)
        {
            await PressAsync(KeyOf(meant.Type));
        }
    }

    private static string KeyOf(string type) => (Array.IndexOf(s_types, type) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task GoToAsync(int word, int count)
    {
        if (count - 1 - word < Math.Abs(word - _cursor))
        {
            await PressAsync("End");
            _cursor = count - 1;
        }
        else if (word < Math.Abs(word - _cursor))
        {
            await PressAsync("Home");
            _cursor = 0;
        }

        while (_cursor != word)
        {
            await PressAsync(_cursor < word ? "ArrowRight" : "ArrowLeft");
            _cursor += _cursor < word ? 1 : -1;
        }
    }

    private async Task PressAsync(string key)
    {
        Keys++;
        await page.PressAsync(key);
    }

    private async Task<Shown[]> ShownAsync()
    {
        string[] lines = await page.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll(".card .text .entity")].map((entity) => {
              const words = [...entity.querySelectorAll(".word")].map((word) => Number(word.dataset.word));
              return [words[0], words.at(-1) + 1, document.querySelector(`.card .labels [data-first="${entity.dataset.first}"] bdi`).textContent].join(" ");
            })
            """);
        return [.. lines.Select(line => line.Split(' ')).Select(parts => new Shown(Number(parts[0]), Number(parts[1]), parts[2]))];

        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed record Shown(int First, int End, string Type);
}
