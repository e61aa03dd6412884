using System.CommandLine;
using Maner.Text.Tags;

namespace Maner.Cli.Options;

/// <summary><c>--types</c>: the only entity types of a model that count.</summary>
internal sealed class TypesOption
{
    private readonly Option<string?> _types = new("--types")
    {
        Description = "Only entities of these types, separated by commas: PER,LOC,ORG. Others are left out (default: all that the model knows).",
    };

    public void AddTo(Command command) => command.Add(_types);

    /// <summary>The types; null for all.</summary>
    /// <exception cref="InvalidDataException">The model does not know one of them, or none is named.</exception>
    public IReadOnlySet<string>? Of(ParseResult result, TagSet tags)
    {
        if (result.GetValue(_types) is not { } text)
        {
            return null;
        }

        string[] named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), known = [.. tags.Types];
        string[] unknown = [.. named.Except(known, StringComparer.Ordinal)];
        return named.Length > 0 && unknown.Length == 0 ? named.ToHashSet(StringComparer.Ordinal) : throw new InvalidDataException(
            $"--types: expected entity types that the model knows ({string.Join(", ", known)}), separated by commas, found {(named.Length == 0 ? "none" : string.Join(", ", unknown))}. Name some of them, or leave --types out.");
    }
}
