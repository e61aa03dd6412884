using System.Text.Json;
using Maner.Text.Tokenization.Models;

namespace Maner.Text.Tokenization.Json;

/// <summary>
/// <c>added_tokens.json</c>, which old folders have beside <c>vocab.txt</c> or <c>vocab.json</c>: tokens that were added to the vocabulary, with their ids. (What
/// tokenizer.json has says the same, so beside that the file is not read.)
/// </summary>
internal static class AddedTokensFile
{
    /// <summary>The tokens. As in the library, those that are no text are found in text as it was written, others in what the normalizers make of it.</summary>
    /// <param name="root">The file's object; null where there is none.</param>
    /// <param name="names">Which tokens are no text.</param>
    /// <exception cref="InvalidDataException">A token is empty, or its id is no whole number.</exception>
    public static IReadOnlyList<AddedToken> Read(JsonElement? root, SpecialNames names)
    {
        var tokens = new List<AddedToken>();
        if (root is { } file)
        {
            foreach (JsonProperty entry in file.EnumerateObject())
            {
                if (entry.Name.Length == 0 || entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id) || id < 0)
                {
                    throw new InvalidDataException($"expected tokens, each with its id, found \"{entry.Name}\": {entry.Value.GetRawText()}");
                }

                bool isSpecial = names.IsSpecial(entry.Name);
                tokens.Add(new AddedToken(entry.Name, id, IsSingleWord: false, TakesSpaceBefore: false, TakesSpaceAfter: false, IsNormalized: !isSpecial, isSpecial));
            }
        }

        return tokens;
    }

    /// <summary>Checks that every token has an id of its own.</summary>
    /// <param name="tokens">The file's tokens.</param>
    /// <param name="vocabulary">What they were added to.</param>
    /// <exception cref="InvalidDataException">Two tokens have one id, a token has two, or an id is far behind the vocabulary.</exception>
    public static void Check(IReadOnlyList<AddedToken> tokens, Vocabulary vocabulary)
    {
        var ids = new HashSet<int>();
        foreach (AddedToken token in tokens)
        {
            bool isKnown = vocabulary.TryGetId(token.Content, out int known);
            if (!ids.Add(token.Id) || (isKnown ? known != token.Id : vocabulary.TextOf(token.Id) is not null) || token.Id > vocabulary.Count + tokens.Count)
            {
                throw new InvalidDataException(
                    $"{TokenizerFolder.AddedFile}: expected one id for every token, behind the vocabulary's {vocabulary.Count}, found '{token.Content}' with id {token.Id}, " +
                    $"{(isKnown && known != token.Id ? $"which the vocabulary gives id {known}" : "which is another's or far behind")}");
            }
        }
    }
}
