using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Training;

namespace Maner.Benchmarks.Peers;

/// <summary>Maner's half of the comparison: one work in this process, by the calls that <see cref="Trainer"/> and <see cref="Tagger"/> make.</summary>
internal sealed class ManerSide : IDisposable
{
    /// <summary>As <see cref="Tagger"/> predicts: sentences are packed until there are so many tokens.</summary>
    private const int TokensPerPrediction = 1024;

    private readonly PeerFile _file;
    private readonly Workers _workers;
    private readonly Tagger? _tagger; // none for pre-training
    private readonly IMaskedLanguageModel? _model; // for pre-training only
    private readonly Optimizer? _optimizer; // none for prediction: its weights cannot be trained
    private double[] _losses = [];
    private int _steps;

    public ManerSide(PeerFile file, int threads)
    {
        _file = file;
        _workers = new Workers(threads);
        switch (file.Kind)
        {
            case "pretrain":
                using (Checkpoint checkpoint = Checkpoint.Open(file.Encoder))
                {
                    EncoderConfig config = EncoderConfig.Load(Path.Combine(file.Encoder, TaggerFolder.ConfigFile));
                    _model = MaskedLanguageModel.Load(config, checkpoint, _workers, new Rng(1), out _);
                }

                break;
            case "train":
                _tagger = ToTrain(file.Encoder);
                break;
            default:
                _tagger = TaggerFolder.Load(file.Encoder, _workers);
                return;
        }

        _optimizer = new Optimizer(_tagger?.Arenas ?? _model!.Arenas, file.WeightDecay, file.ClipNorm);
    }

