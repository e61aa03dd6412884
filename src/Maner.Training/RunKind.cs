using System.Text.Json.Serialization.Metadata;

namespace Maner.Training;

/// <summary>What tells the folder of a fine-tuning run from that of a pre-training run.</summary>
/// <param name="StateKey">The key of a checkpoint's metadata that holds the state.</param>
/// <param name="StateJson">How the state is written.</param>
/// <param name="Checkpoints">The names of the checkpoints, which are written in turn.</param>
/// <param name="Source">What the run learns from, in a word.</param>
/// <param name="WhenComplete">What to do about a run that is complete.</param>
/// <param name="OtherFiles">Files besides options, log and metrics that the run writes as it goes.</param>
internal sealed record RunKind<TState>(
    string StateKey, JsonTypeInfo<TState> StateJson, IReadOnlyList<string> Checkpoints, string Source, string WhenComplete, IReadOnlyList<string> OtherFiles);
