using System.Diagnostics;
using Maner.Benchmarks.Peers;
using Maner.Model.Configuration;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>
/// Where a training step's time goes: every kernel alone, with the shapes, the number of calls and (layer by layer) the memory that a step
/// has. What the parts leave of the whole step is work between kernels and the cost of memory that another kernel pushed out of the cache.
/// </summary>
internal sealed class StepBreakdown : IDisposable
{
    private const float Rate = 0.1f;
    private readonly EncoderConfig _config = EncoderConfig.Base;
    private readonly Workers _workers;
    private readonly List<AttentionSpan> _all = [];
    private readonly List<AttentionSpan> _asked = [];
    private readonly int[] _ids;
    private readonly int[] _rows;
    private readonly int _width;
    private readonly int _inner;
    private readonly int _last;
    private readonly List<NativeBuffer> _buffers = [];
    private readonly NativeBuffer _values;
    private readonly NativeBuffer _gradients;
    private readonly NativeBuffer _cleared;
    private readonly NativeBuffer _first;
    private readonly NativeBuffer _second;
    private readonly Matrix _x;
    private readonly Matrix _y;
    private readonly Matrix _qkv;
    private readonly Matrix _dQkv;
    private readonly Matrix _z;
    private readonly Matrix _big;
    private readonly Matrix _big2;
    private readonly Matrix _big3;
    private readonly Matrix _statistics;
    private readonly Matrix _vector;
    private readonly Matrix _sums;
    private readonly Matrix _table;
    private readonly Matrix _logits;
    private readonly int[] _targets;
    private readonly Dropout _dropout = new(Rate, 1);

    /// <summary>Lays out memory as large as that of XLM-R base.</summary>
    /// <param name="sentences">The batch.</param>
    /// <param name="threads">Threads.</param>
    public StepBreakdown(IReadOnlyList<PeerSentence> sentences, int threads)
    {
        _workers = new Workers(threads);
        (_width, _inner, _last) = (_config.HiddenSize, _config.IntermediateSize, _config.Layers - 1);
        var rows = new List<int>();
        int start = 0;
        foreach (PeerSentence sentence in sentences)
        {
            _all.Add(new AttentionSpan(start, sentence.Ids.Count, start, sentence.Ids.Count));
            _asked.Add(new AttentionSpan(start, sentence.Ids.Count, rows.Count, sentence.Rows.Count));
            rows.AddRange(sentence.Rows.Select(row => start + row));
            start += sentence.Ids.Count;
        }

        _rows = [.. rows];
        _ids = [.. Enumerable.Range(0, start)];
        _targets = new int[rows.Count];
        nint parameters = ((nint)(4 * _width * _width) + (2 * _width * _inner)) * _config.Layers;
        (_values, _gradients, _first, _second) = (Buffer(parameters), Buffer(parameters), Buffer(parameters), Buffer(parameters));
        _cleared = Buffer(((nint)_config.Layers * ((9 * _width) + _inner)) + ((nint)start * _width));
        _x = Random(start, _width);
        _y = Random(start, _width);
        _qkv = Random(start, 3 * _width);
        _dQkv = Random(start, 3 * _width);
        _big = Random(start, _inner);
        _z = Random(start, _width);
        _big2 = Random(start, _inner);
        _big3 = Random(start, _inner);
        _statistics = Buffer(2 * start).View(0, start, 2);
        _vector = Random(1, _inner);
        _sums = Random(1, _inner);
        _table = Random(start, _width);
        _logits = Random(rows.Count, 7);
    }

    /// <summary>Tokens of the batch.</summary>
    public int Tokens => _ids.Length;

    /// <summary>Rows that are read.</summary>
    public int Asked => _rows.Length;

