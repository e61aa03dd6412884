using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.PreTokenizers;

/// <summary>Cuts a part where a pattern matches.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="isInverted">Whether what the pattern does not match counts as the match.</param>
internal sealed class PatternSplitter(Pattern pattern, SplitBehavior behavior, bool isInverted = false) : Splitter
{
    /// <inheritdoc/>
    protected override void Split(Workspace work, Part part)
    {
        List<Match> pieces = work.Matches;
        pieces.Clear();
        pattern.Find(work.Text.Chars[..part.End], part.Start, pieces);
        int first = work.NextParts.Count;
        bool isBackwards = behavior == SplitBehavior.MergedWithNext;
        bool isAfterMatch = false;
        for (int step = 0; step < pieces.Count; step++)
        {
            Match piece = pieces[isBackwards ? pieces.Count - 1 - step : step];
            bool isMatch = piece.IsMatch != isInverted;
            if (isMatch && behavior == SplitBehavior.Removed)
            {
                continue;
            }

            bool isMerged = work.NextParts.Count > first && behavior switch
            {
                SplitBehavior.MergedWithPrevious or SplitBehavior.MergedWithNext => isMatch && !isAfterMatch,
                SplitBehavior.Contiguous => isMatch == isAfterMatch,
                _ => false,
            };
            if (isMerged)
            {
                Part other = work.NextParts[^1];
                work.NextParts[^1] = isBackwards ? new Part(piece.Start, other.End - piece.Start) : new Part(other.Start, piece.End - other.Start);
            }
            else
            {
                work.NextParts.Add(new Part(piece.Start, piece.End - piece.Start));
            }

            isAfterMatch = isMatch;
        }

        if (isBackwards)
        {
            work.NextParts.Reverse(first, work.NextParts.Count - first);
        }
    }
}
