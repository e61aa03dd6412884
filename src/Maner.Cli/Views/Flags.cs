using System.Text.RegularExpressions;
using Maner.Experiments.Clusters;
using Maner.Hub.Downloads;
using Maner.Hub.Protocol;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Text.Formats;
using Maner.Text.Tokenization;
using Maner.Training;
using Maner.Training.Pretraining;

namespace Maner.Cli.Views;

/// <summary>The command line's names of what libraries call by properties.</summary>
internal static partial class Flags
{
    /// <summary>Properties that no table of options has.</summary>
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        [CallerOptions.Overwrite] = "--overwrite",
        [CallerOptions.Resume] = "--resume",
        [CallerOptions.StartFrom] = "maner train --encoder",
        [$"{nameof(UnigramTokenizer)}.{nameof(UnigramTokenizer.Encode)}"] = "maner tokenize --pieces",
        [$"{nameof(PretrainingJob.Source)}.{nameof(PretrainingJob.Source.Encoder)}"] = "--encoder, --out",
        [$"{nameof(TaskData)}.{nameof(TaskData.Dev)}"] = "--dev FILE",
        [$"{nameof(TaskData)}.{nameof(TaskData.Test)}"] = "--test FILE",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Format)}"] = "--input-format",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Outside)}"] = "--outside TAG",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagNames)}"] = "--tag-names O,B-PER,I-PER,…",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Scheme)}"] = "--scheme",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.WordColumn)}"] = "--word-column",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.TagColumn)}"] = "--tag-column",
        [$"{nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.KeepRareTypes)}"] = "--keep-rare-types",
        [$"{nameof(UnknownTypes)}.{nameof(UnknownTypes.LeaveOut)}"] = "--ignore-unknown-types",
        [$"{nameof(KubernetesOptions)}.{nameof(KubernetesOptions.Mount)}"] = "--mount",
        [$"{nameof(ClusterJob)}.{nameof(ClusterJob.Folder)}"] = "--out",
        [$"{nameof(ClusterJob)}.{nameof(ClusterJob.Tasks)}"] = "--chunk",
    };

    /// <summary>What a library cannot add to its advice: which command helps.</summary>
    private static readonly (string Advice, string WithCommand)[] s_advice =
    [
        (NetworkErrors.CacheHint, NetworkErrors.CacheHint[..^1] + " (maner models list)."),
        (DiskSpace.RoomHint, DiskSpace.RoomHint + " (maner models list shows what is there, maner models remove removes)"),
    ];

    /// <summary>The flag of a name: <c>--epochs</c> of <c>epochs</c>.</summary>
    public static string Of(string name) => "--" + name;

    /// <summary>A library's message with flags in place of properties.</summary>
    public static string InText(string message) => OptionNames.Replace(WithCommands(message), property =>
        (TrainingOptionTable.Table.NameOf(property) ?? PretrainingOptionTable.Table.NameOf(property) ?? PretrainingOptionTable.Shape.NameOf(property)) is { } name
            ? Of(name)
            : s_others.GetValueOrDefault(property));

    private static string WithCommands(string message) =>
        s_advice.Aggregate(GetModel().Replace(message, "maner models get $1"), (text, advice) => text.Replace(advice.Advice, advice.WithCommand, StringComparison.Ordinal));

    [GeneratedRegex(@"\bModelHub\.GetAsync\(""([^""]*)""\)", RegexOptions.CultureInvariant)]
    private static partial Regex GetModel();
}
