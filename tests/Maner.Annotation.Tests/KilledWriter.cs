using System.Globalization;
using System.Runtime.CompilerServices;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;

namespace Maner.Annotation.Tests;

/// <summary>This program as another: started with a variable, it applies actions to a project and prints each that is confirmed, until it is killed.</summary>
internal static class KilledWriter
{
    public const string Variable = "MANER_TEST_WRITER";

#pragma warning disable CA2255 // A program, not a library: it runs before the tests' own start.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Start()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            Write(path);
            Environment.Exit(0);
        }
    }

    /// <summary>Comments count upwards, so that what is in the file tells which action was the last.</summary>
    private static void Write(string path)
    {
        using AnnotationProject project = AnnotationProject.Open(path);
        using Stream output = Console.OpenStandardOutput();
        long number = project.Setting("last") is { } last ? long.Parse(last, CultureInfo.InvariantCulture) : 0;
        long[] ids = [.. project.Sentences(1, new SentenceQuery { Limit = 1000 }).Sentences.Select(view => view.Id)];
        for (number = Math.Max(number, NumberIn(project)) + 1; ; number++)
        {
            SentenceView view = project.Sentence(1, ids[number % ids.Length])!;
            AnnotatedSpan[] spans = [new AnnotatedSpan(0, 1 + (int)(number % view.Words.Count), 1 + (int)(number % 3))];
            project.Apply(1, new SetSpans(view.Id, view.Revision, spans, SentenceState.Done));
            view = project.Sentence(1, view.Id)!;
            project.Apply(1, new SetComment(view.Id, view.Revision, number.ToString(CultureInfo.InvariantCulture)));
            if (number % 5 == 0)
            {
                project.Undo(1);
                project.Redo(1);
            }

            // Without a buffer: what is printed is confirmed.
            output.Write(System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{number}\n")));
            output.Flush();
        }
    }

    /// <summary>The number of the last action that is in the file.</summary>
    public static long NumberIn(AnnotationProject project) => project.Sentences(1, new SentenceQuery { Limit = 1000 }).Sentences
        .Select(view => long.TryParse(view.Annotation.Comment, CultureInfo.InvariantCulture, out long number) ? number : 0).Max();
}
