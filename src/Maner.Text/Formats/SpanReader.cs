using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>
/// Reads the tags of a sentence as spans. What the scheme does not allow is read as conlleval reads it (a word tagged as
/// part of an entity is part of one) and logged.
/// </summary>
internal sealed class SpanReader(TagSyntax syntax, TagScheme scheme, RepairLog log)
{
    private readonly List<EntitySpan> _spans = [];
    private RawSentence _sentence = new([]);
    private int _start = -1;
    private string _type = "";
    private bool _mayEndHere;

    public EntitySpan[] Read(RawSentence sentence)
    {
        _sentence = sentence;
        _spans.Clear();
        _start = -1;
        IReadOnlyList<RawWord> words = sentence.Words;
        for (int word = 0; word < words.Count; word++)
        {
            ReadWord(word, ParseTag(words[word]));
        }

        Close(sentence.Words.Count, finished: false);
        return _spans.Count == 0 ? [] : [.. _spans];
    }

    private ParsedTag ParseTag(RawWord word)
    {
        if (word.Tag is null)
        {
            Log(RepairKind.MissingTag, word, "has no tag", $"read as '{syntax.Outside}'");
            return default;
        }

        ParsedTag tag = syntax.Parse(word.Tag);
        if (tag == default && syntax.StrayOf(word.Tag) is string why)
        {
            Log(RepairKind.StrayTag, word, $"has the tag {Visible.Quote(word.Tag)}, which {why}", $"read as outside every entity (kept with {nameof(LabelledDataOptions)}.{nameof(LabelledDataOptions.KeepRareTypes)})");
            return default;
        }

        if (tag.Repaired is string made)
        {
            string expected = syntax.IsBare ? "a type" : $"a prefix of {string.Join(", ", TagSchemes.Letters(scheme).Select(letter => letter + "-"))}";
            Log(RepairKind.UnknownPrefix, word, $"has the tag {Visible.Quote(word.Tag)}, which is neither '{syntax.Outside}' nor has {expected}", made);
        }
        else if (tag.Letter != '\0' && !TagSchemes.Letters(scheme).Contains(tag.Letter, StringComparison.Ordinal))
        {
            Log(RepairKind.PrefixOfAnotherScheme, word, $"has the tag {Visible.Quote(word.Tag)} in a file of scheme {TagSchemes.NameOf(scheme)}", "read as its own scheme means it");
        }

        return tag;
    }

    private void ReadWord(int word, ParsedTag tag)
    {
        bool continues = _start >= 0 && _type == tag.Type;
        switch (tag.Role)
        {
            case TagRole.Outside:
                Close(word, finished: false);
                break;
            case TagRole.Begin:
                if (scheme == TagScheme.Iob1 && !continues)
                {
                    Log(RepairKind.UnexpectedBegin, word, "follows no entity of its type, where IOB1 writes I-", "read as the start of an entity");
                }

                Close(word, finished: false);
                Open(word, tag.Type);
                break;
            case TagRole.Inside or TagRole.Bare when !continues:
                LogStart(word, tag, RepairKind.InsideWithoutBegin, "continues no entity");
                Close(word, finished: true);
                Open(word, tag.Type);
                _mayEndHere = true;
                break;
            case TagRole.End:
                if (!continues)
                {
                    LogStart(word, tag, RepairKind.EndWithoutBegin, "ends no entity");
                    Close(word, finished: true);
                    Open(word, tag.Type);
                }

                Close(word + 1, finished: true);
                break;
            case TagRole.Single:
                Close(word, finished: false);
                Open(word, tag.Type);
                Close(word + 1, finished: true);
                break;
            default:
                // I- and bare types that continue the open entity. A bare type may also be its last word.
                _mayEndHere |= tag.Role == TagRole.Bare;
                break;
        }
    }

    private void LogStart(int word, ParsedTag tag, RepairKind kind, string does)
    {
        bool allowed = tag.Role == TagRole.Bare || scheme is TagScheme.Iob1 or TagScheme.Io;
        if (allowed)
        {
            return;
        }

        if (_start >= 0)
        {
            Log(RepairKind.TypeChange, word, $"follows an entity of type {Visible.Quote(_type)} and so {does}", $"read as the start of a new entity of type {Visible.Quote(tag.Type)}");
        }
        else
        {
            Log(kind, word, does, $"read as the start of an entity of type {Visible.Quote(tag.Type)}");
        }
    }

    private void Open(int word, string type)
    {
        _start = word;
        _type = type;
        _mayEndHere = false;
    }

    private void Close(int end, bool finished)
    {
        if (_start < 0)
        {
            return;
        }

        if (!finished && !_mayEndHere && TagSchemes.MarksEnds(scheme))
        {
            Log(RepairKind.UnfinishedEntity, end - 1, $"is the last of an entity but has no end tag of scheme {TagSchemes.NameOf(scheme)}", "the entity ends here");
        }

        _spans.Add(new EntitySpan(_start, end, _type));
        _start = -1;
    }

    private void Log(RepairKind kind, int word, string found, string made) =>
        Log(kind, _sentence.Words[word], $"({_sentence.Words[word].Tag}) {found}", made);

    private void Log(RepairKind kind, RawWord word, string found, string made) =>
        log.Add(kind, word.Line, $"{Visible.Quote(word.Text)} {found}", made);
}
