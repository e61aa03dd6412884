using System.Runtime.CompilerServices;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Training;

namespace Maner;

/// <summary>
/// A trained tagger: text in, entities out. <b>Thread-safe</b>: any number of threads may call one model at the same time; each gets the answer that
/// it would get alone, to the bit, or waits for its turn (<see cref="NerModelOptions.Concurrency"/>). Load a model once and share it.
/// </summary>
public sealed class NerModel : IDisposable
{
    // Sentences for which a stream takes a tagger before it gives it back: some batches, so that others get their turn.
    private const int SentencesPerTurn = 64;
    private readonly TaggerPool _pool;

    private NerModel(string folder, TaggerPool pool, IReadOnlyList<string> types, TrainingSummary? training) =>
        (Folder, Types, Training, _pool) = (folder, types, training, pool);

    /// <summary>The folder that the model was loaded from.</summary>
    public string Folder { get; }

    /// <summary>The entity types that the model knows, such as <c>PER</c>.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>How training went, of a model that <see cref="NerTrainer"/> has just made; null of one that was loaded.</summary>
    public TrainingSummary? Training { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="nameOrFolder">A folder that the program's train command or <see cref="NerTrainer"/> made, or the name of a bundled model: <c>mini-ner</c>.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <exception cref="OptionException">An option is outside what makes sense.</exception>
    /// <exception cref="InvalidDataException">The folder's files do not fit each other, or are from another version.</exception>
    /// <exception cref="IOException">There is no such model, or a file is missing.</exception>
    public static NerModel Load(string nameOrFolder, NerModelOptions? options = null) => Load(nameOrFolder, options, files: null, training: null);

    internal static NerModel Load(string nameOrFolder, NerModelOptions? options, IDisposable? files, TrainingSummary? training)
    {
        options = (options ?? new NerModelOptions()).Validated();
        string folder = ModelCatalog.Default.Find(nameOrFolder);
        var workers = new Workers(options.Threads);
        try
        {
            ModelIntegrity.Require(folder);
            Tagger tagger = TaggerFolder.Load(folder, workers, options.Precision);
            return new NerModel(folder, new TaggerPool(tagger, workers, options.Concurrency, files), [.. tagger.Tags.Types], training);
        }
        catch
        {
            workers.Dispose();
            throw;
        }
    }

    /// <summary>Tags a sentence of running text, which is cut into words as the training data was.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public TaggedText Tag(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _pool.Use(tagger => Tag(tagger, [Sentence.FromText(text, tagger.Words)])[0], CancellationToken.None);
    }

    /// <summary>Tags a sentence that is cut into words already. (A name of its own, since a list of words and a list of texts have the same type.)</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public TaggedText TagWords(IReadOnlyList<string> words) => Tag(Sentence.FromWords(words));

    /// <summary>Tags a sentence.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public TaggedText Tag(Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return _pool.Use(tagger => Tag(tagger, [sentence])[0], CancellationToken.None);
    }

    /// <summary>Tags sentences of running text, in their order, some at a time: a stream of any length takes the same memory.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public IEnumerable<TaggedText> Tag(IEnumerable<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (string[] some in texts.Chunk(SentencesPerTurn))
        {
            foreach (TaggedText tagged in _pool.Use(tagger => Tag(tagger, some.Select(text => Sentence.FromText(text, tagger.Words))), cancellation))
            {
                yield return tagged;
            }
        }
    }

    /// <summary>Tags a sentence of running text, without holding the caller's thread.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before its turn came.</exception>
    public Task<TaggedText> TagAsync(string text, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _pool.UseAsync(tagger => Tag(tagger, [Sentence.FromText(text, tagger.Words)])[0], cancellation);
    }

    /// <summary>Tags a stream of sentences, in their order. What has come is tagged at once; it does not wait for more.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async IAsyncEnumerable<TaggedText> TagAsync(
        IAsyncEnumerable<string> texts, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        await foreach (string text in texts.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return await TagAsync(text, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Scores the model on labelled sentences.</summary>
    /// <param name="data">Labelled sentences.</param>
    /// <param name="cancellation">Ends the wait for a turn.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels, or has an entity of a type that the model does not know.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public Report Evaluate(DataSet data, CancellationToken cancellation = default) => Evaluate(data, UnknownTypes.Refuse, cancellation);

    /// <summary>The same of sentences that may have entities of other types than the model's.</summary>
    /// <param name="data">Labelled sentences.</param>
    /// <param name="unknownTypes">What becomes of entities whose type the model does not know.</param>
    /// <param name="cancellation">Ends the wait for a turn.</param>
    /// <exception cref="InvalidDataException">A sentence has no labels, or an entity's type is unknown and to be refused.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public Report Evaluate(DataSet data, UnknownTypes unknownTypes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return _pool.Use(tagger => Evaluator.Run(tagger, data, unknownTypes).Report, cancellation);
    }

    /// <summary>Writes the model into a new or empty folder: the files that it was loaded from.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    /// <exception cref="IOException">The folder has files already, or cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _pool.KeepFiles(() => ModelFiles.Copy(Folder, folder));
    }

    /// <summary>
    /// Frees the model. Calls that compute at this moment are finished; who waits for a turn, continues a stream or calls later gets an
    /// <see cref="ObjectDisposedException"/>. Disposing twice does nothing.
    /// </summary>
    public void Dispose() => _pool.Dispose();

    private static TaggedText[] Tag(Tagger tagger, IEnumerable<Sentence> sentences) => [.. tagger.Tag(sentences, withLogProbability: true).Select(tagged => new TaggedText(tagged))];
}
