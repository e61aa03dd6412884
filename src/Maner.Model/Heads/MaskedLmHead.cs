using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Heads;

/// <summary>
/// The masked language model's head: dense, GELU, layer norm, then a decoder that is the word embeddings themselves (or, untied, a table of its own) plus a
/// bias (Hugging Face <c>XLMRobertaLMHead</c>, <c>BertLMPredictionHead</c>, <c>tie_word_embeddings</c>).
/// </summary>
internal sealed class MaskedLmHead : IDisposable
{
    // The decoder is most of a small model's work. A chunk of rows has its logits at once, so that the table is packed once for all of
    // them, and they take 66 MB at 32,000 pieces; within it a chunk of tokens keeps the products' operands in the second-level cache.
    private const int RowsPerChunk = 512;
    private const int TokensPerChunk = 2048;

    private readonly LayerContext _context;
    private readonly EmbeddingTable _words;
    private readonly bool _isTied;
    private readonly HeadTransform _transform;
    private readonly Parameter? _decoderBias;
    private readonly int _rowsPerChunk;
    private readonly int _wordsPerChunk;
    private Matrix _features;

    /// <summary>A head of zeros on an encoder's embeddings.</summary>
    public MaskedLmHead(Workers workers, TransformerEncoder encoder)
        : this(workers, encoder, RowsPerChunk, TokensPerChunk)
    {
    }