    /// <summary>Measures.</summary>
    /// <param name="options">Threads, order, and for how long.</param>
    public static PeerResult Run(PeerOptions options)
    {
        PeerFile file = PeerFile.Load(options.File);
        using var side = new ManerSide(file, options.Threads);
        return new PeerResult
        {
            Work = file.Work,
            Side = "maner",
            Order = options.Order,
            Threads = options.Threads,
            Check = side.Loss(file.Orders.Mixed[0], file.Candidates?.Mixed[0]),
            Passes = side.Measure(options),
            PeakBytes = Machine.PeakBytes(),
            Version = Environment.Version.ToString(),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tagger?.Dispose();
        _model?.Dispose();
        _workers.Dispose();
    }

    /// <summary>The tagger as training starts with it, but with the head of the folder, so that both sides have the same.</summary>
    private Tagger ToTrain(string folder)
    {
        Tagger tagger = TaggerFolder.Create(folder, new ManerMethod(), PeerFolder.Tags, _workers, new Rng(1));
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        tagger.Head.Parameters.Load((parameter, values) => checkpoint.Read(parameter.Name, parameter.Shape, values));
        return tagger;
    }

    /// <summary>The loss of a batch without dropout.</summary>
    private double Loss(IReadOnlyList<int> sentences, PeerCandidates? candidates)
    {
        PackedTask task = Pack(sentences, candidates);
        if (task.Candidates is not null)
        {
            Accumulate(task); // only training has candidates; without a step the gradients come to nothing
            return _losses[..task.Rows.Length].Average();
        }

        if (_model is not null)
        {
            var losses = new double[task.Rows.Length];
            _model.Score(task.Batch, task.Rows, task.Labels, losses);
            return losses.Average();
        }

        return CrossEntropy.ForwardBackward(_workers, Logits(task, EncoderPass.Inference), task.Labels);
    }

    /// <summary>Warms up with the longest batches first, then times every batch of every pass.</summary>
    private List<double[]> Measure(PeerOptions options)
    {
        IReadOnlyList<IReadOnlyList<int>> order = options.Order == "mixed" ? _file.Orders.Mixed : _file.Orders.Grouped;
        bool isTraining = _file.Kind != "predict";
        IReadOnlyList<PeerCandidates>? candidates = options.Order == "mixed" ? _file.Candidates?.Mixed : _file.Candidates?.Grouped;
        PackedTask[] tasks = [.. (isTraining ? order : Repacked(order)).Select((batch, index) => Pack(batch, candidates?[index]))];
        Action<PackedTask> run = _model is not null ? Pretrain : isTraining ? Train : Predict;
        for (int step = 0; step < options.WarmUp; step++)
        {
            run(tasks[^(1 + (step % tasks.Length))]);
        }

        var passes = new List<double[]>();
        for (long begin = Stopwatch.GetTimestamp(); passes.Count < options.Passes || Stopwatch.GetElapsedTime(begin).TotalSeconds < options.Seconds;)
        {
            passes.Add([.. tasks.Select(task =>
            {
                TimeSpan used = Environment.CpuUsage.TotalTime;
                long start = Stopwatch.GetTimestamp();
                run(task);
                return options.IsProcessorTime ? (Environment.CpuUsage.TotalTime - used).TotalSeconds : Stopwatch.GetElapsedTime(start).TotalSeconds;
            })]);
        }

        return passes;
    }

    private List<List<int>> Repacked(IReadOnlyList<IReadOnlyList<int>> order)
    {
        List<List<int>> batches = [[]];
        int tokens = 0;
        foreach (int sentence in order.SelectMany(batch => batch))
        {
            if (tokens >= TokensPerPrediction)
            {
                batches.Add([]);
                tokens = 0;
            }

            batches[^1].Add(sentence);
            tokens += _file.Sentences[sentence].Ids.Count;
        }

        return batches;
    }

    private PackedTask Pack(IReadOnlyList<int> sentences, PeerCandidates? candidates)
    {
        var task = new PackedTask();
        foreach (PeerSentence sentence in sentences.Select(index => _file.Sentences[index]))
        {
            task.Add(sentence);
        }

        if (candidates is not null)
        {
            task.Choose(candidates);
        }

        return task;
    }

    private Matrix Logits(PackedTask task, EncoderPass pass) => _tagger!.Head.Forward(_tagger.Encoder.Forward(task.Batch, task.Rows, pass), pass);

    private void Train(PackedTask task)
    {
        var pass = new EncoderPass(IsTraining: true, _file.Dropout, _file.AttentionDropout, Rng.Mix((ulong)++_steps));
        _optimizer!.ClearGradients();
        Matrix logits = Logits(task, pass);
        double loss = CrossEntropy.ForwardBackward(_workers, logits, task.Labels);
        _tagger!.Encoder.Backward(_tagger.Head.Backward(logits));
        Step(loss);
    }

    private void Pretrain(PackedTask task)
    {
        Accumulate(task);
        Step(_losses[0]);
    }

    private void Accumulate(PackedTask task)
    {
        int count = task.Rows.Length;
        Array.Resize(ref _losses, Math.Max(_losses.Length, count));
        _optimizer!.ClearGradients();
        _model!.Train(
            task.Batch, task.Rows, task.Labels, 1f / count, new EncoderPass(IsTraining: true, 0, 0, Rng.Mix((ulong)++_steps)), _losses.AsSpan(0, count), task.Candidates);
    }

    private void Step(double loss)
    {
        double norm = _optimizer!.Step(_file.LearningRate);
        if (!double.IsFinite(loss + norm))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Step {_steps}: the loss is {loss}, the gradient norm {norm}."));
        }
    }

    /// <summary>The most probable class of every word.</summary>
    private void Predict(PackedTask task)
    {
        Matrix logits = Logits(task, EncoderPass.Inference);
        int sum = 0;
        for (int row = 0; row < logits.Rows; row++)
        {
            ReadOnlySpan<float> scores = logits[row];
            int best = 0;
            for (int tag = 1; tag < scores.Length; tag++)
            {
                best = scores[tag] > scores[best] ? tag : best;
            }

            sum += best;
        }

        GC.KeepAlive(sum);
    }

    /// <summary>A batch, ready to run.</summary>
    private sealed class PackedTask
    {
        private readonly List<int> _rows = [];
        private readonly List<int> _labels = [];

        public PackedBatch Batch { get; } = new();

        public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

        public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(_labels);

        /// <summary>The candidate tokens; null for the whole vocabulary.</summary>
        public CandidateTokens? Candidates { get; private set; }

        public void Choose(PeerCandidates candidates)
        {
            Candidates = new CandidateTokens();
            foreach ((int word, float logInclusion) in candidates.Words.Zip(candidates.LogInclusion))
            {
                Candidates.Add(word, logInclusion);
            }

            Candidates.SetTargets(Labels);
        }

        public void Add(PeerSentence sentence)
        {
            _rows.AddRange(sentence.Rows.Select(row => Batch.TokenCount + row));
            _labels.AddRange(sentence.Labels);
            Batch.Add([.. sentence.Ids]);
        }
    }
}
