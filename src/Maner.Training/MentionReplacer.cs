using Maner.Ner.Lexical;
using Maner.Tensors;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Training;

/// <summary>
/// Mention replacement (Dai and Adel 2020, section 3): entities of a training sentence become others of the same type, of the training sentences or, every
/// second time where there are some, of lists of names. What is drawn depends on the generator that it is given alone.
/// </summary>
internal sealed class MentionReplacer
{
    private readonly double _probability;
    private readonly WordCut _cut;
    private readonly Dictionary<string, string[][]> _mentions;
    private readonly Dictionary<string, string[]> _listed;

    private MentionReplacer(IReadOnlyList<Sentence> sentences, Gazetteer names, WordCut cut, double probability)
    {
        (_cut, _probability) = (cut, probability);
        _mentions = sentences.SelectMany(sentence => (sentence.Entities ?? []).Select(entity => (entity.Type, Words: WordsOf(sentence, entity))))
            .GroupBy(mention => mention.Type).ToDictionary(
                type => type.Key, type => type.Select(mention => mention.Words).DistinctBy(words => string.Join('\t', words), StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        _listed = names.Names.GroupBy(name => name.Type).Where(type => _mentions.ContainsKey(type.Key))
            .ToDictionary(type => type.Key, type => type.Select(name => name.Name).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>What replaces the mentions of a training run; null where its options want none replaced.</summary>
    /// <param name="sentences">The training sentences.</param>
    /// <param name="names">Lists of names; null for none.</param>
    /// <param name="cut">Cuts names of lists into words as the training sentences are.</param>
    /// <param name="options">The options.</param>
    public static MentionReplacer? Of(IReadOnlyList<Sentence> sentences, Gazetteer? names, WordCut cut, TrainingOptions options) =>
        options.MentionReplacement > 0 ? new MentionReplacer(sentences, names ?? Gazetteer.Empty, cut, options.MentionReplacement) : null;

    /// <summary>A sentence with some of its entities replaced.</summary>
    /// <param name="sentence">A training sentence.</param>
    /// <param name="rng">Draws which, and by what.</param>
    public Sentence Replace(Sentence sentence, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(rng);
        if (sentence.Entities is not { Count: > 0 } entities)
        {
            return sentence;
        }

        var words = new List<string>(sentence.Words.Count + 4);
        var replaced = new List<EntitySpan>(entities.Count);
        int read = 0;
        foreach (EntitySpan entity in entities)
        {
            words.AddRange(sentence.Words.Take(entity.Start).Skip(read));
            int start = words.Count;
            words.AddRange(rng.NextDouble() < _probability ? Draw(entity.Type, rng) : WordsOf(sentence, entity));
            replaced.Add(new EntitySpan(start, words.Count, entity.Type));
            read = entity.End;
        }

        words.AddRange(sentence.Words.Skip(read));
        return new Sentence(words, replaced, sentence.Line).WithMarkedTypes(sentence.MarkedTypes);
    }

    private string[] Draw(string type, Rng rng)
    {
        if (_listed.TryGetValue(type, out string[]? names) && rng.NextDouble() < 0.5)
        {
            string name = names[rng.Next(names.Length)];
            string[] words = [.. _cut.Split(name).Select(word => word.Of(name))];
            if (words.Length > 0)
            {
                return words;
            }
        }

        string[][] mentions = _mentions[type];
        return mentions[rng.Next(mentions.Length)];
    }

    private static string[] WordsOf(Sentence sentence, EntitySpan entity) => [.. sentence.Words.Take(entity.End).Skip(entity.Start)];
}
