using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats.Spacy;

/// <summary>Writes spaCy's JSON of version 2: a paragraph a sentence, so that each keeps its text; tags in BILUO.</summary>
internal sealed class SpacyJsonWriter : ISentenceWriter
{
    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        List<Sentence> written = WritingLosses.WithWords(sentences, losses);
        List<List<Sentence>> documents = [];
        foreach (Sentence sentence in written)
        {
            if (documents is not [.., var last] || sentence.Document is null || last[^1].Document != sentence.Document)
            {
                documents.Add(last = []);
            }

            last.Add(sentence);
        }

        return [new WrittenFile(null, ".json", stream => JsonOutput.Whole(stream, json =>
        {
            json.WriteStartArray();
            for (int number = 0; number < documents.Count; number++)
            {
                WriteDocument(json, documents[number], number);
            }

            json.WriteEndArray();
        }))];
    }

    private static void WriteDocument(Utf8JsonWriter json, List<Sentence> sentences, int number)
    {
        json.WriteStartObject();
        json.WriteString("id", sentences[0].Document ?? FormattableString.Invariant($"{number}"));
        json.WriteStartArray("paragraphs");
        foreach (Sentence sentence in sentences)
        {
            json.WriteStartObject();
            json.WriteString("raw", sentence.Locate().Text);
            json.WriteStartArray("sentences");
            json.WriteStartObject();
            json.WriteStartArray("tokens");
            string[]? tags = sentence.Entities is null ? null : TagSchemes.ToTags(sentence.Words.Count, sentence.Entities, TagScheme.Bilou);
            for (int word = 0; word < sentence.Words.Count; word++)
            {
                json.WriteStartObject();
                json.WriteNumber("id", word);
                json.WriteString("orth", sentence.Words[word]);
                if (tags is not null)
                {
                    json.WriteString("ner", tags[word]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
