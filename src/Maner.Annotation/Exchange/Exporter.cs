using Maner.Annotation.Reading;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;
using Maner.Tensors;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Annotation.Exchange;

/// <summary>Makes files of labels that train at once.</summary>
internal static class Exporter
{
    /// <summary>A sentence that is exported, with what a split asks.</summary>
    private sealed record Exported(long Id, Sentence Sentence, bool IsRandom);

    /// <exception cref="InvalidDataException">There is nothing to export, or the format cannot hold it.</exception>
    public static ExportResult Export(Session session, TypeList types, string project, ExportOptions options)
    {
        ISentenceWriter writer = SentenceFormats.All.FirstOrDefault(format => format.Name == options.Format)?.Writer
            ?? throw new InvalidDataException($"Expected a format that can be written ({string.Join(", ", SentenceFormats.WrittenNames)}), found '{options.Format}'.");
        List<Exported> all = Collect(session, types, options);
        if (all.Count == 0)
        {
            throw new InvalidDataException(options.Labels == ExportedLabels.Gold
                ? $"{project}: expected sentences that are done{(options.User is null ? ", and on which people agree" : "")}, found none. Annotate some first."
                : $"{project}: expected sentences, found none. Import a text first.");
        }

        var losses = new RepairLog(project);
        var how = new WritingOptions { Scheme = options.Scheme };
        if (options.DevShare == 0)
        {
            return new ExportResult(writer.Write([.. all.Select(sentence => sentence.Sentence)], how, losses), null, all.Count, 0, losses.Repairs);
        }

        HashSet<long> dev = Dev(all, project, options);
        Sentence[] first = [.. all.Where(sentence => !dev.Contains(sentence.Id)).Select(sentence => sentence.Sentence)], second = [.. all.Where(sentence => dev.Contains(sentence.Id)).Select(sentence => sentence.Sentence)];
        return new ExportResult(writer.Write(first, how, losses), writer.Write(second, how, losses), first.Length, second.Length, losses.Repairs);
    }

    /// <summary>The sentences that become dev data: only such as were chosen at random, since the others are harder, or easier, than the language is.</summary>
    private static HashSet<long> Dev(List<Exported> all, string project, ExportOptions options)
    {
        if (!(options.DevShare > 0 && options.DevShare < 1))
        {
            throw new InvalidDataException(FormattableString.Invariant($"{project}: expected a share of dev data above 0 and below 1, found {options.DevShare}."));
        }

        Exported[] random = [.. all.Where(sentence => sentence.IsRandom)];
        if (random.Length == 0)
        {
            throw new InvalidDataException(
                $"{project}: expected done sentences that were chosen at random, found none among {all.Count}: no other may score a model. Annotate with a strategy that draws some at random, or export without a split and draw one from the file.");
        }

        var shuffled = random.Select(sentence => sentence.Id).OrderBy(id => Rng.Mix((ulong)id ^ Rng.Mix((ulong)options.Seed))).ToArray();
        return [.. shuffled.Take(Math.Clamp((int)Math.Round(options.DevShare * all.Count), 1, Math.Min(shuffled.Length, all.Count - 1)))];
    }

    private static List<Exported> Collect(Session session, TypeList types, ExportOptions options)
    {
        var found = new List<Exported>();
        var texts = new Dictionary<int, (string? Name, DocumentText Text)>();
        List<(int Id, string Name, bool IsNamed)> documents = session.Query("SELECT id, name, named FROM documents WHERE removed = 0 ORDER BY id", row => (row.GetInt32(0), row.GetString(1), row.GetBoolean(2)));
        bool hasNames = documents.Count > 1 || documents.Exists(document => document.IsNamed);
        Dictionary<int, string> names = documents.ToDictionary(document => document.Id, document => document.Name);
        foreach ((long id, StoredSentence sentence, bool isRandom, List<(int User, StoredAnnotation Annotation)> annotations) in Sentences(session, options))
        {
            AnnotatedSpan[]? spans = options.User is { } user
                ? annotations.Where(annotation => annotation.User == user && annotation.Annotation.Annotation.State == SentenceState.Done).Select(annotation => types.Now(annotation.Annotation.Annotation.Spans)).FirstOrDefault()
                : Confirmed.Decide(types, annotations);
            if (spans is null && options.Labels == ExportedLabels.Gold)
            {
                continue;
            }

            int document = sentence.Row.Document;
            if (!texts.TryGetValue(document, out (string? Name, DocumentText Text) of))
            {
                texts[document] = of = (hasNames ? names[document] : null, new DocumentText(DocumentTable.TextOf(session, document)));
            }

            found.Add(new Exported(id, Confirmed.Make(sentence.Row, types, spans, of.Name, of.Text), isRandom));
        }

        return found;
    }

    private static List<(long Id, StoredSentence Sentence, bool IsRandom, List<(int User, StoredAnnotation Annotation)> Annotations)> Sentences(Session session, ExportOptions options)
    {
        var found = new List<(long Id, StoredSentence Sentence, bool IsRandom, List<(int User, StoredAnnotation Annotation)> Annotations)>();
        string join = options.Labels == ExportedLabels.Gold ? "JOIN" : "LEFT JOIN";
        session.ForEach(
            $"SELECT s.document, s.start, s.text, s.words, s.changed, s.id, coalesce(p.random, 0), a.user, {AnnotationTable.Columns} FROM sentences s INDEXED BY sentences_order"
            + $" {join} annotations a ON a.sentence = s.id AND a.state > 0 LEFT JOIN picks p ON p.sentence = s.id WHERE s.live = 1 ORDER BY s.document, s.start, s.id, a.user",
            row =>
            {
                long id = row.GetInt64(5);
                if (found.Count == 0 || found[^1].Id != id)
                {
                    found.Add((id, new StoredSentence(SentenceTable.Of(row), row.GetInt64(4)), row.GetBoolean(6), []));
                }

                if (!row.IsDBNull(7))
                {
                    found[^1].Annotations.Add((row.GetInt32(7), AnnotationTable.Of(row, 8)));
                }

                return true;
            });
        return found;
    }
}
