using System.Numerics;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>One combination of options.</summary>
/// <param name="Label">The options that differ between a block's variants, with their values; empty when there is only one variant.</param>
/// <param name="Options">The training options; method and seed are the cell's.</param>
public sealed record Variant(string Label, TrainingOptions Options);

/// <summary>Reads options and the lists of them that make a grid. The names are those of the command line, without dashes in front.</summary>
internal static class VariantReader
{
    private static readonly Dictionary<string, Func<YamlMap, string, IReadOnlyList<Setting>?>> s_options = new(StringComparer.Ordinal)
    {
        ["epochs"] = Of<int>((options, value) => options with { Epochs = value }),
        ["min-updates"] = Of<int>((options, value) => options with { MinUpdates = value }),
        ["batch-size"] = Of<int>((options, value) => options with { BatchSize = value }),
        ["learning-rate"] = Of<float>((options, value) => options with { LearningRate = value }),
        ["warm-up"] = Of<float>((options, value) => options with { WarmUp = value }),
        ["weight-decay"] = Of<float>((options, value) => options with { WeightDecay = value }),
        ["clip-norm"] = Of<float>((options, value) => options with { ClipNorm = value }),
        ["new-head"] = (map, name) => map.Flag(name) is { } value ? [new Setting(value ? "true" : "false", options => options with { NewHead = value })] : null,
        ["dropout"] = Of<float>((options, value) => options with { Dropout = value }),
        ["attention-dropout"] = Of<float>((options, value) => options with { AttentionDropout = value }),
        ["mask-probability"] = Of<float>((options, value) => options with { MaskProbability = value }),
        ["crf-weight"] = Of<float>((options, value) => options with { CrfWeight = value }),
        ["decoding"] = (map, name) => map.Texts(name)?.Select(value => new Setting(value, options => options with { Decoding = value })).ToArray(),
        ["evaluations"] = Of<int>((options, value) => options with { Evaluations = value }),
        ["patience"] = Of<int>((options, value) => options with { Patience = value }),
    };

    private sealed record Setting(string Text, Func<TrainingOptions, TrainingOptions> Apply);

    /// <summary>Every combination of a block's options over those of the file.</summary>
    public static IReadOnlyList<Variant> Read(YamlMap? file, YamlMap? block)
    {
        List<Variant> variants = [new Variant("", new TrainingOptions())];
        foreach ((string name, Func<YamlMap, string, IReadOnlyList<Setting>?> read) in s_options)
        {
            IReadOnlyList<Setting>? defaults = file is null ? null : read(file, name);
            if ((block is null ? null : read(block, name)) is not { } settings)
            {
                settings = defaults ?? [];
            }

            if (settings.Select(setting => setting.Text).Distinct(StringComparer.Ordinal).Count() < settings.Count)
            {
                throw (block?.Has(name) == true ? block : file!).Error(name, $"every value of '{name}' once", "one twice", "Remove it.");
            }

            if (settings.Count > 0)
            {
                variants = [.. variants.SelectMany(_ => settings, (variant, setting) => new Variant(
                    settings.Count == 1 ? variant.Label : $"{variant.Label}, {name} {setting.Text}".TrimStart(',', ' '), setting.Apply(variant.Options)))];
            }
        }

        file?.RefuseRest();
        block?.RefuseRest();
        variants.ForEach(variant => Validate(variant, block ?? file));
        return variants;
    }

    private static void Validate(Variant variant, YamlMap? source)
    {
        try
        {
            variant.Options.Validated();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{source!.Path}: in {source.Name}: {error.Message} Correct the value.", error);
        }
    }

    private static Func<YamlMap, string, IReadOnlyList<Setting>?> Of<T>(Func<TrainingOptions, T, TrainingOptions> set)
        where T : struct, INumberBase<T> =>
        (map, name) => map.Numbers<T>(name, typeof(T) == typeof(int) ? "a whole number" : "a number")
            ?.Select(value => new Setting(value.ToString(null, System.Globalization.CultureInfo.InvariantCulture), options => set(options, value))).ToArray();
}
