using Maner.Experiments.Corpora;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>Where a plan learns what data sets and encoders there are: from files, or from the records of runs that were made before.</summary>
internal interface IPlanSource
{
    /// <summary>The engine of the planned cells (<see cref="CellKey.CurrentEngine"/>).</summary>
    int Engine { get; }

    /// <summary>The number of the lexical CRF, for the cells that have one (<see cref="CellKey.CurrentCrf"/>).</summary>
    int Crf { get; }

    /// <summary>Where a data set is that was found, for notes: "7 of the 100 languages are there".</summary>
    string Place { get; }

    /// <summary>Where a data set was looked for in vain, for notes: "'wikiann/sw' is not under the data root 'data'".</summary>
    string Searched { get; }

    /// <summary>All data sets in the order of their names.</summary>
    IReadOnlyList<DataFolder> List();

    /// <summary>The data set of a name; null when there is none.</summary>
    DataFolder? Find(string name);

    /// <summary>The data set of a folder that is named by its path; null when there is none.</summary>
    /// <param name="path">The full path.</param>
    DataFolder? FindFolder(string path);

    /// <summary>What to say about a name that is not there.</summary>
    string Missing(string name);

    /// <summary>What determines the cells of a data set.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    DataFacts Read(DataFolder folder);

    /// <summary>What determines the cells of an encoder.</summary>
    /// <param name="name">Its name or folder, as the experiment has it.</param>
    /// <exception cref="IOException">It cannot be found.</exception>
    EncoderFacts Encoder(string name);
}

/// <summary>What of a data set determines its cells.</summary>
/// <param name="Train">The training file.</param>
/// <param name="Dev">The dev file; null without.</param>
/// <param name="Test">The test file; null without.</param>
/// <param name="TrainSentences">Sentences in the training file; null when only subsets of it are known, which are then smaller than it.</param>
/// <param name="DevSentences">Sentences in the dev file, or the least number that it has; null when nothing is known of it.</param>
internal sealed record DataFacts(FileFacts Train, FileFacts? Dev, FileFacts? Test, int? TrainSentences, int? DevSentences);

/// <summary>A file by its content.</summary>
/// <param name="Sha256">The hash of its content.</param>
/// <param name="Path">Its full path; only a name where the file itself is not at hand.</param>
internal sealed record FileFacts(string Sha256, string Path);

/// <summary>What of an encoder determines its cells.</summary>
/// <param name="Reference">How workers find it.</param>
/// <param name="Sha256">Hash of weights, configuration and tokenizer.</param>
/// <param name="Resolve">Fills in the options whose defaults depend on the encoder.</param>
internal sealed record EncoderFacts(string Reference, string Sha256, Func<TrainingOptions, TrainingOptions> Resolve)
{
    /// <summary>The facts of an encoder whose files were read.</summary>
    public static EncoderFacts Of(EncoderIdentity identity) => new(identity.Reference, identity.Sha256, options => options.Resolved(identity.Config));
}
