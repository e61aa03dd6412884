using System.Text.Json;
using Maner.Text.Tokenization.Aligned;
using Maner.Text.Tokenization.Models;
using Maner.Text.Tokenization.Normalizers;

namespace Maner.Text.Tokenization.Json;

/// <summary>Reads tokenizer.json, the file of Hugging Face's tokenizers (version 1.0).</summary>
internal static class TokenizerJson
{
    /// <summary>What the file describes.</summary>
    /// <param name="root">The file's object.</param>
    /// <param name="names">Which tokens are the mask and so on.</param>
    /// <exception cref="InvalidDataException">It needs something that is not supported, or contradicts itself.</exception>
    public static PipelineDescription Read(JsonElement root, SpecialNames names)
    {
        var file = new JsonPart(root, "");
        if (file.OptionalText("version") is { } version && version != "1.0")
        {
            throw file.Unsupported("version", "\"1.0\"", version);
        }

        // Sequences are cut and filled elsewhere.
        file.Ignore("truncation", "padding");
        AddedToken[] added = [.. (file.OptionalList("added_tokens") ?? []).Select((element, index) => ReadAdded(new JsonPart(element, $"added_tokens[{index}]")))];
        Step[] normalizers = [.. StepReader.Normalizers(file.OptionalPart("normalizer"))];
        Step[] preTokenizers = [.. StepReader.PreTokenizers(file.OptionalPart("pre_tokenizer"))];
        bool isByteLevel = normalizers.Concat(preTokenizers).Any(step => step is ByteLetters);
        var special = new HashSet<string>(added.Where(token => token.IsSpecial).Select(token => token.Content), StringComparer.Ordinal);
        TokenModel model = ModelReader.Read(
            file.OptionalPart("model") ?? throw new InvalidDataException("model: expected an object, found none"), special, isByteLevel);
        CheckAdded(added, model.Vocabulary);
        PostProcessing processing = PostProcessorReader.Read(file.OptionalPart("post_processor"));
        TokenDecoder decoder = DecoderReader.Read(file.OptionalPart("decoder"));
        file.End();
        return new PipelineDescription
        {
            Files = [],
            Sha256 = "",
            SpecialTokens = new SpecialIds(
                processing.Begin ?? names.Require("cls_token", IdOf),
                processing.End ?? names.Require("sep_token", IdOf),
                names.Require("mask_token", IdOf),
                model.UnknownId ?? names.Find("unk_token", IdOf),
                names.Find("pad_token", IdOf)),
            AddedTokens = added,
            Normalizers = normalizers,
            PreTokenizers = preTokenizers,
            Model = model,
            Trimmer = processing.Trimmer,
            Decoder = decoder,
        };

        int? IdOf(string text) => added.FirstOrDefault(token => token.Content == text)?.Id ?? (model.Vocabulary.TryGetId(text, out int id) ? id : null);
    }

    private static AddedToken ReadAdded(JsonPart part)
    {
        int id = part.OptionalNumber("id") ?? throw new InvalidDataException($"{part.Place}.id: expected a whole number, found none");
        bool isSpecial = part.Truth("special", false);
        var token = new AddedToken(
            part.Text("content"), id, part.Truth("single_word", false), part.Truth("lstrip", false), part.Truth("rstrip", false),
            part.Truth("normalized", !isSpecial), isSpecial);
        part.End();
        return token;
    }

    private static void CheckAdded(AddedToken[] added, Vocabulary vocabulary)
    {
        var ids = new HashSet<int>();
        foreach (AddedToken token in added)
        {
            bool isKnown = vocabulary.TryGetId(token.Content, out int id);
            if (!ids.Add(token.Id) || (isKnown ? id != token.Id : vocabulary.TextOf(token.Id) is not null) || token.Id > vocabulary.Count + added.Length)
            {
                throw new InvalidDataException($"added_tokens: expected one id for every token, found '{token.Content}' with id {token.Id}, which the vocabulary gives to another");
            }
        }
    }
}