    /// <summary>The median seconds of every part.</summary>
    public IReadOnlyList<StepPart> Measure()
    {
        int n = Tokens, r = Asked;
        return
        [
            Part("forward products", StepPartKind.Product, () => EachLayer(Forward)),
            Part("gradients of inputs (NN)", StepPartKind.Product, () => EachLayer(BackwardInputs)),
            Part("gradients of weights (TN)", StepPartKind.Product, () => EachLayer(BackwardWeights)),
            Part("attention, forward", StepPartKind.Attention, () => EachLayer(AttentionForward)),
            Part("attention, backward", StepPartKind.Attention, () => EachLayer(AttentionBackward)),
            Part("LayerNorm with dropout and residual, forward", StepPartKind.Elementwise, () => Twice(LayerNormForward)),
            Part("LayerNorm, backward", StepPartKind.Elementwise, () => Twice(LayerNormBackward)),
            Part("GELU, forward (here a pass of its own; in a step it is part of the product)", StepPartKind.Elementwise, () => EachLayer((_, rows) => Activations.Forward(_workers, Activation.Gelu, Top(_big, rows), Top(_big2, rows)))),
            Part("GELU, backward", StepPartKind.Elementwise, () => EachLayer((_, rows) => Activations.Backward(_workers, Activation.Gelu, Top(_big, rows), Top(_big2, rows), Top(_big3, rows)))),
            Part("dropout, backward and of embeddings", StepPartKind.Elementwise, () => Twice(rows => _dropout.Apply(_workers, Top(_x, rows), Top(_y, rows)))),
            Part("gradients of biases", StepPartKind.Elementwise, () => EachLayer(BiasGradients)),
            Part("embeddings, forward and backward", StepPartKind.Elementwise, Embeddings),
            Part("cross-entropy", StepPartKind.Elementwise, () => CrossEntropy.ForwardBackward(_workers, _logits, _targets)),
            Part("AdamW", StepPartKind.Optimizer, () => AdamW.Update(
                _workers, new AdamWStep(1e-5f, 1, 1, 0.01f), decay: true, 0, _values.Length, _values, _gradients, _first, _second)),
            Part("gradient norm", StepPartKind.Optimizer, () => Reduce.SumOfSquares(_workers, _gradients, _gradients.Length)),
            Part("clearing gradients of biases, LayerNorm and words; weights' are written over", StepPartKind.Optimizer, _cleared.Clear),
        ];

        void Twice(Action<int> run)
        {
            for (int layer = 0; layer < _last; layer++)
            {
                run(n);
                run(n);
            }

            run(r);
            run(r);
            run(n); // the embeddings have one too
        }
    }

    /// <summary>
    /// Seconds of the softmax rows that attention computes in a step (forward, and again in the backward pass), alone; measured on one
    /// thread and divided by the number of threads.
    /// </summary>
    public double MeasureSoftmax()
    {
        Matrix[] scores = [.. _all.Select(span => Random(_config.Heads * span.KeyCount, span.KeyCount))];
        StepPart part = Part("softmax", StepPartKind.Attention, () => EachLayer((_, _) =>
        {
            foreach (Matrix matrix in scores)
            {
                CrossEntropy.Softmax(matrix);
                CrossEntropy.Softmax(matrix);
            }
        }));
        return part.Seconds / _workers.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }

