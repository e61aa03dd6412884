using Maner.Text.Tokenization.Aligned;
using Maner.Text.Tokenization.Normalizers;
using Maner.Text.Tokenization.PreTokenizers;
using Maner.Text.Unicode;

namespace Maner.Text.Tokenization.Json;

/// <summary>Reads the normalizers and pre-tokenizers of tokenizer.json.</summary>
internal static class StepReader
{
    private const string KnownNormalizers =
        "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Precompiled, Prepend, Replace, Sequence, Strip or StripAccents";

    private const string KnownPreTokenizers =
        "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace or WhitespaceSplit";

    /// <summary>The steps of a normalizer; none when there is none.</summary>
    /// <exception cref="InvalidDataException">It is of a kind that is not supported.</exception>
    public static IEnumerable<Step> Normalizers(JsonPart? part)
    {
        if (part is null)
        {
            return [];
        }

        Step[] steps = part.Type switch
        {
            "Sequence" => [.. part.Parts("normalizers").SelectMany(Normalizers)],
            "BertNormalizer" => [.. Bert(part)],
            "ByteLevel" => [new ByteLetters()],
            "Lowercase" => [new Lowercase()],
            "NFC" => [new FormNormalizer(NormalForm.Nfc)],
            "NFD" => [new FormNormalizer(NormalForm.Nfd)],
            "NFKC" => [new FormNormalizer(NormalForm.Nfkc)],
            "NFKD" => [new FormNormalizer(NormalForm.Nfkd)],
            "Precompiled" => part.OptionalText("precompiled_charsmap") is { Length: > 0 } map ? [ReadMap(part, map)] : [],
            "Prepend" => [new Prepend(part.Text("prepend"), PrependRule.Always)],
            "Replace" => [Replacing(part)],
            "Strip" => [new Strip(part.Truth("strip_left", true), part.Truth("strip_right", true))],
            "StripAccents" => [new Filter(Letters.IsMark)],
            string other => throw part.Unsupported("type", KnownNormalizers, other),
        };
        part.End();
        return steps;
    }

