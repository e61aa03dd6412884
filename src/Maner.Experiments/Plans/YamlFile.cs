using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Maner.Experiments.Plans;

/// <summary>Opens a YAML file for strict reading.</summary>
internal static class YamlFile
{
    /// <summary>The mapping that the file holds.</summary>
    /// <exception cref="InvalidDataException">The file is no YAML, names a key twice, or holds something else than one mapping.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static YamlMap Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: expected an experiment file, found no such file. Check the name.", path);
        }

        var stream = new YamlStream();
        try
        {
            using StreamReader reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{path}:{error.Start.Line}: expected YAML with every key once, found a mistake: {error.Message} Correct the line.", error);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? new YamlMap(path, "the file", root)
            : throw new InvalidDataException($"{path}:1: expected one mapping with 'blocks', found something else. See experiments/quick.yaml for an example.");
    }
}
