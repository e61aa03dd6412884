using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>All text of a run: tokenized, cut into sequences, split into training and held-out.</summary>
/// <param name="Languages">The languages with anything to train on, by name.</param>
/// <param name="Manifests">What each was made of.</param>
/// <param name="Notices">What a user should know about them.</param>
internal sealed record Corpus(
    IReadOnlyList<LanguageText> Languages, IReadOnlyList<TokenManifest> Manifests, IReadOnlyList<string> Notices) : IDisposable
{
    /// <summary>SHA-256 of each source by language.</summary>
    public IReadOnlyDictionary<string, string> Hashes =>
        new SortedDictionary<string, string>(Manifests.ToDictionary(manifest => manifest.Language, manifest => manifest.SourceSha256), StringComparer.Ordinal);

    /// <summary>Opens the text, tokenizing what the cache does not hold.</summary>
    /// <param name="files">The sources, by language.</param>
    /// <param name="cacheFolder">The token cache.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="options">How to cut and what to hold out.</param>
    /// <param name="workers">The threads that share the tokenizing.</param>
    /// <param name="progress">Told about every block and language.</param>
    /// <param name="cancellation">Gives up; languages that are done stay in the cache.</param>
    /// <exception cref="InvalidDataException">No file has any text, or one cannot be read.</exception>
    public static Corpus Open(
        IReadOnlyList<CorpusFile> files, string cacheFolder, Tokenizer tokenizer, PretrainingOptions options, Workers workers,
        Action<PretrainingProgress>? progress, CancellationToken cancellation)
    {
        var cache = new TokenCache(cacheFolder, tokenizer);
        var entries = new List<TokenCache.Entry>();
        try
        {
            double bytes = Math.Max(1, files.Sum(file => new FileInfo(file.Path).Length)), done = 0;
            foreach (CorpusFile file in files)
            {
                void Report(long sentences)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Invoke(new PretrainingProgress(
                        PretrainingStage.Tokenizing, done / bytes, sentences == 0 ? file.Language : FormattableString.Invariant($"{file.Language}, {sentences} sentences")));
                }

                Report(0);
                entries.Add(cache.Open(file, workers, Report));
                done += new FileInfo(file.Path).Length;
            }

            return Part(entries, new PieceIds(tokenizer), options);
        }
        catch
        {
            entries.ForEach(entry => entry.File?.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (LanguageText language in Languages)
        {
            language.Dispose();
        }
    }

    private static Corpus Part(List<TokenCache.Entry> entries, PieceIds ids, PretrainingOptions options)
    {
        TokenCache.Entry[] filled = [.. entries.Where(entry => entry.File is not null)];
        HashSet<ulong>[] own = [.. filled.Select(entry => TrainingSequences.HeldOut(entry.File!.Sentences, options.HeldOut).ToHashSet())];
        HashSet<ulong> all = [.. own.SelectMany(hashes => hashes)];
        var cutter = new SentenceCutter(options.MaxTokens - TrainingSequence.SpecialTokens, ids.StartsWord);
        LanguageText[] languages = [.. filled.Select((entry, index) => TrainingSequences.Part(entry.Language, entry.File!, own[index], all, cutter))];
        LanguageText[] kept = [.. languages.Where(language => language.Training.Length > 0)];
        string[] empty = [.. entries.Select(entry => entry.Language).Except(kept.Select(language => language.Name))];
        foreach (LanguageText language in languages.Except(kept))
        {
            language.Dispose();
        }

        if (kept.Length == 0)
        {
            throw new InvalidDataException("Expected text to train on, found none in any file. Is it the right folder, with one sentence per line?");
        }

        var notices = new List<string>();
        if (empty.Length > 0)
        {
            notices.Add($"No text in {string.Join(", ", empty)}: left out.");
        }

        if (options.HeldOut > 0 && kept.Where(language => language.HeldOut.Length == 0).Select(language => language.Name).ToArray() is { Length: > 0 } unmeasured)
        {
            notices.Add($"Nothing held out of {string.Join(", ", unmeasured)}: fewer than {TrainingSequences.SmallestPart} different sentences.");
        }

        notices.AddRange(entries.Where(entry => entry.Manifest.Unknown > 0.05 * entry.Manifest.Tokens).Select(entry => FormattableString.Invariant(
            $"{entry.Language}: {100.0 * entry.Manifest.Unknown / entry.Manifest.Tokens:F0} % of the pieces are unknown to the tokenizer.")));
        return new Corpus(kept, [.. entries.Select(entry => entry.Manifest)], notices);
    }
}