    internal MaskedLmHead(Workers workers, TransformerEncoder encoder, int rowsPerChunk, int wordsPerChunk)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        (_rowsPerChunk, _wordsPerChunk) = (rowsPerChunk, wordsPerChunk);
        _context = new LayerContext(workers, new Workspace());
        EncoderConfig config = encoder.Config;
        HeadNames names = config.Family.Head;
        _isTied = config.IsTied;
        _words = _isTied ? encoder.TokenEmbeddings : new EmbeddingTable(workers, names.Decoder, config.VocabSize, config.HiddenSize);
        _transform = new HeadTransform(config);
        _decoderBias = config.PreNorm is { DecoderBias: false } ? null : Parameter.Vector(names.Bias, config.VocabSize);
        Parameters = new ParameterArena(workers, _decoderBias is null ? _transform.Parameters : _transform.Parameters.Append(_decoderBias));
        _transform.Bind(Parameters);
    }

    /// <summary>The parameters, without the decoder.</summary>
    public ParameterArena Parameters { get; }

    /// <summary>All that is the head's own.</summary>
    public IReadOnlyList<IParameterArena> Arenas => _isTied ? [Parameters] : [Parameters, _words];

    /// <summary>A head with a checkpoint's weights.</summary>
    public static MaskedLmHead Load(TransformerEncoder encoder, Checkpoint checkpoint, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var head = new MaskedLmHead(workers, encoder);
        head.Parameters.Load((parameter, values) => checkpoint.Read(parameter.Name, parameter.Shape, values));
        if (!head._isTied)
        {
            head._words.Load(head._words.RowCount, (name, shape, values) => checkpoint.Read(name, shape, values));
        }

        return head;
    }

    /// <summary>Logits [R, V] of hidden rows [R, H]; valid until the next call. All at once: for training see <see cref="Train(Matrix, ReadOnlySpan{int}, float, Span{double})"/>.</summary>
    public Matrix Forward(Matrix hidden, EncoderPass pass)
    {
        SetFeatures(hidden, pass);
        Matrix logits = _context.Workspace.Rent(hidden.Rows, _words.RowCount);
        Decode(_features, _words.Values, logits);
        return logits;
    }

    /// <summary>dHidden [R, H] from dLogits [R, V]; adds to the head's gradients and the embeddings'.</summary>
    public Matrix Backward(Matrix dLogits)
    {
        Matrix dFeatures = _context.Workspace.Rent(_features.Rows, _features.Columns);
        DecodeBackward(_features, _words.Values, _words.DenseGradients(), dLogits, dFeatures);
        return _transform.Backward(_context, dFeatures);
    }

    /// <summary>Losses of hidden rows and their gradient, without ever holding more than a chunk of rows' logits. Bits are those of <see cref="Forward"/>, cross-entropy and <see cref="Backward"/>.</summary>
    /// <param name="hidden">[R, H].</param>
    /// <param name="targets">The R pieces to be predicted.</param>
    /// <param name="scale">What a row's loss weighs in the gradient.</param>
    /// <param name="losses">R losses in nats, unscaled.</param>
    /// <returns>dHidden [R, H].</returns>
    public Matrix Train(Matrix hidden, ReadOnlySpan<int> targets, float scale, Span<double> losses)
    {
        SetFeatures(hidden, new EncoderPass(IsTraining: true, 0, 0, 0));
        Matrix dFeatures = _context.Workspace.Rent(_features.Rows, _features.Columns);
        Matrix words = _words.Values, dWords = _words.DenseGradients();
        for (int row = 0; row < hidden.Rows; row += _rowsPerChunk)
        {
            int count = Math.Min(_rowsPerChunk, hidden.Rows - row);
            Matrix logits = Losses(row, count, words, targets, scale, losses);
            DecodeBackward(_features.RowRange(row, count), words, dWords, logits, dFeatures.RowRange(row, count));
        }

        return _transform.Backward(_context, dFeatures);
    }

    // forward: logits = features·Sᵀ + b − log π (+ log π at the row's own target, which is there for certain); S are the candidates' embeddings

    /// <summary>The same among a few tokens: their embeddings are picked, and their gradients put back.</summary>
    /// <param name="hidden">[R, H].</param>
    /// <param name="candidates">C tokens and R targets among them.</param>
    /// <param name="scale">What a row's loss weighs in the gradient.</param>
    /// <param name="losses">R losses in nats, unscaled: estimates of those over the whole vocabulary.</param>
    /// <returns>dHidden [R, H].</returns>
    public Matrix Train(Matrix hidden, CandidateTokens candidates, float scale, Span<double> losses)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        SetFeatures(hidden, new EncoderPass(IsTraining: true, 0, 0, 0));
        Workers workers = _context.Workers;
        Workspace workspace = _context.Workspace;
        ReadOnlySpan<int> picked = candidates.Tokens, targets = candidates.Targets;
        ReadOnlySpan<float> logInclusion = candidates.LogInclusion;
        Matrix dFeatures = workspace.Rent(_features.Rows, _features.Columns);
        Matrix words = workspace.Rent(picked.Length, _features.Columns), dWords = workspace.Rent(picked.Length, _features.Columns);
        Matrix bias = workspace.Rent(1, picked.Length), dBias = workspace.Rent(1, picked.Length);
        RowGather.Forward(workers, _words.Values, picked, words);
        Span<float> allBias = Bias is { } values ? values[0] : [];
        for (int word = 0; word < picked.Length; word++)
        {
            bias[0][word] = (allBias.IsEmpty ? 0 : allBias[picked[word]]) - logInclusion[word];
        }

        dBias.Clear();
        for (int row = 0; row < hidden.Rows; row += _rowsPerChunk)
        {
            int count = Math.Min(_rowsPerChunk, hidden.Rows - row);
            Matrix logits = BorrowLogits(count, picked.Length), features = _features.RowRange(row, count);
            Gemm.NT(workers, features, words, logits, bias: bias);
            for (int each = 0; each < count; each++)
            {
                logits[each][targets[row + each]] += logInclusion[targets[row + each]];
            }

            CrossEntropy.ForwardBackward(workers, logits, targets.Slice(row, count), scale, losses.Slice(row, count));
            LinearBackward.Run(workers, features, words, logits, dWords, addToDW: row > 0, dBias, dFeatures.RowRange(row, count), addToDx: false);
        }

        RowGather.Backward(workers, dWords, picked, _words.DenseGradients());
        Span<float> allDBias = _decoderBias is null ? [] : Parameters.Gradient(_decoderBias)[0];
        for (int word = 0; word < picked.Length && !allDBias.IsEmpty; word++)
        {
            allDBias[picked[word]] += dBias[0][word];
        }

        return _transform.Backward(_context, dFeatures);
    }

    /// <summary>Losses of hidden rows [R, H], R in nats; without gradients.</summary>
    public void Score(Matrix hidden, ReadOnlySpan<int> targets, Span<double> losses)
    {
        SetFeatures(hidden, EncoderPass.Inference);
        Matrix words = _words.Values;
        for (int row = 0; row < hidden.Rows; row += _rowsPerChunk)
        {
            Losses(row, Math.Min(_rowsPerChunk, hidden.Rows - row), words, targets, 1, losses);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Workspace.Dispose();
        if (!_isTied)
        {
            _words.Dispose();
        }

        Parameters.Dispose();
    }

    private void SetFeatures(Matrix hidden, EncoderPass pass)
    {
        _context.Workspace.Reset();
        _context.Pass = pass;
        _features = _transform.Forward(_context, hidden);
    }

    /// <summary>Some rows' losses, and the gradient of their logits in memory that the next chunk takes over.</summary>
    private Matrix Losses(int row, int count, Matrix words, ReadOnlySpan<int> targets, float scale, Span<double> losses)
    {
        Matrix logits = BorrowLogits(count, words.Rows);
        Decode(_features.RowRange(row, count), words, logits);
        CrossEntropy.ForwardBackward(_context.Workers, logits, targets.Slice(row, count), scale, losses.Slice(row, count));
        return logits;
    }

    /// <summary>Memory for a chunk's logits, each row from a cache line on; the next chunk, or whoever rents next, takes it over.</summary>
    private Matrix BorrowLogits(int rows, int columns)
    {
        const int FloatsPerLine = NativeBuffer.Alignment / sizeof(float);
        (int Block, nint Used) mark = _context.Workspace.Mark;
        Matrix aligned = _context.Workspace.Rent(rows, (columns + FloatsPerLine - 1) / FloatsPerLine * FloatsPerLine);
        _context.Workspace.ReleaseTo(mark);
        return aligned.ColumnRange(0, columns);
    }

    private void Decode(Matrix features, Matrix words, Matrix logits)
    {
        Gemm.NT(_context.Workers, features, words, logits, bias: Bias);
    }

    private Matrix? Bias => _decoderBias is null ? null : Parameters.Value(_decoderBias);

    // forward: logits = features·Eᵀ + b   so: dE += dLogitsᵀ·features,  db += Σ dLogits,  dFeatures = dLogits·E

    private void DecodeBackward(Matrix features, Matrix words, Matrix dWords, Matrix dLogits, Matrix dFeatures)
    {
        if (_decoderBias is not null)
        {
            Reduce.AddColumnSums(_context.Workers, dLogits, Parameters.Gradient(_decoderBias));
        }

        for (int word = 0; word < words.Rows; word += _wordsPerChunk)
        {
            int count = Math.Min(_wordsPerChunk, words.Rows - word);
            Matrix part = dLogits.ColumnRange(word, count);
            Gemm.TN(_context.Workers, part, features, dWords.RowRange(word, count), accumulate: true);
            Gemm.NN(_context.Workers, part, words.RowRange(word, count), dFeatures, accumulate: word > 0);
        }
    }
}