    /// <summary>The steps of a pre-tokenizer; none when there is none.</summary>
    /// <exception cref="InvalidDataException">It is of a kind that is not supported.</exception>
    public static IEnumerable<Step> PreTokenizers(JsonPart? part)
    {
        if (part is null)
        {
            return [];
        }

        Step[] steps = part.Type switch
        {
            "Sequence" => [.. part.Parts("pretokenizers").SelectMany(PreTokenizers)],
            "BertPreTokenizer" => BertWords,
            "ByteLevel" => [.. ByteLevel(part)],
            "CharDelimiterSplit" => [new PatternSplitter(new TextPattern(part.Text("delimiter")), SplitBehavior.Removed)],
            "Digits" => [new PatternSplitter(new LetterPattern(Letters.IsNumber), part.Truth("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous)],
            "Metaspace" => [.. Metaspace(part)],
            "Punctuation" => [new PatternSplitter(new LetterPattern(Letters.IsBertPunctuation), Behavior(part, SplitBehavior.Isolated))],
            "Split" => [Splitting(part)],
            "Whitespace" => [new PatternSplitter(new WordPattern(), SplitBehavior.Removed, isInverted: true)],
            "WhitespaceSplit" => [new PatternSplitter(new LetterPattern(Letters.IsSpace), SplitBehavior.Removed)],
            string other => throw part.Unsupported("type", KnownPreTokenizers, other),
        };
        part.End();
        return steps;
    }

    /// <summary>BERT's words: white space is dropped, punctuation is a word of its own.</summary>
    public static Step[] BertWords { get; } =
    [
        new PatternSplitter(new LetterPattern(Letters.IsSpace), SplitBehavior.Removed),
        new PatternSplitter(new LetterPattern(Letters.IsBertPunctuation), SplitBehavior.Isolated),
    ];

    /// <summary>BERT's normalisation.</summary>
    /// <param name="cleans">Whether control characters are dropped and white space becomes a space.</param>
    /// <param name="spacesIdeographs">Whether ideographs are words of their own.</param>
    /// <param name="stripsAccents">Whether marks are dropped; null: as <paramref name="lowers"/>.</param>
    /// <param name="lowers">Whether letters become small.</param>
    public static IEnumerable<Step> Bert(bool cleans, bool spacesIdeographs, bool? stripsAccents, bool lowers)
    {
        if (cleans)
        {
            yield return new BertCleaning();
        }

        if (spacesIdeographs)
        {
            yield return new IdeographSpacing();
        }

        if (stripsAccents ?? lowers)
        {
            yield return new FormNormalizer(NormalForm.Nfd);
            yield return new Filter(Letters.IsNonspacingMark);
        }

        if (lowers)
        {
            yield return new Lowercase();
        }
    }

    /// <summary>The words of byte-level models, as letters of bytes.</summary>
    public static IEnumerable<Step> ByteLevel(bool hasPrefixSpace, bool splits)
    {
        if (hasPrefixSpace)
        {
            yield return new Prepend(" ", PrependRule.Missing);
        }

        if (splits)
        {
            yield return new PatternSplitter(new Gpt2Pattern(), SplitBehavior.Isolated);
        }

        yield return new ByteLetters();
    }

    private static IEnumerable<Step> Bert(JsonPart part) =>
        Bert(part.Truth("clean_text", true), part.Truth("handle_chinese_chars", true), part.OptionalTruth("strip_accents"), part.Truth("lowercase", true));

    private static IEnumerable<Step> ByteLevel(JsonPart part)
    {
        part.Ignore("trim_offsets"); // the post-processor's business
        return ByteLevel(part.Truth("add_prefix_space", true), part.Truth("use_regex", true));
    }

    private static Precompiled ReadMap(JsonPart part, string map)
    {
        try
        {
            return new Precompiled(Convert.FromBase64String(map));
        }
        catch (FormatException)
        {
            throw new InvalidDataException($"{part.Place}.precompiled_charsmap: expected base64, found something else");
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{part.Place}.precompiled_charsmap: expected a character map of SentencePiece, {problem.Message}", problem);
        }
    }

    private static Replace Replacing(JsonPart part)
    {
        string content = part.Text("content");
        JsonPart pattern = part.OptionalPart("pattern") ?? throw new InvalidDataException($"{part.Place}.pattern: expected a pattern, found none");
        if (pattern.OptionalText("String") is { Length: > 0 } text)
        {
            return new Replace(text, content);
        }

        string source = pattern.Text("Regex");
        return PatternReader.TryReadRun(source, out string letter, out int least) ? new Replace(letter, content, least)
            : PatternReader.IsPlain(source) ? new Replace(source, content)
            : throw pattern.Unsupported("Regex", "a plain text, or a letter with + or {n,}", source);
    }

    private static PatternSplitter Splitting(JsonPart part)
    {
        JsonPart pattern = part.OptionalPart("pattern") ?? throw new InvalidDataException($"{part.Place}.pattern: expected a pattern, found none");
        Pattern found = pattern.OptionalText("String") is { Length: > 0 } text ? new TextPattern(text) : PatternReader.Read(pattern);
        return new PatternSplitter(found, Behavior(part, standard: null), part.Truth("invert", false));
    }

    private static SplitBehavior Behavior(JsonPart part, SplitBehavior? standard)
    {
        string? name = part.OptionalText("behavior");
        return name is null && standard is not null ? standard.Value
            : Enum.TryParse(name, out SplitBehavior behavior) && Enum.IsDefined(behavior) ? behavior
            : throw part.Unsupported("behavior", string.Join(", ", Enum.GetNames<SplitBehavior>()), name ?? "");
    }

    private static IEnumerable<Step> Metaspace(JsonPart part)
    {
        string mark = part.OptionalText("replacement") ?? CharacterNormalizer.SpaceMark.ToString();
        part.Ignore("str_rep");
        bool? old = part.OptionalTruth("add_prefix_space");
        string scheme = part.OptionalText("prepend_scheme") ?? (old == false ? "never" : "always");
        yield return new Replace(" ", mark);
        if (scheme is "always" or "first")
        {
            yield return new Prepend(mark, scheme == "first" ? PrependRule.MissingAtBeginning : PrependRule.Missing);
        }
        else if (scheme != "never")
        {
            throw part.Unsupported("prepend_scheme", "always, first or never", scheme);
        }

        if (part.Truth("split", true))
        {
            yield return new PatternSplitter(new TextPattern(mark), SplitBehavior.MergedWithNext);
        }
    }
}
