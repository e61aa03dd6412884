using System.Text.Json;
using Maner.Text.Tokenization.Models;

namespace Maner.Text.Tokenization.Json;

/// <summary>Tokenizers from the vocabulary files that are older than tokenizer.json: BERT's and RoBERTa's.</summary>
internal static class VocabularyFiles
{
    /// <summary>BERT's <c>vocab.txt</c>: one token per line, its id the line's number from 0 on. How text is normalised is in tokenizer_config.json.</summary>
    /// <param name="text">The file.</param>
    /// <param name="configuration">The object of tokenizer_config.json; null when there is none: letters become small then, as in the library.</param>
    /// <param name="names">Which tokens are the mask and so on.</param>
    /// <param name="more">Tokens of added_tokens.json.</param>
    /// <exception cref="InvalidDataException">A token is there twice or missing.</exception>
    public static PipelineDescription Bert(string text, JsonElement? configuration, SpecialNames names, IReadOnlyList<AddedToken> more)
    {
        string[] lines = text.Split('\n');
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var vocabulary = new Vocabulary([.. lines.Take(count).Select((line, id) => KeyValuePair.Create(line.TrimEnd('\r'), id))]);
        AddedTokensFile.Check(more, vocabulary);
        Func<string, int?> idOf = IdOf(vocabulary, more);
        AddedToken[] added = Merged(Special(names, idOf, roles: ["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"], maskTakesSpace: false), more);
        var special = new HashSet<string>(added.Where(token => token.IsSpecial).Select(token => token.Content), StringComparer.Ordinal);
        bool lowers = Setting("do_lower_case") ?? true;
        return Describe(names, idOf, added) with
        {
            Normalizers = [.. StepReader.Bert(cleans: true, Setting("tokenize_chinese_chars") ?? true, Setting("strip_accents"), lowers)],
            PreTokenizers = StepReader.BertWords,
            Model = new WordPieceModel(vocabulary, names.NameOf("unk_token", idOf), "##", maxLetters: 100, ModelReader.Excluded(vocabulary, special)),
            Decoder = new TokenDecoder([TokenDecoder.WordPiece("##", cleansUp: true)]),
        };

        bool? Setting(string name) => configuration is { } settings && settings.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;
    }

    /// <summary>RoBERTa's <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <param name="vocab">The object of vocab.json: tokens with their ids.</param>
    /// <param name="merges">The file merges.txt: two tokens per line, the most frequent first; a first line that begins with <c>#version</c> is passed over.</param>
    /// <param name="configuration">The object of tokenizer_config.json; null when there is none.</param>
    /// <param name="names">Which tokens are the mask and so on.</param>
    /// <param name="more">Tokens of added_tokens.json.</param>
    /// <exception cref="InvalidDataException">The files do not fit.</exception>
    public static PipelineDescription Roberta(JsonElement vocab, string merges, JsonElement? configuration, SpecialNames names, IReadOnlyList<AddedToken> more)
    {
        Vocabulary vocabulary = ModelReader.ReadVocabulary(vocab, "vocab.json");
        AddedTokensFile.Check(more, vocabulary);
        Func<string, int?> idOf = IdOf(vocabulary, more);
        AddedToken[] added = Merged(Special(names, idOf, roles: ["cls_token", "pad_token", "sep_token", "unk_token", "mask_token"], maskTakesSpace: true), more);
        var special = new HashSet<string>(added.Where(token => token.IsSpecial).Select(token => token.Content), StringComparer.Ordinal);
        bool hasPrefixSpace = configuration is { } settings && settings.TryGetProperty("add_prefix_space", out JsonElement value) && value.ValueKind == JsonValueKind.True;
        return Describe(names, idOf, added) with
        {
            Normalizers = [],
            PreTokenizers = [.. StepReader.ByteLevel(hasPrefixSpace, splits: true)],
            Model = ModelReader.Bpe(
                vocabulary, ReadMerges(merges), new BpeOptions(Unknown: null, FusesUnknown: false, HasByteFallback: false, IgnoresMerges: false),
                ModelReader.Excluded(vocabulary, special), isByteLevel: true),
            Trimmer = new OffsetTrimmer(hasPrefixSpace),
            Decoder = new TokenDecoder([TokenDecoder.ByteLevel]),
        };
    }

    private static Func<string, int?> IdOf(Vocabulary vocabulary, IReadOnlyList<AddedToken> more) =>
        text => vocabulary.TryGetId(text, out int id) ? id : more.FirstOrDefault(token => token.Content == text)?.Id;

    /// <summary>Tokens with a role, and those added ones that have none.</summary>
    private static AddedToken[] Merged(IEnumerable<AddedToken> special, IReadOnlyList<AddedToken> more)
    {
        AddedToken[] known = [.. special];
        return [.. known, .. more.Where(token => known.All(other => other.Id != token.Id))];
    }

    private static PipelineDescription Describe(SpecialNames names, Func<string, int?> idOf, AddedToken[] added) => new()
    {
        Files = [],
        Sha256 = "",
        SpecialTokens = new SpecialIds(
            names.Require("cls_token", idOf), names.Require("sep_token", idOf), names.Require("mask_token", idOf), names.Find("unk_token", idOf), names.Find("pad_token", idOf)),
        AddedTokens = added,
        Normalizers = [],
        PreTokenizers = [],
        Model = null!,
        Decoder = null!,
    };

    private static IEnumerable<AddedToken> Special(SpecialNames names, Func<string, int?> idOf, string[] roles, bool maskTakesSpace) => roles
        .Select(role => (Role: role, Id: names.Find(role, idOf)))
        .Where(found => found.Id is not null)
        .DistinctBy(found => found.Id)
        .Select(found => new AddedToken(
            names.NameOf(found.Role, idOf), found.Id!.Value, IsSingleWord: false, TakesSpaceBefore: maskTakesSpace && found.Role == "mask_token",
            TakesSpaceAfter: false, IsNormalized: false, IsSpecial: true));

    private static List<(string, string)> ReadMerges(string text)
    {
        var merges = new List<(string, string)>();
        string[] lines = text.Split('\n');
        for (int number = 0; number < lines.Length; number++)
        {
            string line = lines[number].TrimEnd('\r');
            if (line.Length > 0 && !(number == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                merges.Add(ModelReader.SplitMerge(line) ?? throw new InvalidDataException($"merges.txt:{number + 1}: expected two tokens with a space between them, found '{line}'"));
            }
        }

        return merges;
    }
}
