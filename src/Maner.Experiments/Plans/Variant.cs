using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>One combination of options.</summary>
/// <param name="Label">The options that differ between a block's variants, with their values; empty when there is only one variant.</param>
/// <param name="Options">The training options; method and seed are the cell's.</param>
internal sealed record Variant(string Label, TrainingOptions Options);

/// <summary>Reads options and the lists of them that make a grid. The names are those of the command line, without dashes in front.</summary>
internal static class VariantReader
{
    /// <summary>Every combination of a block's options over those of the file.</summary>
    /// <param name="file">The options of the file; null without.</param>
    /// <param name="block">The options of the block; null without.</param>
    /// <param name="notes">Told of old names.</param>
    public static IReadOnlyList<Variant> Read(YamlMap? file, YamlMap? block, ISet<string> notes)
    {
        List<Variant> variants = [new Variant("", new TrainingOptions())];
        foreach (OptionDescription<TrainingOptions> option in TrainingOptionTable.Table.All.Where(option => !option.IsOfOneRun))
        {
            IReadOnlyList<OptionSetting<TrainingOptions>>? defaults = Read(file, option, notes);
            IReadOnlyList<OptionSetting<TrainingOptions>> settings = Read(block, option, notes) ?? defaults ?? [];
            if (settings.Count > 0)
            {
                variants = [.. variants.SelectMany(_ => settings, (variant, setting) => new Variant(
                    settings.Count == 1 ? variant.Label : $"{variant.Label}, {option.Name} {setting.Text}".TrimStart(',', ' '), setting.Apply(variant.Options)))];
            }
        }

        file?.RefuseRest();
        block?.RefuseRest();
        variants.ForEach(variant => Validate(variant, block ?? file));
        return variants;
    }

    private static IReadOnlyList<OptionSetting<TrainingOptions>>? Read(YamlMap? map, OptionDescription<TrainingOptions> option, ISet<string> notes)
    {
        if (map?.Parsed(option.Name, option.Kind, option.Parse) is { } settings)
        {
            return option.OldNames.FirstOrDefault(map.Has) is { } twice
                ? throw map.Error(twice, $"'{option.Name}' once", $"it and its old name '{twice}'", "Remove the old name.")
                : Different(map, option.Name, settings);
        }

        if (map is null || option.OldNames.FirstOrDefault(map.Has) is not { } old)
        {
            return null;
        }

        notes.Add($"'{old}' is now called '{option.Name}'. This version still reads the old name; the next one will not.");
        return Different(map, old, map.Parsed(old, option.Kind, option.Parse)!);
    }

    private static IReadOnlyList<OptionSetting<TrainingOptions>> Different(YamlMap map, string name, IReadOnlyList<OptionSetting<TrainingOptions>> settings) =>
        settings.Select(setting => setting.Text).Distinct(StringComparer.Ordinal).Count() == settings.Count
            ? settings
            : throw map.Error(name, $"every value of '{name}' once", "one twice", "Remove it.");

    private static void Validate(Variant variant, YamlMap? source)
    {
        try
        {
            variant.Options.Validated();
        }
        catch (OptionException error)
        {
            throw new InvalidDataException(
                $"{source!.Path}: in {source.Name}: {OptionNames.Replace(error.Message, TrainingOptionTable.Table.NameOf)} Correct the value.", error);
        }
    }
}
