using Maner.Text.Sentences;

namespace Maner.Text.Data;

/// <summary>Counts of a file of sentences.</summary>
internal sealed record DataStatistics
{
    /// <summary>Number of sentences.</summary>
    public required int Sentences { get; init; }

    /// <summary>Number of sentences that repeat the words of an earlier one.</summary>
    public required int RepeatedSentences { get; init; }

    /// <summary>Number of words.</summary>
    public required int Words { get; init; }

    /// <summary>Number of words of the longest sentence.</summary>
    public required int LongestSentence { get; init; }

    /// <summary>Number of words of labelled sentences; 0 for a file without tags.</summary>
    public required int LabelledWords { get; init; }

    /// <summary>Number of labelled words outside every entity.</summary>
    public required int OutsideWords { get; init; }

    /// <summary>Number of entities by type, types in ordinal order.</summary>
    public required IReadOnlyList<TypeCount> Types { get; init; }

    /// <summary>Number of entities.</summary>
    public int Entities => Types.Sum(type => type.Entities);

    /// <summary>Mean words per sentence.</summary>
    public double WordsPerSentence => Sentences == 0 ? 0 : (double)Words / Sentences;

    /// <summary>Mean words an entity; 0 without entities.</summary>
    public double WordsPerEntity => Entities == 0 ? 0 : (double)Types.Sum(type => type.Words) / Entities;

    /// <summary>Share of labelled words outside every entity, 0 to 1.</summary>
    public double OutsideShare => LabelledWords == 0 ? 0 : (double)OutsideWords / LabelledWords;

    /// <summary>Counts sentences.</summary>
    public static DataStatistics Of(IReadOnlyList<Sentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        List<EntitySpan> entities = [.. sentences.SelectMany(sentence => sentence.Entities ?? [])];
        int labelledWords = sentences.Where(sentence => sentence.Entities is not null).Sum(sentence => sentence.Words.Count);
        return new DataStatistics
        {
            Sentences = sentences.Count,
            RepeatedSentences = Duplicates.Within(sentences).Count(),
            Words = sentences.Sum(sentence => sentence.Words.Count),
            LongestSentence = sentences.Select(sentence => sentence.Words.Count).DefaultIfEmpty().Max(),
            LabelledWords = labelledWords,
            OutsideWords = labelledWords - entities.Sum(entity => entity.End - entity.Start),
            Types = [.. entities.GroupBy(entity => entity.Type, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new TypeCount(group.Key, group.Count(), group.Sum(entity => entity.End - entity.Start)))],
        };
    }
}

/// <summary>Entities of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Entities">How many.</param>
/// <param name="Words">How many words they hold together.</param>
internal sealed record TypeCount(string Type, int Entities, int Words);
