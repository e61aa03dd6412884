using System.Diagnostics;
using System.Globalization;
using System.Text;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Maner.Tensors;
using Xunit;

namespace Maner.Annotation.Tests;

/// <summary>
/// Every action and every list in under 50 ms, at 100,000 sentences of which 60,000 are done. It takes minutes and measures the machine, so it runs where MANER_TEST_SCALE says how many
/// sentences; a smaller project is made otherwise, and everything is done once.
/// </summary>
public sealed class ScaleTests
{
    private const string Variable = "MANER_TEST_SCALE";
    private static readonly string[] s_names = ["Tanga", "Moshi", "Dodoma", "Asha", "Juma", "Mwinyi", "Nairobi", "Kisumu", "Eldoret", "Fatuma"];
    private static readonly string[] s_words = ["na", "ya", "wa", "kwa", "katika", "leo", "jana", "mji", "watu", "shule", "habari", "soko", "barabara", "mwaka", "serikali", "alisema", "aliwasili", "kazi", "nyumba", "siku"];

    [Fact]
    public void Every_action_is_quick_at_a_hundred_thousand_sentences()
    {
        bool isMeasured = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };
        int count = isMeasured ? int.Parse(Environment.GetEnvironmentVariable(Variable)!, CultureInfo.InvariantCulture) : 400;
        var slow = new List<string>();
        using var test = new TestProject();
        var random = new Rng(2026);
        Time("import", 1, () => test.Project.Import(1, "all.jsonl", Encoding.UTF8.GetBytes(Labelled(random, count * 6 / 10))), limit: false);
        test.Project.Import(1, "raw.txt", Encoding.UTF8.GetBytes(Raw(random, count * 4 / 10)));
        Assert.Equal(count, test.Project.Progress(1).Sentences);
        long last = test.Project.Sentences(1, new SentenceQuery { State = SentenceState.Done, Limit = 1 }).Sentences[0].Id + (count * 6 / 10) - 1;
        long open = test.Project.Next(1)!.Value;

        Time("close and open", 1, () => test.Reopen(), limit: false);
        Time("set spans", 20, () => Act(view => new SetSpans(view.Id, view.Revision, [new AnnotatedSpan(random.Next(3), 4, 1 + random.Next(3))], SentenceState.Done) { Seconds = 5 }));
        Time("set state", 20, () => Act(view => new SetState(view.Id, view.Revision, SentenceState.Done) { Seconds = 5 }));
        Time("comment", 20, () => Act(view => new SetComment(view.Id, view.Revision, "why?")));
        Time("undo", 10, () => test.Project.Undo(1));
        Time("redo", 10, () => test.Project.Redo(1));
        Time("split a sentence", 5, () => Act(view => new SplitSentence(view.Id, view.Revision, 2)));
        Time("merge sentences", 5, () => Act(view => new MergeSentences(view.Id, view.Revision)));
        Time("merge types, undo", 5, () => test.Project.Apply(1, new MergeTypes(TestProject.Org, TestProject.Loc)), () => test.Project.Undo(1));
        Time("one sentence", 20, () => test.Project.Sentence(1, last));
        Time("next", 20, () => test.Project.Next(1));
        Time("next, from the last", 20, () => test.Project.Next(1, test.Project.Sentences(1, new SentenceQuery { IsBackwards = true, Limit = 1 }).Sentences[0].Id));
        Time("neighbours", 20, () => test.Project.Neighbours(last));
        Time("first page", 20, () => test.Project.Sentences(1, new SentenceQuery()));
        Time("page in the middle", 20, () => test.Project.Sentences(1, new SentenceQuery { After = last }));
        Time("page of done", 20, () => test.Project.Sentences(1, new SentenceQuery { State = SentenceState.Done, After = last - 100 }));
        Time("page of new", 20, () => test.Project.Sentences(1, new SentenceQuery { State = SentenceState.New }));
        Time("page of skipped", 20, () => test.Project.Sentences(1, new SentenceQuery { State = SentenceState.Skipped }));
        Time("page with comments", 20, () => test.Project.Sentences(1, new SentenceQuery { HasComment = true }));
        Time("page of a type", 20, () => test.Project.Sentences(1, new SentenceQuery { Type = TestProject.Per }));
        Time("page with a rare text", 20, () => test.Project.Sentences(1, new SentenceQuery { Text = "namba 77 " }));
        Time("page with a frequent text", 20, () => test.Project.Sentences(1, new SentenceQuery { Text = "tanga" }));
        Time("page with a text of two letters", 20, () => test.Project.Sentences(1, new SentenceQuery { Text = "wa" }));
        Time("page with a text that is nowhere", 20, () => test.Project.Sentences(1, new SentenceQuery { Text = "xyzxyz" }));
        Time("concordance", 20, () => test.Project.Concordance(1, "tanga"));
        Time("occurrences of a rare name", 20, () => test.Project.FindOccurrences(1, ["namba", "77"], TestProject.Loc));
        Time("occurrences of a frequent name, 200", 20, () => test.Project.FindOccurrences(1, ["Tanga"], TestProject.Loc, 200));
        Time("occurrences of a frequent name, all", 3, () => test.Project.FindOccurrences(1, ["Tanga"], TestProject.Loc, 100_000), limit: false);
        Time("inconsistencies", 10, () => test.Project.Inconsistencies(1));
        Time("progress", 10, () => test.Project.Progress(1));
        Time("progress of all", 10, () => test.Project.Progress(null));
        Time("documents, types, users", 10, () =>
        {
            test.Project.Documents();
            test.Project.Types();
            test.Project.Users();
        });
        Time("history", 20, () => test.Project.History());
        Time("gold since the last event", 10, () => test.Project.Gold(test.Project.LastEvent() - 1));
        Time("gold, all", 2, () => test.Project.Gold(), limit: false);
        Occurrence[] places = [.. test.Project.FindOccurrences(1, ["Tanga"], TestProject.Loc, 500).DistinctBy(place => place.Sentence)];
        Time($"label {places.Length} occurrences", 1, () => test.Project.Apply(1, new LabelOccurrences(TestProject.Loc, [.. places.Select(place => new OccurrencePlace(place.Sentence, place.Revision, place.First, place.End))], true)), limit: false);
        TestContext.Current.SendDiagnosticMessage($"the file has {new FileInfo(test.Path).Length >> 20} MiB");
        Assert.Empty(slow);

