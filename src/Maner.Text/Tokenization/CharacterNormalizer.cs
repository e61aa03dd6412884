namespace Maner.Text.Tokenization;

/// <summary>
/// Rewrites text as SentencePiece's <c>Normalizer::Normalize</c> does: the model's character map by longest prefix,
/// then its rules for white space, each character keeping its place in the original text. Immutable and thread-safe.
/// </summary>
/// <remarks>A lone surrogate is read as U+FFFD, as .NET's UTF-8 encoder would write it.</remarks>
internal sealed class CharacterNormalizer
{
    /// <summary>U+2581, which means a space inside pieces.</summary>
    public const char SpaceMark = '\u2581';

    private const string Replacement = "\uFFFD";
    private readonly CharacterMap? _map;
    private readonly PieceTrie? _userDefined; // symbols that pass unchanged; null when there are none
    private readonly bool _addDummyPrefix;
    private readonly bool _removeExtraWhitespaces;
    private readonly char _space;

    /// <summary>Takes the rules of a model.</summary>
    /// <exception cref="InvalidDataException">Its character map is damaged.</exception>
    public CharacterNormalizer(SentencePieceFile file)
    {
        _map = file.CharacterMap.Length == 0 ? null : new CharacterMap(file.Slice(file.CharacterMap));
        _userDefined = file.HasUserDefined ? PieceTrie.Build(file, onlyUserDefined: true) : null;
        _addDummyPrefix = file.AddDummyPrefix;
        _removeExtraWhitespaces = file.RemoveExtraWhitespaces;
        _space = file.EscapeWhitespaces ? SpaceMark : ' ';
    }

    /// <summary>Normalises <paramref name="text"/> into <paramref name="output"/>, which must be empty.</summary>
    public void Normalize(ReadOnlySpan<char> text, ref NormalizedText output)
    {
        int position = _removeExtraWhitespaces ? SkipLeadingSpaces(text) : 0;
        output.EndOrigin = position;
        if (position == text.Length)
        {
            return;
        }

        if (_addDummyPrefix)
        {
            output.Append(_space, position);
        }

        bool afterSpace = _removeExtraWhitespaces;
        while (position < text.Length)
        {
            int length = NextPrefix(text[position..], out ReadOnlySpan<char> written);
            if (afterSpace)
            {
                written = written.TrimStart(' ');
            }

            foreach (char c in written)
            {
                output.Append(c == ' ' ? _space : c, position);
            }

            if (written.Length > 0)
            {
                afterSpace = _removeExtraWhitespaces && written[^1] == ' ';
            }

            position += length;
        }

        output.EndOrigin = position;
        while (_removeExtraWhitespaces && output.Length > 0 && output.Chars[^1] == _space)
        {
            output.RemoveLast();
        }
    }

    private int SkipLeadingSpaces(ReadOnlySpan<char> text)
    {
        int position = 0;
        while (position < text.Length)
        {
            int length = NextPrefix(text[position..], out ReadOnlySpan<char> written);
            if (written is not " ")
            {
                break;
            }

            position += length;
        }

        return position;
    }

    /// <summary>What the start of the text becomes, and how many UTF-16 units of it that covers.</summary>
    private int NextPrefix(ReadOnlySpan<char> text, out ReadOnlySpan<char> written)
    {
        int length = _userDefined?.LongestPrefix(text) ?? 0;
        if (length > 0)
        {
            written = text[..length];
            return length;
        }

        if (_map is not null && (length = _map.LongestRule(text, out written)) > 0)
        {
            return length;
        }

        if (!char.IsSurrogate(text[0]))
        {
            written = text[..1];
            return 1;
        }

        bool isPair = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]);
        written = isPair ? text[..2] : Replacement;
        return isPair ? 2 : 1;
    }
}
