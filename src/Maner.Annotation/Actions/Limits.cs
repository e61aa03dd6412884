using Maner.Annotation.Records;

namespace Maner.Annotation.Actions;

/// <summary>What of an action may be stored: the history is for good, so what makes no sense is refused at its door.</summary>
internal static class Limits
{
    /// <summary>Characters of a remark, or of a type's description.</summary>
    public const int Remark = 10_000;

    /// <summary>Characters of the guidelines.</summary>
    public const int Guidelines = 500_000;

    /// <exception cref="ActionRefusedException">The text is too long.</exception>
    public static string Text(string text, int most, string what) => text.Length <= most
        ? text
        : throw new ActionRefusedException($"Expected at most {most} characters of {what}, found {text.Length}. Shorten it.");

    /// <exception cref="ActionRefusedException">A number stands for no name of its list.</exception>
    public static void Check(SentenceAnnotation annotation)
    {
        if (!Enum.IsDefined(annotation.State))
        {
            throw new ActionRefusedException($"Expected a state (new, done or skipped), found {(int)annotation.State}.");
        }

        foreach (AnnotatedSpan span in annotation.Spans)
        {
            if (!Enum.IsDefined(span.Origin) || span.Model?.Length > Remark)
            {
                throw new ActionRefusedException("Expected an entity's origin (person, model or import) and the name of its model, found another origin, or a name that is too long.");
            }
        }

        Text(annotation.Comment, Remark, "a comment");
    }
}
