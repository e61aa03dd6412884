using Maner.Ner;
using Maner.Tensors;
using Maner.Training;

namespace Maner;

/// <summary>Trains taggers. Thread-safe; runs at the same time share the processor.</summary>
public static class NerTrainer
{
    /// <summary>Trains a tagger on labelled sentences.</summary>
    /// <param name="data">Sentences to learn from, and those that choose the best checkpoint (dev) and are scored at the end (test), where there are any.</param>
    /// <param name="options">What to start from, how to learn, where to save; null for the defaults.</param>
    /// <param name="progress">Told after every update.</param>
    /// <param name="cancellation">Ends the run; with an output folder it can be resumed.</param>
    /// <returns>The trained model, with dev's and test's scores in <see cref="NerModel.Training"/>.</returns>
    /// <exception cref="OptionException">An option is outside what makes sense.</exception>
    /// <exception cref="InvalidDataException">The data cannot be used, or the loss is no longer a number.</exception>
    /// <exception cref="IOException">The model to start from is missing, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static async Task<NerModel> TrainAsync(
        TaskData data, TrainerOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options = (options ?? new TrainerOptions()).Validated();
        string encoder = ModelCatalog.Default.Find(options.StartFrom);
        var temporary = options.OutputFolder is null ? new TemporaryFolder() : null;
        string folder = options.OutputFolder ?? temporary!.Path;
        try
        {
            TrainingSummary summary = await Background.RunLong(() =>
            {
                using var workers = new Workers(options.Threads);
                FineTuning.Outcome outcome = FineTuning.Run(
                    data, encoder, options.Training, workers, new Destination(folder, options.Overwrite, options.Resume),
                    progress is null ? null : progress.Report, cancellation: cancellation);
                using (outcome.Tagger)
                {
                    return new TrainingSummary(outcome.Training, outcome.Dev?.Report, outcome.Test?.Report);
                }
            }).ConfigureAwait(false);
            return NerModel.Load(folder, options.Model, temporary, summary);
        }
        catch
        {
            temporary?.Dispose();
            throw;
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("maner-").FullName;

        public void Dispose()
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }
        }
    }
}
