using System.Diagnostics;
using System.Globalization;
using Maner.Annotation.Records;
using Xunit;

namespace Maner.Annotation.Tests;

/// <summary>A process that is killed at any moment loses no action that it has confirmed. MANER_TEST_KILLS says how many times; 200 are the claim, a few run by default.</summary>
public sealed class KillTests
{
    private const string Variable = "MANER_TEST_KILLS";

    [Fact]
    public void No_confirmed_action_is_lost_when_the_process_is_killed()
    {
        int kills = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture) : 10;
        using var test = new TestProject(string.Concat(Enumerable.Range(0, 40).Select(number => $"Sentensi ya {number} ni hii hapa leo.\n")));
        test.Project.Dispose();
        var random = new Random(2026);
        long confirmed = 0, total = 0;
        var watch = Stopwatch.StartNew();
        for (int kill = 0; kill < kills; kill++)
        {
            long before = confirmed;
            confirmed = Math.Max(confirmed, RunAndKill(test.Path, random.Next(1, 60), TimeSpan.FromMilliseconds(random.Next(0, 25))));
            using AnnotationProject project = AnnotationProject.Open(test.Path); // checks the file, and that the lock is free
            long found = KilledWriter.NumberIn(project);
            Assert.True(found >= confirmed, $"kill {kill + 1}: action {confirmed} was confirmed, {found} is the last in the file");
            Assert.True(found <= confirmed + 1, $"kill {kill + 1}: {found} is in the file, {confirmed} was the last that was confirmed");
            foreach (SentenceView view in project.Sentences(1, new SentenceQuery { State = SentenceState.Done, Limit = 1000 }).Sentences)
            {
                // The last action of a sentence is whole: its span belongs to its comment, but for the one that the kill came into.
                if (long.TryParse(view.Annotation.Comment, CultureInfo.InvariantCulture, out long number) && number <= found && number > found - 35)
                {
                    AnnotatedSpan span = Assert.Single(view.Annotation.Spans);
                    long of = span.End == 1 + (int)(number % view.Words.Count) && span.Type == 1 + (int)(number % 3) ? number : number + 40;
                    Assert.True(of == number || of == found + 1, $"kill {kill + 1}: sentence {view.Id} has the span of another action");
                }
            }

            total += confirmed - before;
        }

        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {total} confirmed actions, none lost, {watch.Elapsed.TotalSeconds:F0} s");
    }

    /// <summary>Starts the writer, lets it confirm some actions, and kills it a moment later.</summary>
    /// <returns>The last number that it printed.</returns>
    private static long RunAndKill(string path, int actions, TimeSpan moment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[KilledWriter.Variable] = path;
        using Process process = Process.Start(start)!;
        long last = 0;
        for (int number = 0; number < actions; number++)
        {
            string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The writer ended by itself.");
            last = long.Parse(line, CultureInfo.InvariantCulture);
        }

        Thread.Sleep(moment);
        process.Kill(); // SIGKILL: no handler, no flush
        process.WaitForExit();
        while (process.StandardOutput.ReadLine() is { Length: > 0 } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture); // a line is one write, so it is whole or not there
        }

        return last;
    }
}
