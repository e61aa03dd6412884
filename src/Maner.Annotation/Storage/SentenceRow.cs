using System.Text.Json.Serialization;
using Maner.Text.Words;

namespace Maner.Annotation.Storage;

/// <summary>A sentence as the history keeps it.</summary>
/// <param name="Document">The document's id.</param>
/// <param name="Start">Where it begins in the document's text, in UTF-16 code units.</param>
/// <param name="Text">Its text.</param>
/// <param name="Borders">Where each word begins and ends in the text: begin, end, begin, end, …</param>
internal sealed record SentenceRow(int Document, int Start, string Text, int[] Borders)
{
    /// <summary>The words' places in the text.</summary>
    [JsonIgnore]
    public TextRange[] Words => field ??= [.. Enumerable.Range(0, Borders.Length / 2).Select(word => new TextRange(Borders[2 * word], Borders[(2 * word) + 1]))];

    /// <summary>Where it ends in the document's text.</summary>
    [JsonIgnore]
    public int End => Start + Text.Length;

    public static SentenceRow Of(int document, int start, string text, IEnumerable<TextRange> words) =>
        new(document, start, text, [.. words.SelectMany(word => new[] { word.Begin, word.End })]);

    /// <summary>The words of some places, joined by single spaces.</summary>
    public string Form(int first, int end) => string.Join(' ', Words[first..end].Select(word => word.Of(Text)));
}
