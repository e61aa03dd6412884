using Maner.Text.Formats.Argilla;
using Maner.Text.Formats.Brackets;
using Maner.Text.Formats.Brat;
using Maner.Text.Formats.Cas;
using Maner.Text.Formats.Columns;
using Maner.Text.Formats.Conll;
using Maner.Text.Formats.Doccano;
using Maner.Text.Formats.JsonLines;
using Maner.Text.Formats.LabelStudio;
using Maner.Text.Formats.Prodigy;
using Maner.Text.Formats.Spacy;
using Maner.Text.Formats.WebAnno;

namespace Maner.Text.Formats.Registry;

/// <summary>All formats. Everything that has to know formats asks here.</summary>
internal static class SentenceFormats
{
    /// <summary>CoNLL columns: what a text is where nothing else recognises it.</summary>
    public static ISentenceFormat Conll { get; } = new ConllFormat();

    /// <summary>One object per line with tokens and tags.</summary>
    public static ISentenceFormat JsonLines { get; } = new JsonLinesFormat();

    /// <summary>The formats in the order in which they are asked whether a content is theirs: from the one with the surest mark to the one with none.</summary>
    public static IReadOnlyList<ISentenceFormat> All { get; } =
    [
        new WebAnnoFormat(),
        new XmiFormat(),
        new CasJsonFormat(),
        new BratFormat(),
        new LabelStudioFormat(),
        new LabelStudioMinFormat(),
        new ArgillaFormat(),
        new SpacyJsonFormat(),
        new ProdigyFormat(),
        JsonLines,
        new DoccanoFormat(),
        new SpacyIobFormat(),
        new BracketsFormat(),
        new SpacyConllFormat(),
        new ConlluFormat(),
        new DelimitedFormat("csv", ','),
        new DelimitedFormat("tsv", '\t'),
        Conll,
    ];

    /// <summary>The names of all formats, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(format => format.Name).Order(StringComparer.Ordinal)];

    /// <summary>The names of those that can be written.</summary>
    public static IReadOnlyList<string> WrittenNames { get; } =
        [.. All.Where(format => format.Writer is not null).Select(format => format.Name).Order(StringComparer.Ordinal)];

    /// <summary>The format of a name.</summary>
    /// <exception cref="ArgumentException">No format has the name.</exception>
    public static ISentenceFormat Find(string name) => All.FirstOrDefault(format => format.Name == name)
        ?? throw new ArgumentException($"Expected a format ({string.Join(", ", Names)}), found '{name}'.", nameof(name));

    /// <summary>The format that a file's extension means, with or without <c>.gz</c>; null when it says nothing.</summary>
    public static ISentenceFormat? OfExtension(string path)
    {
        string extension = FormatSource.ExtensionOf(path);
        return All.FirstOrDefault(format => format.Extensions.Contains(extension));
    }

    /// <summary>The format of a content: of the first that recognises it; else of its extension; else CoNLL.</summary>
    /// <exception cref="InvalidDataException">It is evidently something that no format here is, as a file of settings.</exception>
    public static ISentenceFormat Detect(FormatSource source)
    {
        ForeignContent.RefuseBinary(source);
        if (Recognised(source) is { } found)
        {
            return found;
        }

        ForeignContent.Refuse(source);
        return OfExtension(source.Path) ?? Conll;
    }

    /// <summary>The first format that recognises a content; null when none does.</summary>
    public static ISentenceFormat? Recognised(FormatSource source) => All.FirstOrDefault(format => format.Recognises(source));
}