        _workers.Dispose();
    }

    private static StepPart Part(string name, StepPartKind kind, Action run)
    {
        // Until the runtime has compiled the kernel for speed, which it does some time after thirty calls.
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3;)
        {
            run();
        }

        return new StepPart(name, kind, Statistics.Median(Enumerable.Range(0, 5).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            run();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        })));
    }

    private static Matrix Top(Matrix matrix, int rows) => matrix.RowRange(0, rows);

    /// <summary>All layers; in the last one most work is for the rows that are read.</summary>
    private void EachLayer(Action<int, int> run)
    {
        for (int layer = 0; layer < _config.Layers; layer++)
        {
            run(layer, layer == _last ? Asked : Tokens);
        }
    }

    /// <summary>A weight of a layer: query, key and value, output, and the two of the feed-forward block.</summary>
    private Matrix Weight(NativeBuffer buffer, int layer, int part)
    {
        nint start = ((nint)(4 * _width * _width) + (2 * _width * _inner)) * layer;
        return part switch
        {
            0 => buffer.View(start, 3 * _width, _width),
            1 => buffer.View(start + (3 * _width * _width), _width, _width),
            2 => buffer.View(start + (4 * _width * _width), _inner, _width),
            _ => buffer.View(start + (4 * _width * _width) + (_inner * _width), _width, _inner),
        };
    }

    private void Forward(int layer, int rows)
    {
        Matrix qkv = Weight(_values, layer, 0);
        if (layer == _last)
        {
            Gemm.NT(_workers, _x, qkv.RowRange(_width, 2 * _width), _qkv.ColumnRange(_width, 2 * _width));
            Gemm.NT(_workers, Top(_x, rows), qkv.RowRange(0, _width), Top(_qkv, rows).ColumnRange(0, _width));
        }
        else
        {
            Gemm.NT(_workers, _x, qkv, _qkv);
        }

        Gemm.NT(_workers, Top(_x, rows), Weight(_values, layer, 1), Top(_y, rows));
        Gemm.NT(_workers, Top(_x, rows), Weight(_values, layer, 2), Top(_big, rows));
        Gemm.NT(_workers, Top(_big, rows), Weight(_values, layer, 3), Top(_y, rows));
    }

    private void BackwardInputs(int layer, int rows)
    {
        Matrix qkv = Weight(_values, layer, 0);
        if (layer == _last)
        {
            Gemm.NN(_workers, _qkv.ColumnRange(_width, 2 * _width), qkv.RowRange(_width, 2 * _width), _y);
            Gemm.NN(_workers, Top(_qkv, rows).ColumnRange(0, _width), qkv.RowRange(0, _width), Top(_y, rows), accumulate: true);
        }
        else
        {
            Gemm.NN(_workers, _qkv, qkv, _y, accumulate: true);
        }

        Gemm.NN(_workers, Top(_x, rows), Weight(_values, layer, 1), Top(_y, rows));
        Gemm.NN(_workers, Top(_big, rows), Weight(_values, layer, 2), Top(_y, rows), accumulate: true);
        Gemm.NN(_workers, Top(_x, rows), Weight(_values, layer, 3), Top(_big, rows));
    }

    private void BackwardWeights(int layer, int rows)
    {
        Matrix qkv = Weight(_gradients, layer, 0);
        if (layer == _last)
        {
            Gemm.TN(_workers, _qkv.ColumnRange(_width, 2 * _width), _x, qkv.RowRange(_width, 2 * _width));
            Gemm.TN(_workers, Top(_qkv, rows).ColumnRange(0, _width), Top(_x, rows), qkv.RowRange(0, _width));
        }
        else
        {
            Gemm.TN(_workers, _qkv, _x, qkv);
        }

        Gemm.TN(_workers, Top(_y, rows), Top(_x, rows), Weight(_gradients, layer, 1));
        Gemm.TN(_workers, Top(_big, rows), Top(_x, rows), Weight(_gradients, layer, 2));
        Gemm.TN(_workers, Top(_x, rows), Top(_big, rows), Weight(_gradients, layer, 3));
    }

    private void AttentionForward(int layer, int rows) => Attention.Forward(
        _workers, Spans(layer), _config.Heads, Top(_qkv.ColumnRange(0, _width), rows), _qkv.ColumnRange(_width, _width),
        _qkv.ColumnRange(2 * _width, _width), _dropout, Top(_y, rows));

    private void AttentionBackward(int layer, int rows) => Attention.Backward(
        _workers, Spans(layer), _config.Heads, Top(_qkv.ColumnRange(0, _width), rows), _qkv.ColumnRange(_width, _width),
        _qkv.ColumnRange(2 * _width, _width), _dropout, Top(_y, rows),
        Top(_dQkv.ColumnRange(0, _width), rows), _dQkv.ColumnRange(_width, _width), _dQkv.ColumnRange(2 * _width, _width));

    private AttentionSpan[] Spans(int layer) => [.. layer == _last ? _asked : _all];

    private void LayerNormForward(int rows) => LayerNorm.Forward(
        _workers, Top(_x, rows), Top(_table, rows), _dropout, Vector(_width), Vector(_width), 1e-5f, Top(_y, rows), Top(_statistics, rows));

    private void LayerNormBackward(int rows) => LayerNorm.Backward(
        _workers, Top(_x, rows), Top(_statistics, rows), Vector(_width), Top(_y, rows), Top(_z, rows),
        Sums(_width), Sums(_width));

    private void BiasGradients(int layer, int rows)
    {
        Reduce.AddColumnSums(_workers, _qkv, Sums(3 * _width));
        Reduce.AddColumnSums(_workers, Top(_x, rows), Sums(_width));
        Reduce.AddColumnSums(_workers, Top(_big, rows), Sums(_inner));
        Reduce.AddColumnSums(_workers, Top(_x, rows), Sums(_width));
    }

    private void Embeddings()
    {
        RowGather.Forward(_workers, _table, _ids, _y);
        RowGather.Forward(_workers, _table, _ids, _y, accumulate: true);
        Reduce.AddRow(_workers, Vector(_width), _y);
        RowGather.Backward(_workers, _y, _ids, _table);
        RowGather.Backward(_workers, _y, _ids, _table);
    }

    private Matrix Vector(int length) => _vector.ColumnRange(0, length);

    private Matrix Sums(int length) => _sums.ColumnRange(0, length);

    private NativeBuffer Buffer(nint length)
    {
        var buffer = new NativeBuffer(length);
        _buffers.Add(buffer);
        return buffer;
    }

    private Matrix Random(int rows, int columns)
    {
        Matrix matrix = Buffer((nint)rows * columns).View(0, rows, columns);
        var rng = new Rng((ulong)columns);
        for (int row = 0; row < rows; row++)
        {
            foreach (ref float value in matrix[row])
            {
                value = (float)rng.NextDouble() - 0.5f;
            }
        }

        return matrix;
    }
}

/// <summary>What kind of work a part is.</summary>
internal enum StepPartKind
{
    /// <summary>Matrix products.</summary>
    Product,

    /// <summary>Attention: small products, softmax and its dropout.</summary>
    Attention,

    /// <summary>Everything that goes once over its data.</summary>
    Elementwise,

    /// <summary>Over all parameters.</summary>
    Optimizer,
}

/// <summary>A part of a step.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Seconds">Its time in a step.</param>
internal sealed record StepPart(string Name, StepPartKind Kind, double Seconds);
