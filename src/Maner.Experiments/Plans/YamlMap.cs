using System.Globalization;
using System.Numerics;
using YamlDotNet.RepresentationModel;

namespace Maner.Experiments.Plans;

/// <summary>
/// A mapping that is read key by key; what nobody asked for is an error, so that a misspelt key cannot pass for a default. Messages give the
/// file and the line.
/// </summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private readonly YamlMappingNode _node;

    public YamlMap(string path, string name, YamlMappingNode node)
    {
        (Path, Name, _node) = (path, name, node);
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            string text = key is YamlScalarNode { Value: { } scalar } ? scalar : throw Error(key, "a name as key", Describe(key), "Write 'name: value'.");
            _values.Add(text, value);
        }
    }

    public string Path { get; }

    /// <summary>What the mapping is, for messages: "blocks.table1".</summary>
    public string Name { get; }

    /// <summary>The keys in file order.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>A mapping; null when the key is absent.</summary>
    public YamlMap? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new YamlMap(Path, Name == "the file" ? key : $"{Name}.{key}", map),
        YamlNode other => throw Error(other, $"a mapping for '{key}'", Describe(other), "Indent its keys below it."),
    };

    /// <summary>A text; null when the key is absent.</summary>
    public string? Text(string key) => Find(key) is { } node ? Scalar(node, key) : null;

    /// <summary>One of several words; null when the key is absent.</summary>
    public string? OneOf(string key, params IReadOnlyList<string> words) =>
        Text(key) is not { } text || words.Contains(text)
            ? Text(key)
            : throw Error(_values[key], $"one of {string.Join(", ", words)} for '{key}'", $"'{text}'", "Write one of these.");

    /// <summary>True or false; null when the key is absent.</summary>
    public bool? Flag(string key) => OneOf(key, "true", "false") is { } text ? text == "true" : null;

    /// <summary>A number; null when the key is absent.</summary>
    public double? Number(string key) => Find(key) is { } node ? Parse<double>(node, key, "a number") : null;

    /// <summary>A list of texts, or a single one; null when the key is absent.</summary>
    public IReadOnlyList<string>? Texts(string key) => Items(key)?.Select(node => Scalar(node, key)).ToArray();

    /// <summary>A list of numbers of a kind, or a single one; null when the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What a value should be, for messages.</param>
    public IReadOnlyList<T>? Numbers<T>(string key, string expected)
        where T : struct, INumberBase<T> => Items(key)?.Select(node => Parse<T>(node, key, expected)).ToArray();

    /// <summary>A list of values, or a single one; null when the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What a value should be, for messages: "a whole number".</param>
    /// <param name="parse">Reads a value; null for what is none.</param>
    public IReadOnlyList<T>? Parsed<T>(string key, string expected, Func<string, T?> parse)
        where T : class => Items(key)
        ?.Select(node => parse(Scalar(node, key)) ?? throw Error(node, $"{expected} for '{key}'", $"'{Scalar(node, key)}'", "Correct the value; a point separates decimals.")).ToArray();

    /// <summary>Whether the key's value is a list.</summary>
    public bool IsList(string key) => _values.GetValueOrDefault(key) is YamlSequenceNode;

    /// <summary>Refuses keys that nobody asked for.</summary>
    public void RefuseRest()
    {
        if (_values.FirstOrDefault(entry => !_asked.Contains(entry.Key)) is { Key: { } unknown })
        {
            YamlNode place = _node.Children.Keys.First(key => key is YamlScalarNode scalar && scalar.Value == unknown);
            throw Error(place, $"one of {string.Join(", ", _asked.Distinct().Order(StringComparer.Ordinal))} in {Name}", $"'{unknown}'", "Correct the name or remove it.");
        }
    }

    /// <summary>A message about a key's value.</summary>
    public InvalidDataException Error(string key, string expected, string found, string advice) =>
        Error(_values.GetValueOrDefault(key, _node), expected, found, advice);

    private InvalidDataException Error(YamlNode node, string expected, string found, string advice) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Path}:{node.Start.Line}: expected {expected}, found {found}. {advice}"));

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _values.GetValueOrDefault(key);
    }

    private IEnumerable<YamlNode>? Items(string key) => Find(key) switch
    {
        null => null,
        YamlSequenceNode { Children.Count: 0 } empty => throw Error(empty, $"at least one value for '{key}'", "an empty list", "Add one or remove the key."),
        YamlSequenceNode list => list.Children,
        YamlNode single => [single],
    };

    private string Scalar(YamlNode node, string key) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Error(node, $"a value for '{key}'", Describe(node), "Write one word or number.");

    private T Parse<T>(YamlNode node, string key, string expected)
        where T : struct, INumberBase<T> =>
        T.TryParse(Scalar(node, key), NumberStyles.Float, CultureInfo.InvariantCulture, out T value)
            ? value
            : throw Error(node, $"{expected} for '{key}'", $"'{Scalar(node, key)}'", "Write it in digits, with a point for decimals.");

    private static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode { Value: { } text } => $"'{text}'",
        _ => "something else",
    };
}
