using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Maner.Text.Tokenization.Json;

/// <summary>Finds and opens the tokenizer of an encoder's folder.</summary>
internal static class TokenizerFolder
{
    /// <summary>The file of SentencePiece models of the XLM-R family: taken before tokenizer.json, whose Unigram cuts a few texts in another way.</summary>
    public const string SentencePieceFile = "sentencepiece.bpe.model";

    /// <summary>The file of Hugging Face's tokenizers.</summary>
    public const string JsonFile = "tokenizer.json";

    /// <summary>The file of a tokenizer's settings, beside the others.</summary>
    public const string ConfigurationFile = "tokenizer_config.json";

    /// <summary>The file of tokens that were added to BERT's or RoBERTa's vocabulary.</summary>
    public const string AddedFile = "added_tokens.json";

    /// <summary>The names of all files that a tokenizer may be read from.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [SentencePieceFile, JsonFile, BertFile, RobertaFile, MergesFile, AddedFile, SpecialFile, ConfigurationFile];

    private const string BertFile = "vocab.txt", RobertaFile = "vocab.json", MergesFile = "merges.txt";
    private const string SpecialFile = "special_tokens_map.json";
    private const long MaxBytes = 512 << 20;

    /// <summary>
    /// Opens the tokenizer of a folder: <c>sentencepiece.bpe.model</c>, or else <c>tokenizer.json</c>, or <c>vocab.txt</c> (BERT), or <c>vocab.json</c> and
    /// <c>merges.txt</c> (RoBERTa). <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> are read for the names of special tokens, where they are;
    /// <c>added_tokens.json</c> beside the vocabulary files.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="hasSpaceBeforeWords">
    /// Whether <see cref="Tokenizer.EncodeWord"/> cuts a word as if a space stood before it. Byte-level tokenizers and Gemma's add none by themselves, but nearly
    /// all words of running text have one. Others do so anyway.
    /// </param>
    /// <exception cref="FileNotFoundException">The folder has no tokenizer.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or needs something that is not supported: the message names it.</exception>
    public static Tokenizer Open(string folder, bool hasSpaceBeforeWords = false)
    {
        IReadOnlyList<string> paths = FilesOf(folder);
        if (Path.GetFileName(paths[0]) == SentencePieceFile)
        {
            return UnigramTokenizer.Load(paths[0]);
        }

        return Open([.. paths], hasSpaceBeforeWords);
    }

    /// <summary>The files of a folder that its tokenizer is read from: what <see cref="Open(string, bool)"/> opens, without reading it.</summary>
    /// <exception cref="FileNotFoundException">The folder has no tokenizer.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Exists(SentencePieceFile))
        {
            return [Path.Combine(folder, SentencePieceFile)];
        }

        string[] files = Exists(JsonFile) ? [JsonFile] : Exists(BertFile) ? [BertFile] : Exists(RobertaFile) && Exists(MergesFile) ? [RobertaFile, MergesFile] : [];
        if (files.Length == 0)
        {
            throw new FileNotFoundException(
                $"{folder}: expected a tokenizer ({SentencePieceFile}, {JsonFile}, {BertFile}, or {RobertaFile} with {MergesFile}), found none. Copy it from where the encoder came from.",
                Path.Combine(folder, JsonFile));
        }

        string[] beside = files[0] == JsonFile ? [SpecialFile, ConfigurationFile] : [AddedFile, SpecialFile, ConfigurationFile];
        return [.. files.Concat(beside.Where(Exists)).Select(file => Path.Combine(folder, file))];

        bool Exists(string file) => File.Exists(Path.Combine(folder, file));
    }

    /// <summary>Whether a word by itself is cut as one that begins.</summary>
    private static bool BeginsWords(PipelineTokenizer tokenizer)
    {
        var ids = new List<int>();
        tokenizer.EncodeWord("a", ids);
        return ids.Count > 0 && tokenizer.StartsWord(ids[0]);
    }

    private static PipelineTokenizer Open(string[] paths, bool hasSpaceBeforeWords)
    {
        byte[][] contents = [.. paths.Select(Read)];
        int of = 0; // the file that is read
        try
        {
            JsonElement? special = Json(SpecialFile), configuration = Json(ConfigurationFile);
            var names = new SpecialNames(((JsonElement?[])[special, configuration]).OfType<JsonElement>());
            IReadOnlyList<AddedToken> added = AddedTokensFile.Read(Json(AddedFile), names);
            of = 0;
            PipelineDescription description = Path.GetFileName(paths[0]) switch
            {
                JsonFile => TokenizerJson.Read(Json(JsonFile)!.Value, names),
                BertFile => VocabularyFiles.Bert(Text(0), configuration, names, added),
                _ => VocabularyFiles.Roberta(Json(RobertaFile)!.Value, Text(1), configuration, names, added),
            };
            of = 0;
            description = description with { Files = paths, Contents = [.. contents.Select(content => (ReadOnlyMemory<byte>)content)], Sha256 = Hash(contents) };
            var plain = new PipelineTokenizer(description);
            return hasSpaceBeforeWords && !BeginsWords(plain) ? new PipelineTokenizer(description with { HasSpaceBeforeWords = true }) : plain;
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{paths[of]}: {problem.Message}. Use the files that were published with the encoder, or another encoder.", problem);
        }
        catch (InvalidOperationException problem)
        {
            throw new InvalidDataException($"{paths[of]}: expected text in Unicode, found half a surrogate pair. Use the files that were published with the encoder.", problem);
        }

        JsonElement? Json(string name)
        {
            of = Array.FindIndex(paths, path => Path.GetFileName(path) == name);
            return of < 0 ? null : Parse(contents[of]);
        }

        string Text(int index)
        {
            of = index;
            return Utf8.IsValid(contents[index])
                ? System.Text.Encoding.UTF8.GetString(contents[index])
                : throw new InvalidDataException("expected UTF-8, found bytes that are not");
        }
    }

    private static byte[] Read(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= MaxBytes
            ? File.ReadAllBytes(path)
            : throw new InvalidDataException($"{path}: expected at most {MaxBytes} bytes, found {length}. Is it another file?");
    }

    private static JsonElement Parse(byte[] content)
    {
        try
        {
            if (Utf8.IsValid(content))
            {
                // Not disposed of: the elements go with the garbage.
                JsonElement root = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
                return root.ValueKind == JsonValueKind.Object ? root : throw new InvalidDataException($"expected a JSON object, found {root.ValueKind}");
            }
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"expected JSON, found a mistake: {problem.Message.TrimEnd('.')}", problem);
        }

        throw new InvalidDataException("expected JSON in UTF-8, found bytes that are not UTF-8");
    }

    private static string Hash(byte[][] contents)
    {
        string[] hashes = [.. contents.Select(content => Convert.ToHexStringLower(SHA256.HashData(content)))];
        return hashes.Length == 1 ? hashes[0] : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Concat(hashes))));
    }
}
