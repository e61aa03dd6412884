using System.CommandLine;
using System.Globalization;

namespace Maner.Cli.Options;

/// <summary><c>--shard I/N</c>: one of several parts of the input, for as many machines.</summary>
internal sealed class ShardOption
{
    private const int Most = 99_999; // five digits in names

    private readonly Option<string?> _option = new("--shard")
    {
        Description = "Tag part I of N only, from 1: as many runs, on any machines, tag the whole. With --out the name gets the part's number, and the parts joined in the order of their names are the whole.",
        HelpName = "I/N",
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>The part; null for the whole.</summary>
    /// <exception cref="InvalidDataException">It is no part of a whole.</exception>
    public (int Index, int Count)? Of(ParseResult result)
    {
        if (result.GetValue(_option) is not { } text)
        {
            return null;
        }

        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count && count <= Most
            ? (index, count)
            : throw new InvalidDataException($"--shard: expected I/N with I from 1 to N and N up to {Most}, found '{text}'. The first of eight parts is 1/8.");
    }

    /// <summary>The name of a part's file: <c>news.jsonl.gz</c> becomes <c>news.00003-of-00016.jsonl.gz</c>. In the order of their names, parts joined are the whole.</summary>
    public static string NameOf(string target, (int Index, int Count) shard)
    {
        string name = Path.GetFileName(target);
        int dot = name.IndexOf('.', 1);
        dot = dot < 0 ? name.Length : dot;
        return Path.Combine(Path.GetDirectoryName(target) ?? "", string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}.{shard.Index:00000}-of-{shard.Count:00000}{name[dot..]}"));
    }
}
