using Maner.Tensors;

namespace Maner.Model.Storage;

/// <summary>
/// The weights of a Hugging Face checkpoint folder: <c>model.safetensors</c>, or shards named by <c>model.safetensors.index.json</c>, or, where
/// neither is there, <c>pytorch_model.bin</c> or its shards. Remembers what was read, so that what nobody wanted can be reported. Thread-safe.
/// </summary>
/// <remarks>
/// Names are those of the classes with a head (<c>roberta.encoder.layer.0.…</c>, <c>bert.…</c>, <c>distilbert.…</c>). A folder saved from the bare
/// <c>XLMRobertaModel</c> or <c>BertModel</c> lacks the prefix; its tensors are found under the same names.
/// So are those of BERT's first checkpoints, which call the weight and bias of a LayerNorm gamma and beta.
/// </remarks>
internal sealed class Checkpoint : IDisposable
{
    private static readonly string[] s_prefixes = ["roberta.", "bert.", "distilbert.", "model."];
    private const string SingleFile = "model.safetensors";
    private const string TorchFileName = "pytorch_model.bin";
    private const string IndexEnding = ".index.json";
    private const string IndexFile = SingleFile + IndexEnding;

    // Buffers of old library versions, copies of the tied decoder, and the pooler and next-sentence head, which neither tagging nor masked-LM uses.
    private static readonly string[] s_extras =
    [
        .. s_prefixes.SelectMany(prefix => (string[])["embeddings.position_ids", "embeddings.token_type_ids", "pooler.dense.weight", "pooler.dense.bias"], string.Concat),
        "lm_head.decoder.weight", "lm_head.decoder.bias", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
        "cls.seq_relationship.weight", "cls.seq_relationship.bias", "vocab_projector.weight", "decoder.weight",
    ];

    private readonly string? _prefix;
    private readonly IReadOnlyDictionary<string, ITensorFile> _fileOf;
    private readonly IReadOnlyList<ITensorFile> _files;
    private readonly HashSet<string> _unread;
    private readonly HashSet<string> _required = new(StringComparer.Ordinal); // whose numbers are known to be finite
    private readonly Lock _lock = new();

