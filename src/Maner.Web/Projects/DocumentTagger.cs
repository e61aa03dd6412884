using Maner.Ner.Prediction;
using Maner.Text.Formats.Documents;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Maner.Web.Serving;

namespace Maner.Web.Projects;

/// <summary>An entity in a document.</summary>
/// <param name="Range">Where, in UTF-16 code units of the document.</param>
/// <param name="Type">The model's type.</param>
/// <param name="Probability">0 to 1.</param>
internal readonly record struct PlacedEntity(TextRange Range, string Type, float Probability);

/// <summary>A document as a tool has it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Sentences">The words of each sentence as ranges of the text; null where the tool knows no words.</param>
internal sealed record ToolDocument(string Text, IReadOnlyList<IReadOnlyList<TextRange>>? Sentences);

/// <summary>What was found in a document.</summary>
/// <param name="Entities">The entities in reading order.</param>
/// <param name="Certainty">The geometric mean, over words, of the probability of the tags (Shen et al. 2018): 1 is certain; 1 too for no word at all.</param>
internal sealed record TaggedDocument(IReadOnlyList<PlacedEntity> Entities, double Certainty);

/// <summary>Tags whole documents, sentence by sentence.</summary>
internal static class DocumentTagger
{
    /// <summary>Tags documents; the result is in their order, and has one for each.</summary>
    public static async Task<TaggedDocument[]> TagDocumentsAsync(this ModelVersion version, IReadOnlyList<ToolDocument> documents, ServingOptions options, CancellationToken cancellation)
    {
        (Sentence Sentence, IReadOnlyList<TextRange> Places)[][] cut = [.. documents.Select(document => Cut(document, version.Words).ToArray())];
        TaggedSentence[] tagged = await version.TagOrRefuseAsync([.. cut.SelectMany(sentences => sentences.Select(sentence => sentence.Sentence))], options, cancellation).ConfigureAwait(false);
        var results = new TaggedDocument[documents.Count];
        int next = 0;
        for (int document = 0; document < results.Length; document++)
        {
            var entities = new List<PlacedEntity>();
            double logProbability = 0;
            int words = 0;
            foreach ((Sentence sentence, IReadOnlyList<TextRange> places) in cut[document])
            {
                TaggedSentence found = tagged[next++];
                logProbability += sentence.Words.Count == 0 ? 0 : found.LogProbability;
                words += sentence.Words.Count;
                entities.AddRange(found.Entities.Select(entity =>
                    new PlacedEntity(new TextRange(places[entity.Span.Start].Begin, places[entity.Span.End - 1].End), entity.Span.Type, entity.Probability)));
            }

            results[document] = new TaggedDocument(entities, words == 0 ? 1 : Math.Clamp(Math.Exp(logProbability / words), 0, 1));
        }

        return results;
    }

    private static IEnumerable<(Sentence Sentence, IReadOnlyList<TextRange> Places)> Cut(ToolDocument document, WordCut cut) => document.Sentences is { } known
        ? known.Where(words => words.Count > 0).Select(words => (Sentence.FromWords([.. words.Select(word => word.Of(document.Text))]), words))
        : SentenceBorders.Of(document.Text).Select(range =>
        {
            TextRange[] words = [.. cut.Split(range.Of(document.Text)).Select(word => new TextRange(range.Begin + word.Begin, range.Begin + word.End))];
            return (Sentence.FromWords([.. words.Select(word => word.Of(document.Text))]), (IReadOnlyList<TextRange>)words);
        });
}