        void Act(Func<SentenceView, AnnotationAction> make)
        {
            test.Project.Apply(1, make(test.Project.Sentence(1, open)!));
            open = test.Project.Neighbours(open).Behind!.Value;
        }

        void Time(string what, int times, Action action, Action? back = null, bool limit = true)
        {
            var all = new List<double>();
            for (int time = 0; time < times; time++)
            {
                long start = Stopwatch.GetTimestamp();
                action();
                all.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                back?.Invoke();
            }

            all.Sort();
            double median = all[all.Count / 2];
            if (isMeasured)
            {
                TestContext.Current.SendDiagnosticMessage(FormattableString.Invariant($"{what,-40} median {median,8:F1} ms, worst {all[^1],8:F1} ms"));
                if (limit && median > 50)
                {
                    slow.Add(FormattableString.Invariant($"{what}: {median:F0} ms"));
                }
            }
        }
    }

    private static string Raw(Rng random, int count)
    {
        var text = new StringBuilder();
        for (int number = 0; number < count; number++)
        {
            text.Append("Mstari ").Append(string.Join(' ', Words(random).Words)).Append(CultureInfo.InvariantCulture, $" namba {number} hapa\n");
        }

        return text.ToString();
    }

    private static string Labelled(Rng random, int count)
    {
        var text = new StringBuilder();
        string[] types = ["PER", "LOC", "ORG"];
        for (int number = 0; number < count; number++)
        {
            (string[] words, int[] names) = Words(random);
            string[] tags = [.. words.Select((word, index) => names.Contains(index) ? "\"B-" + types[random.Next(20) == 0 ? random.Next(3) : Array.IndexOf(s_names, word) % 3] + "\"" : "\"O\"")];
            text.Append(CultureInfo.InvariantCulture, $"{{\"tokens\":[{string.Join(',', words.Select(word => $"\"{word}\""))},\"{number}\"],\"ner_tags\":[{string.Join(',', tags)},\"O\"]}}\n");
        }

        return text.ToString();
    }

    private static (string[] Words, int[] Names) Words(Rng random)
    {
        string[] words = [.. Enumerable.Range(0, 10 + random.Next(15)).Select(_ => s_words[random.Next(s_words.Length)])];
        int[] names = [1 + random.Next(3), 6 + random.Next(3)];
        Array.ForEach(names, place => words[place] = s_names[random.Next(s_names.Length)]);
        return (words, names);
    }
}
