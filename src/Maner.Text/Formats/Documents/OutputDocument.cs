using System.Text;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>A sentence in the text of a document that is to be written.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Range">Its place.</param>
/// <param name="Words">The places of its words.</param>
internal sealed record PlacedSentence(Sentence Sentence, TextRange Range, IReadOnlyList<TextRange> Words)
{
    /// <summary>Its entities as stretches of the document's text; empty when it has no labels.</summary>
    public IEnumerable<CharSpan> Spans => (Sentence.Entities ?? []).Select(entity => new CharSpan(Words[entity.Start].Begin, Words[entity.End - 1].End, entity.Type, Sentence.Line));
}

/// <summary>A document that is to be written: sentences that follow each other, with the text that was between them, or a line end.</summary>
/// <param name="Id">What tells it from others; null without.</param>
/// <param name="Text">The text.</param>
/// <param name="Sentences">The sentences in order.</param>
internal sealed record OutputDocument(string? Id, string Text, IReadOnlyList<PlacedSentence> Sentences)
{
    /// <summary>1-based line of the source.</summary>
    public int Line => Sentences[0].Sentence.Line;

    /// <summary>The entities of all sentences.</summary>
    public IReadOnlyList<CharSpan> Spans => [.. Sentences.SelectMany(sentence => sentence.Spans)];

    /// <summary>Whether anybody has labelled it.</summary>
    public bool IsLabelled => Sentences.Any(sentence => sentence.Sentence.Entities is not null);

    /// <summary>Sentences as documents: those of one document together, each of the others by itself.</summary>
    /// <param name="sentences">Sentences with words.</param>
    /// <param name="joinsOthers">Whether sentences that are of no document are one document together.</param>
    /// <param name="lineFeeds">Whether line ends between sentences become LF.</param>
    public static IEnumerable<OutputDocument> Of(IEnumerable<Sentence> sentences, bool joinsOthers = false, bool lineFeeds = false)
    {
        var open = new List<Sentence>();
        foreach (Sentence sentence in sentences)
        {
            if (open.Count > 0 && !AreOfOne(open[^1], sentence, joinsOthers))
            {
                yield return Join(open, lineFeeds);
                open.Clear();
            }

            open.Add(sentence);
        }

        if (open.Count > 0)
        {
            yield return Join(open, lineFeeds);
        }
    }

    private static bool AreOfOne(Sentence one, Sentence next, bool joinsOthers)
    {
        if (one.Document is null && next.Document is null && joinsOthers)
        {
            return true;
        }

        return one.Place is null || next.Place is null
            ? one.Document == next.Document && (one.Document is not null || joinsOthers)
            : one.Place.Document == next.Place.Document && one.Place.Begin < next.Place.Begin;
    }

    private static OutputDocument Join(List<Sentence> sentences, bool lineFeeds)
    {
        var text = new StringBuilder(Ends(Around(sentences[0], isBefore: true)));
        var placed = new List<PlacedSentence>();
        for (int index = 0; index < sentences.Count; index++)
        {
            Sentence sentence = sentences[index];
            (string own, IReadOnlyList<TextRange> offsets) = sentence.Locate();
            int begin = text.Length;
            text.Append(own);
            placed.Add(new PlacedSentence(sentence, new TextRange(begin, text.Length), [.. offsets.Select(word => new TextRange(begin + word.Begin, begin + word.End))]));
            text.Append(Ends(index + 1 < sentences.Count ? Between(sentence, sentences[index + 1]) : Around(sentence, isBefore: false)));
        }

        return new OutputDocument(sentences[0].Document, text.ToString(), placed);

        string Ends(string space) => lineFeeds ? space.Replace("\r\n", "\n", StringComparison.Ordinal) : space;
    }

    // Sentences may have been taken out between the two: their text is not that of these.
    private static string Between(Sentence one, Sentence next)
    {
        if (one.Place is null || next.Place is null || one.Text is null || one.Place.Document != next.Place.Document)
        {
            return "\n";
        }

        int begin = one.Place.Begin + one.Text.Length;
        string between = begin <= next.Place.Begin ? one.Place.Document.Text[begin..next.Place.Begin] : "\n";
        return string.IsNullOrWhiteSpace(between) ? between : "\n";
    }

    private static string Around(Sentence sentence, bool isBefore)
    {
        if (sentence.Place is null || sentence.Text is null)
        {
            return "";
        }

        string document = sentence.Place.Document.Text;
        string around = isBefore ? document[..sentence.Place.Begin] : document[(sentence.Place.Begin + sentence.Text.Length)..];
        return string.IsNullOrWhiteSpace(around) ? around : "";
    }
}
