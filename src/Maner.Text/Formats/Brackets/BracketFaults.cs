using Maner.Text.Formats.Documents;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Brackets;

/// <summary>All that is wrong in a file of names in brackets: whoever writes one by hand wants to correct it once.</summary>
/// <param name="isTold">Whether the format was named, by an option or the file's extension, rather than told from types in capitals.</param>
internal sealed class BracketFaults(bool isTold)
{
    private const int Shown = 200;

    private readonly List<(SourceLine Line, string What)> _found = [];
    private readonly List<(SourceLine Line, string Type)> _small = [];
    private readonly Dictionary<string, int> _capital = new(StringComparer.Ordinal);

    /// <summary>Whether a type is written in capitals, as text in brackets hardly is.</summary>
    public static bool IsCapital(string type) => type.Any(char.IsLetter) && !type.Any(char.IsLower);

    public void Add(SourceLine line, IEnumerable<string> faults, IEnumerable<CharSpan> spans)
    {
        _found.AddRange(faults.Select(fault => (line, fault)));
        foreach (CharSpan span in spans)
        {
            if (IsCapital(span.Type))
            {
                _capital[span.Type] = _capital.GetValueOrDefault(span.Type) + 1;
            }
            else
            {
                _small.Add((line, span.Type));
            }
        }
    }

    /// <exception cref="InvalidDataException">There are faults; all are named.</exception>
    public void Refuse(string path)
    {
        (SourceLine Line, string What)[] small = [.. _small.Where(found => IsSlip(found.Type)).Select(found => (found.Line, $"the type {Visible.Quote(found.Type)}, not in capitals,"))];
        (SourceLine Line, string What)[] all = [.. _found.Concat(small).OrderBy(fault => fault.Line.Number)];
        if (all.Length == 0)
        {
            return;
        }

        string types = small.Length == 0 ? ""
            : $" Types are written alike; if those in small letters are meant, name the format ({nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.Format)} brackets).";
        string advice = $"A bracket of the text itself is written \\[ or \\], a backslash \\\\.{(isTold ? "" : types)}";
        const string Expected = "expected names in brackets with their type, [Kano LOC], found";
        throw new InvalidDataException(all is [var only]
            ? $"{path}:{only.Line.Number}: {Expected} {What(only)}. {advice}"
            : $"{path}: {Expected} {all.Length} faults:\n{string.Join('\n', all.Take(Shown).Select(fault => $"{path}:{fault.Line.Number}: {What(fault)}"))}\n" +
                $"{(all.Length > Shown ? $"{all.Length - Shown} more.\n" : "")}{advice}");
    }

    private static string What((SourceLine Line, string What) fault) => $"{fault.What} in {Visible.Quote(fault.Line.Text)}";

    // Where the format is named, a type may be in small letters; one that the file has more often in capitals is a slip all the same.
    private bool IsSlip(string type) => !isTold
        || _capital.GetValueOrDefault(type.ToUpperInvariant()) > _small.Count(found => found.Type == type);
}