    private Checkpoint(string folder, IReadOnlyDictionary<string, ITensorFile> fileOf, IReadOnlyList<ITensorFile> files)
    {
        Folder = folder;
        _fileOf = fileOf;
        _files = files;
        _prefix = s_prefixes.FirstOrDefault(prefix => fileOf.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)));
        _unread = new HashSet<string>(fileOf.Keys, StringComparer.Ordinal);
        _unread.ExceptWith(s_extras.Select(StoredName));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>True when the encoder's tensors are stored under <c>roberta.</c> or its family's prefix; names in this API have the prefix either way.</summary>
    public bool HasPrefix => _prefix is not null;

    /// <summary>Names (as stored) that nobody has read yet, in ordinal order, without extras that are known to be of no use.</summary>
    public IReadOnlyList<string> Unread
    {
        get
        {
            lock (_lock)
            {
                return [.. _unread.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Opens the folder and checks the headers of all of its files.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder holds no weights.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, a shard is missing, or the weights are pickled.</exception>
    public static Checkpoint Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{folder}': expected the folder of a Hugging Face checkpoint, found none. Check the name.");
        }

        return Open(folder, SingleFile, SafeTensorsFile.Open) ?? Open(folder, TorchFileName, TorchFile.Open) ?? throw NoWeights(folder);
    }

    /// <summary>The files of a folder that hold its weights: one, or an index and its shards in ordinal order. Those that <see cref="Open(string)"/> reads.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no weights.</exception>
    /// <exception cref="InvalidDataException">An index is damaged.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach (string name in (ReadOnlySpan<string>)[SingleFile, TorchFileName])
        {
            string single = Path.Combine(folder, name), index = single + IndexEnding;
            if (File.Exists(single))
            {
                return [single];
            }

            if (File.Exists(index))
            {
                return [index, .. ShardIndex.ShardsOf(index, Path.GetExtension(name)).Select(shard => Path.Combine(folder, shard))];
            }
        }

        throw NoWeights(folder);
    }

    /// <summary>True when the checkpoint holds the tensor.</summary>
    public bool Has(string name) => _fileOf.ContainsKey(StoredName(name));

    /// <summary>Where every tensor is, by its stored name, in ordinal order, without extras that are known to be of no use.</summary>
    internal IEnumerable<(ITensorFile File, TensorEntry Entry)> Stored
    {
        get
        {
            HashSet<string> extras = [.. s_extras.Select(StoredName)];
            return _fileOf.Where(tensor => !extras.Contains(tensor.Key)).OrderBy(tensor => tensor.Key, StringComparer.Ordinal)
                .Select(tensor => (tensor.Value, tensor.Value.Tensors[tensor.Key]));
        }
    }

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="InvalidDataException">The checkpoint has no such tensor.</exception>
    public IReadOnlyList<long> ShapeOf(string name) => Find(name, expectedShape: null).Entry.Shape;

    /// <summary>Reads a tensor as float and marks it as read.</summary>
    /// <param name="name">The tensor's name, with the family's prefix for the encoder's own.</param>
    /// <param name="expectedShape">The shape that the configuration asks for.</param>
    /// <param name="destination">As long as that shape has elements.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, it has another shape, or its numbers are not floating.</exception>
    /// <exception cref="ArgumentException">The destination does not fit the expected shape.</exception>
    public void Read(string name, ReadOnlySpan<int> expectedShape, Span<float> destination)
    {
        (ITensorFile file, TensorEntry entry) = Require(name, expectedShape);
        file.Read(entry.Name, destination);
    }

    /// <summary>Reads a tensor that will not be needed again: its pages of the file are given back.</summary>
    public void ReadOnce(string name, ReadOnlySpan<int> expectedShape, Span<float> destination)
    {
        (ITensorFile file, TensorEntry entry) = Require(name, expectedShape);
        file.Read(entry.Name, destination);
        file.Forget(entry.Name);
    }

    /// <summary>The same as memory that may be written, of which only touched pages are ever loaded; null if it has to be read.</summary>
    public NativeBuffer? MapPrivate(string name, ReadOnlySpan<int> expectedShape)
    {
        (ITensorFile file, TensorEntry entry) = Require(name, expectedShape);
        return file.MapPrivate(entry.Name);
    }

    /// <summary>Finds a tensor, checks its shape and, the first time, that its numbers are finite, and counts it as read.</summary>
    internal (ITensorFile File, TensorEntry Entry) Require(string name, ReadOnlySpan<int> expectedShape)
    {
        long[] expected = new long[expectedShape.Length];
        for (int axis = 0; axis < expected.Length; axis++)
        {
            expected[axis] = expectedShape[axis];
        }

        (ITensorFile file, TensorEntry entry) = OfShape(name, expected);
        bool isNew;
        lock (_lock)
        {
            _unread.Remove(entry.Name);
            isNew = _required.Add(entry.Name);
        }

        if (isNew)
        {
            file.RequireFinite(entry.Name);
        }

        return (file, entry);
    }

    /// <summary>
    /// Checks that there is a tensor of a shape, without reading it. Whoever is about to allocate what a configuration asks for checks before: a file has its
    /// size, a configuration may say anything.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another shape.</exception>
    public void RequireShape(string name, params ReadOnlySpan<int> expectedShape)
    {
        long[] expected = new long[expectedShape.Length];
        for (int axis = 0; axis < expected.Length; axis++)
        {
            expected[axis] = expectedShape[axis];
        }

        OfShape(name, expected);
    }

    private (ITensorFile File, TensorEntry Entry) OfShape(string name, long[] expected)
    {
        (ITensorFile file, TensorEntry entry) = Find(name, expected);
        return entry.Shape.SequenceEqual(expected) ? (file, entry) : throw new InvalidDataException(
            $"{name}: expected {TensorEntry.Text(expected)}, file has {entry.ShapeText}. Is config.json from another model? (file '{file.Path}')");
    }

    /// <summary>The tensors whose names start with <c>prefix.</c>, addressed by the rest of the name.</summary>
    /// <param name="prefix">For example <c>roberta.encoder.layer.0</c>, without a dot at its end.</param>
    public CheckpointScope Scope(string prefix) => new(this, prefix);

    /// <summary>Unmaps the files.</summary>
    public void Dispose()
    {
        foreach (ITensorFile file in _files)
        {
            file.Dispose();
        }
    }

    private static Checkpoint? Open(string folder, string name, Func<string, ITensorFile> open)
    {
        string single = Path.Combine(folder, name), index = single + IndexEnding;
        if (File.Exists(single))
        {
            ITensorFile file = open(single);
            return new Checkpoint(folder, file.Tensors.Keys.ToDictionary(tensor => tensor, _ => file, StringComparer.Ordinal), [file]);
        }

        if (!File.Exists(index))
        {
            return null;
        }

        (Dictionary<string, ITensorFile> fileOf, List<ITensorFile> files) = ShardIndex.Open(folder, index, Path.GetExtension(name), open);
        return new Checkpoint(folder, fileOf, files);
    }

    /// <summary>The name under which a tensor is in the files, if it is in them.</summary>
    internal string StoredName(string name)
    {
        string? lacking = HasPrefix ? null : s_prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        string stored = name[(lacking?.Length ?? 0)..];
        string old = stored.EndsWith(".LayerNorm.weight", StringComparison.Ordinal) ? stored[..^"weight".Length] + "gamma"
            : stored.EndsWith(".LayerNorm.bias", StringComparison.Ordinal) ? stored[..^"bias".Length] + "beta"
            : stored is "lm_head.bias" or "cls.predictions.bias" ? stored[..^"bias".Length] + "decoder.bias"
            : stored;
        return !_fileOf.ContainsKey(stored) && _fileOf.ContainsKey(old) ? old : stored;
    }

    private (ITensorFile File, TensorEntry Entry) Find(string name, long[]? expectedShape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string stored = StoredName(name);
        if (_fileOf.TryGetValue(stored, out ITensorFile? file))
        {
            return (file, file.Tensors[stored]);
        }

        string shape = expectedShape is null ? "" : " " + TensorEntry.Text(expectedShape);
        throw new InvalidDataException(
            $"{name}: expected a tensor{shape} of this name in '{Folder}', found none. Is config.json from another model, or are the weights of another kind?");
    }

    private static Exception NoWeights(string folder)
    {
        string[] names = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        string expected = $"'{folder}': expected {SingleFile}, {IndexFile}, {TorchFileName} or {TorchFileName}{IndexEnding}, found";
        if (names.FirstOrDefault(ShardIndex.IsPickleName) is { } pickle)
        {
            return new InvalidDataException($"{expected} only '{pickle}'. {ForeignFile.HowToRead}");
        }

        return names.FirstOrDefault(name => name.EndsWith(".safetensors", StringComparison.Ordinal)) is { } other
            ? new FileNotFoundException($"{expected} only '{other}'. Rename it if it holds the weights of the whole model.")
            : new FileNotFoundException($"{expected} none. Download the checkpoint's weights into the folder.");
    }
}
