using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;
using Maner.Text.Words;

namespace Maner.Text.Formats.Cas;

/// <summary>Makes a document with entities, words and sentences out of a CAS.</summary>
internal static class CasReading
{
    private static readonly string[] s_noNames = ["uima.", "de.tudarmstadt.ukp.dkpro.core.api.segmentation.", "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
        "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.", "de.tudarmstadt.ukp.dkpro.core.api.syntax.", "de.tudarmstadt.ukp.dkpro.core.api.coref.",
        "de.tudarmstadt.ukp.dkpro.core.api.semantics.", "de.tudarmstadt.ukp.clarin.webanno.api.type."];

    public static FormatContent Read(CasDocument cas, string name, LabelledDataOptions options, ReadingReport report)
    {
        (string? layer, string feature) = LayerOf(cas, report);
        CasAnnotation[] all = [.. cas.Annotations.Where(annotation => annotation.Type == layer)];
        CasAnnotation[] entities = [.. all.Where(annotation => !annotation.IsPredicted)];
        var document = new AnnotatedText(cas.Text, Math.Max(1, entities.FirstOrDefault()?.Line ?? 1), name)
        {
            Words = Ranges(cas, CasDocument.TokenType, report) is { Count: > 0 } tokens ? Tokens.Of(tokens, cas.Text) : null,
            Sentences = Ranges(cas, CasDocument.SentenceType, report) is { Count: > 0 } sentences ? [.. sentences.Select(sentence => new TextRange(sentence.Begin, sentence.End))] : null,
        };
        if (all.Length > entities.Length)
        {
            report.Add(RepairKind.SkippedRecord, document.Line, $"{(all.Length - entities.Length is 1 ? "1 annotation is a suggestion" : $"{all.Length - entities.Length} annotations are suggestions")} of a recommender", "not read as labels");
        }

        if (entities.Length > 0 || (options.RequireTags && all.Length == 0))
        {
            document.Spans = SpanOffsets.ToUtf16(cas.Text, OffsetUnit.Utf16, [.. Spans(entities, feature, report)], report);
            if (entities.Length == 0)
            {
                report.Assumptions.Add("There are no named entities; if nobody has labelled the document yet, leave it out.");
            }
        }

        ReportOthers(cas, layer, report);
        return DocumentReading.Read([document], options, report);
    }

    private static IEnumerable<StatedSpan> Spans(CasAnnotation[] entities, string feature, ReadingReport report)
    {
        foreach (CasAnnotation entity in entities)
        {
            if (entity.Features.TryGetValue(feature, out string? type) && !string.IsNullOrWhiteSpace(type))
            {
                yield return new StatedSpan(entity.Begin, entity.End, type, Math.Max(entity.Line, 1));
                continue;
            }

            report.Add(RepairKind.OtherAnnotation, Math.Max(entity.Line, 1), FormattableString.Invariant($"an annotation from {entity.Begin} up to {entity.End} has no '{feature}'"), "left out");
        }
    }

    private static List<CharSpan> Ranges(CasDocument cas, string type, ReadingReport report) => SpanOffsets.ToUtf16(cas.Text, OffsetUnit.Utf16,
        [.. cas.Annotations.Where(annotation => annotation.Type == type).Select(annotation => new StatedSpan(annotation.Begin, annotation.End, annotation.Layer, Math.Max(annotation.Line, 1)))], report);

    /// <summary>The layer of the names: DKPro's own, else the only one of the project's own.</summary>
    private static (string? Layer, string Feature) LayerOf(CasDocument cas, ReadingReport report)
    {
        string[] layers = [.. cas.Annotations.Select(annotation => annotation.Type).Distinct(StringComparer.Ordinal).Where(type => !s_noNames.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal)))];
        string[] named = [.. layers.Where(type => type.EndsWith(".NamedEntity", StringComparison.Ordinal))];
        layers = named.Length > 0 ? named : layers;
        if (layers.Length == 0)
        {
            return (null, CasDocument.EntityFeature);
        }

        if (layers.Length > 1)
        {
            throw new InvalidDataException($"{report.Path}: expected one layer of named entities, found {string.Join(", ", layers.Select(Visible.Quote))}. Export the document with the one that holds the names alone, or use the layer NamedEntity.");
        }

        string[] features = [.. cas.Annotations.Where(annotation => annotation.Type == layers[0]).SelectMany(annotation => annotation.Features.Keys)
            .Where(name => !name.EndsWith("_score", StringComparison.Ordinal) && !name.Contains("_score_", StringComparison.Ordinal) && name is not ("identifier" or "inception_internal_predicted"))
            .Where(name => !name.EndsWith("_auto_accept", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        string? feature = features.Contains(CasDocument.EntityFeature) ? CasDocument.EntityFeature : features.Length == 1 ? features[0] : features.FirstOrDefault(name => name is "label" or "type" or "category");
        if (feature is null && features.Length > 1)
        {
            throw new InvalidDataException($"{report.Path}: expected one feature with the type of an entity in the layer {Visible.Quote(layers[0])}, found {string.Join(", ", features.Select(Visible.Quote))}. Name the right one 'value'.");
        }

        if (named.Length == 0 && feature is not null)
        {
            report.Assumptions.Add($"The layer {layers[0]} with its feature '{feature}' was taken for the named entities.");
        }

        return (layers[0], feature ?? CasDocument.EntityFeature);
    }

    private static void ReportOthers(CasDocument cas, string? layer, ReadingReport report)
    {
        foreach (IGrouping<string, CasAnnotation> other in cas.Annotations.Where(annotation => annotation.Type != layer && annotation.Type is not (CasDocument.SentenceType or CasDocument.TokenType)
            && !annotation.Type.StartsWith("uima.", StringComparison.Ordinal) && !annotation.Type.Contains(".metadata.", StringComparison.Ordinal)).GroupBy(annotation => annotation.Type))
        {
            report.Add(RepairKind.OtherAnnotation, Math.Max(1, other.First().Line), $"{Counted.Of(other.Count(), "annotation")} of the layer {other.First().Layer}", "left out");
        }

        int links = cas.Annotations.Count(annotation => annotation.Type == layer && annotation.Features.ContainsKey("identifier"));
        if (links > 0)
        {
            report.Add(RepairKind.OtherAnnotation, 1, $"{(links == 1 ? "1 entity has" : $"{links} entities have")} an identifier (a link to a knowledge base)", "the entities were read, the links left out");
        }
    }
}
