using Maner.Text.Tags;

namespace Maner.Text.Formats.Recognition;

/// <summary>Chooses among the columns that may hold tags.</summary>
/// <param name="table">The rows.</param>
/// <param name="names">The names of the columns; empty without.</param>
/// <param name="headerId">The line that names them.</param>
/// <param name="path">The file.</param>
/// <param name="notes">Takes what a person should know.</param>
internal sealed class TagColumn(ColumnTable table, string[] names, int headerId, string path, List<string> notes)
{
    private const string Choose_ = $"choose another with {nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagColumn)}";

    /// <summary>The one that is read; null where none holds tags.</summary>
    /// <exception cref="InvalidDataException">Two are as plausible.</exception>
    public TagCandidate? Choose(IReadOnlyList<TagCandidate> candidates)
    {
        TagRank top = candidates.Count == 0 ? TagRank.None : candidates.Max(candidate => candidate.Rank);
        List<TagCandidate> looking = [.. candidates.Where(candidate => candidate.Rank == TagRank.Prefixed && !candidate.HoldsPhrases)];
        TagCandidate? chosen = Choose(candidates, top);
        if (chosen is not null && looking.Find(candidate => candidate != chosen) is { } unread && notes.Count == 0)
        {
            notes.Add($"{Capital(Name(unread))} looks like tags too and was not read; {Choose_}.");
        }

        return chosen;
    }

    private TagCandidate? Choose(IReadOnlyList<TagCandidate> candidates, TagRank top)
    {
        List<TagCandidate> best = [.. candidates.Where(candidate => candidate.Rank == top && top != TagRank.None)];
        if (table.Width == 2)
        {
            // A word and something: the last unless the first alone is evidently tags.
            TagCandidate? first = best.Find(candidate => candidate.Column == 0), last = candidates.LastOrDefault(candidate => candidate.Column == 1);
            bool isFirst = first is { Rank: TagRank.Prefixed, Share: >= 0.8 } ? last?.Rank < TagRank.Bare : first is { Rank: TagRank.Bare } && last?.Rank == TagRank.None;
            return isFirst ? first : last;
        }

        // What a row of names calls tags is them: a chunk (B-NP) looks like tags too, and the tags may be O alone, or types without it.
        if (ByName([.. candidates.Where(candidate => candidate.Rank >= TagRank.OutsideOnly)]) is { } sure && sure.Rank < top)
        {
            notes.Add($"{Capital(Name(best[0]))} looks like tags too; {Name(sure)} was read by its name; {Choose_}.");
            return sure;
        }

        if (top < TagRank.OutsideOnly && ByName([.. candidates.Where(candidate => candidate.Values.Keys.Any(value => value.Length > 0))]) is { } said)
        {
            return said;
        }

        if (top == TagRank.Perhaps)
        {
            // Among many columns '_' and '0' mean much else; 'O' on a few words may be a part of speech, except where the tags are expected.
            return best.FindLast(candidate => candidate.Values.ContainsKey(Iob2.Outside) && (candidate.Column == table.Width - 1 || (candidate.Column < names.Length && Header.TagPlace(names[candidate.Column]) is not null)));
        }

        if (best.Exists(candidate => candidate.Share >= 0.8))
        {
            best.RemoveAll(candidate => candidate.Share < 0.8);
        }

        if (top == TagRank.Prefixed && best.Exists(candidate => !candidate.HoldsPhrases))
        {
            best.RemoveAll(candidate => candidate.HoldsPhrases);
        }

        // Chunks (B-NP) are phrases, no names: a last column behind them that may hold tags, be they O alone, is what CoNLL-2003 means.
        if (top == TagRank.Prefixed && best.TrueForAll(candidate => candidate.HoldsPhrases))
        {
            if (candidates.LastOrDefault(candidate => candidate.Key is null && candidate.Rank is TagRank.Bare or TagRank.OutsideOnly) is { } behind && behind.Column > best[^1].Column)
            {
                notes.Add($"{Capital(Name(best[0]))} holds phrases (chunks), not names; {Name(behind)} was read; {Choose_}.");
                return behind;
            }

            notes.Add($"The types of {Name(best[0])} are phrases of syntax (chunks, parts of speech), hardly names; {Choose_}.");
        }

        if (best.Count <= 1 || top is TagRank.OutsideOnly)
        {
            return ByName(best) ?? best.FirstOrDefault();
        }

        if (ByName(best) is { } named)
        {
            notes.Add($"{Columns(best)} hold tags; {Name(named)} was read by its name; {Choose_}.");
            return named;
        }

        return ByRelation(best);
    }

    private TagCandidate? ByName(List<TagCandidate> best) => best
        .Select(candidate => (candidate, Place: candidate.Key is null && candidate.Column < names.Length ? Header.TagPlace(names[candidate.Column]) : null))
        .Where(pair => pair.Place is not null).OrderBy(pair => pair.Place).Select(pair => pair.candidate).FirstOrDefault();

    // GermEval's inner entities lie inside the outer ones; conlleval's predictions are behind the gold tags and agree with most.
    private TagCandidate ByRelation(List<TagCandidate> best)
    {
        TagCandidate first = best[0];
        List<Agreement> others = [.. best.Skip(1).Select(other => Agreement.Of(table, headerId, first, other))];
        if (others.TrueForAll(other => other.IsNested))
        {
            notes.Add($"{Columns(best)} hold tags; {Name(first)} was read, in whose entities those of the other lie (nested entities, or a prediction beside the gold); {Choose_}.");
            return first;
        }

        if (others is [{ IsPrediction: true }])
        {
            notes.Add($"{Columns(best)} hold tags of the same types that mostly agree; {Name(first)} was read as the gold, the other as a prediction (as conlleval orders them); {Choose_}.");
            return first;
        }

        string examples = string.Join("; ", best.Select(candidate => $"{Name(candidate)}: {string.Join(", ", candidate.Values.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(4).Select(pair => pair.Key))}"));
        throw new InvalidDataException($"{path}: expected one column of tags, found {best.Count} that look so ({examples}). " +
            $"Say which is meant ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagColumn)}).");
    }

    private string Columns(List<TagCandidate> best)
    {
        string[] all = [.. best.Select(Name)];
        return Capital($"{string.Join(", ", all[..^1])} and {all[^1]}");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private string Name(TagCandidate candidate) =>
        candidate.Key is { } key ? $"'{key}=' in {ColumnChoice.Name(candidate.Column, names)}" : ColumnChoice.Name(candidate.Column, names);
}
