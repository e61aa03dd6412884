using System.CommandLine;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Tags;

namespace Maner.Cli.Options;

/// <summary>The options of every verb that reads labelled files.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _format = new Option<string?>("--input-format")
    {
        Description = "The format of the files (default: told from the content).",
    }.AcceptOnlyFromAmong([.. SentenceFormats.Names]);

    private readonly Option<string?> _scheme = new Option<string?>("--scheme")
    {
        Description = "The tag scheme of the files (default: told from the content).",
    }.AcceptOnlyFromAmong([.. TagSchemes.Names, .. TagSchemes.OtherNames]);

    private readonly Option<string?> _outside = new("--outside") { Description = "The tag of words outside entities (default: O, or what the file evidently uses)." };

    private readonly Option<string?> _tagNames = new("--tag-names")
    {
        Description = "The names of tags that JSON Lines gives as numbers, in the order of their numbers, separated by commas: O,B-PER,I-PER",
    };

    private readonly Option<string?> _wordColumn = new("--word-column")
    {
        Description = "The column of the words: its number from 1, or its name in the first row (default: told from the content).",
    };

    private readonly Option<string?> _tagColumn = new("--tag-column")
    {
        Description = "The column of the tags, likewise; or the key of the tags in CoNLL-U's last column, such as name of name=B-PER.",
    };

    private readonly Option<bool> _keepRareTypes = new("--keep-rare-types")
    {
        Description = "Keep types with one or two entities that seem to be slips of others; else their words are outside.",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse a file that needs fixing instead of fixing it." };

    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_scheme);
        command.Add(_outside);
        command.Add(_tagNames);
        command.Add(_wordColumn);
        command.Add(_tagColumn);
        command.Add(_keepRareTypes);
        command.Add(_strict);
    }

    public LabelledDataOptions Of(ParseResult result, bool requireTags = true) => new()
    {
        Format = result.GetValue(_format),
        Scheme = result.GetValue(_scheme) is string scheme ? TagSchemes.Parse(scheme) : null,
        Outside = result.GetValue(_outside),
        TagNames = result.GetValue(_tagNames)?.Split(',', StringSplitOptions.TrimEntries),
        WordColumn = result.GetValue(_wordColumn),
        TagColumn = result.GetValue(_tagColumn),
        KeepRareTypes = result.GetValue(_keepRareTypes),
        RequireTags = requireTags,
        Strict = result.GetValue(_strict),
    };
}
