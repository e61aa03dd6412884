namespace Maner.Text.Tokenization.Aligned;

/// <summary>A step from the original text to the parts that a model cuts into tokens. Immutable and thread-safe.</summary>
internal abstract class Step
{
    /// <summary>Rewrites the text or cuts its parts.</summary>
    public abstract void Apply(Workspace work);
}

/// <summary>A step that rewrites each part.</summary>
internal abstract class Normalizer : Step
{
    /// <inheritdoc/>
    public sealed override void Apply(Workspace work)
    {
        foreach (Part part in work.Parts)
        {
            int start = work.NextText.Length;
            if (!part.IsText || Keeps(work.Text.Chars.Slice(part.Start, part.Length)))
            {
                work.NextText.Append(work.Text, part.Start, part.Length);
            }
            else
            {
                Rewrite(work, part);
            }

            if (work.NextText.Length > start)
            {
                work.NextParts.Add(new Part(start, work.NextText.Length - start, part.Id));
            }
        }

        work.TakeText();
    }

    /// <summary>True when the part certainly stays as it is.</summary>
    protected virtual bool Keeps(ReadOnlySpan<char> text) => false;

    /// <summary>Appends what a part becomes to <see cref="Workspace.NextText"/>.</summary>
    protected abstract void Rewrite(Workspace work, Part part);
}

/// <summary>A step that cuts each part into smaller ones.</summary>
internal abstract class Splitter : Step
{
    /// <inheritdoc/>
    public sealed override void Apply(Workspace work)
    {
        foreach (Part part in work.Parts)
        {
            if (part.IsText)
            {
                Split(work, part);
            }
            else
            {
                work.NextParts.Add(part);
            }
        }

        work.TakeParts();
    }

    /// <summary>Appends the pieces of a part to <see cref="Workspace.NextParts"/>; empty ones are not added.</summary>
    protected abstract void Split(Workspace work, Part part);
}
