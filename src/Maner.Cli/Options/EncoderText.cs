using System.CommandLine;
using Maner.Text.Corpus;

namespace Maner.Cli.Options;

/// <summary>The text with which an encoder is checked or trimmed.</summary>
internal sealed class EncoderText
{
    private readonly Option<string[]> _text = new("--text")
    {
        Description = "Raw text in your language, one sentence per line, plain or gzip: files, or folders of *.txt and *.txt.gz.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _labelled = new("--labelled") { Description = "Files of labelled sentences whose words are read as text too.", AllowMultipleArgumentsPerToken = true };

    public void AddTo(Command command)
    {
        command.Add(_text);
        command.Add(_labelled);
        command.AddRule(result =>
        {
            if (result.GetResult(_text) is null && result.GetResult(_labelled) is null)
            {
                result.AddError("Say in which text: --text, --labelled, or both.");
            }
        });
    }

    // Files of one name in two folders are no mistake here: the name means nothing.
    public IReadOnlyList<CorpusFile> Of(ParseResult result) =>
    [
        .. (result.GetValue(_text) ?? []).SelectMany(path => CorpusFile.Find([path], [])),
        .. (result.GetValue(_labelled) ?? []).SelectMany(path => CorpusFile.Find([], [path])),
    ];
}
