namespace Maner.Text.Words;

/// <summary>
/// Splits running text into sentences, in the scripts of the world. A danda, a Ge'ez, Khmer, Burmese, Armenian or ideographic full stop ends a sentence
/// whatever follows; <c>!</c> and <c>?</c> unless a small letter follows; a period if what follows may begin a sentence and what is before it is no
/// abbreviation, initial or ordinal. Quotes and brackets that close stay with the sentence. Nothing is split inside numbers and addresses.
/// Scripts that end sentences with a space alone (Thai, Lao) stay whole. Linear time.
/// </summary>
internal static class SentenceSplitter
{
    /// <summary>The sentences of a paragraph, in order and without the white space around them.</summary>
    /// <param name="text">A paragraph: white space in it, line ends too, separates words only.</param>
    /// <param name="abbreviations">What was learned from all of the text.</param>
    public static List<TextRange> Split(string text, Abbreviations abbreviations)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(abbreviations);
        var sentences = new List<TextRange>();
        int begin = 0, quotes = 0;
        Chunk[] chunks = [.. Chunk.Of(text)];
        int firstChunk = 0;
        for (int index = 0; index < chunks.Length; index++)
        {
            Chunk chunk = chunks[index];
            int from = chunk.Begin;
            while (InnerEnd(text, chunk, from) is var inner and > 0)
            {
                quotes = 0;
                Add(inner);
                from = inner;
                firstChunk = index;
            }

            quotes += text.AsSpan(from, chunk.End - from).Count('"');
            if (!EndsSentence(text, chunks, index, firstChunk, abbreviations, from))
            {
                continue;
            }

            // A quote or bracket with a space before it, if one is open.
            while (index + 1 < chunks.Length && IsClosing(text, chunks[index + 1], quotes))
            {
                quotes += text.AsSpan(chunks[index + 1].Begin, chunks[index + 1].End - chunks[index + 1].Begin).Count('"');
                index++;
            }

            Add(chunks[index].End);
            quotes = 0;
            firstChunk = index + 1;
        }

        Add(text.Length);
        return sentences;

        void Add(int end)
        {
            int first = begin, last = end;
            while (first < last && Chunk.IsSpace(text[first]))
            {
                first++;
            }

            while (last > first && Chunk.IsSpace(text[last - 1]))
            {
                last--;
            }

            if (last > first)
            {
                sentences.Add(new TextRange(first, last));
            }

            begin = end;
        }
    }

    /// <summary>Where a sentence ends inside a chunk, since its full stop needs no space after it; 0 where none does.</summary>
    private static int InnerEnd(string text, Chunk chunk, int from)
    {
        for (int index = from; index < chunk.End - 1; index++)
        {
            if (!SentenceMarks.IsCertain(text[index]))
            {
                continue;
            }

            int end = index + 1;
            while (end < chunk.End && (SentenceMarks.IsEnd(text, end) || (SentenceMarks.Closes(text[end]) && !Opens(text, end))))
            {
                end++;
            }

            if (end < chunk.End && SentenceMarks.After(text[end..chunk.End], 0) is not (NextLetter.None or NextLetter.Comma or NextLetter.Lower))
            {
                return end;
            }

            index = end - 1;
        }

        return 0;
    }

    /// <summary>A quote right before a letter: <c>！“好</c>.</summary>
    private static bool Opens(string text, int index) => index + 1 < text.Length && char.IsLetter(text[index + 1])
        && char.GetUnicodeCategory(text[index]) == System.Globalization.UnicodeCategory.InitialQuotePunctuation;

    private static bool EndsSentence(string text, Chunk[] chunks, int index, int firstChunk, Abbreviations abbreviations, int from)
    {
        Chunk chunk = chunks[index];
        int last = chunk.End - 1;
        while (last > from && SentenceMarks.Closes(text[last]))
        {
            last--;
        }

        if (last < from || !SentenceMarks.IsEnd(text, last))
        {
            return false;
        }

        bool isLast = index + 1 == chunks.Length;
        NextLetter next = isLast ? NextLetter.None : SentenceMarks.After(text, chunks[index + 1].Begin);
        if (isLast || next == NextLetter.None)
        {
            return true;
        }

        if (HasEnd(text, from, last, SentenceMarks.IsCertain) || text[last] is '\u0964' or '\u0965')
        {
            return true;
        }

        if (next is NextLetter.Lower or NextLetter.Comma)
        {
            return false;
        }

        return !SentenceMarks.IsPoint(text[last]) || PointEnds(text, chunk, chunks[index + 1], next, index == firstChunk, abbreviations);
    }

    /// <summary>Whether a mark among those that end a chunk holds.</summary>
    private static bool HasEnd(string text, int from, int last, Func<char, bool> holds)
    {
        for (int index = last; index >= from && SentenceMarks.IsEnd(text, index); index--)
        {
            if (holds(text[index]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool PointEnds(string text, Chunk chunk, Chunk following, NextLetter next, bool isFirst, Abbreviations abbreviations)
    {
        string word = text[chunk.CoreBegin..chunk.CoreEnd];
        if (word.Length == 0 || chunk.Periods != 1)
        {
            return true; // an ellipsis, or a period after signs alone
        }

        if (abbreviations.HasArmenianStops && text[chunk.CoreEnd - 1] is >= '\u0531' and <= '\u0587' && text[following.Begin] == '\u00AB')
        {
            return false;
        }

        bool beginsSentence = next == NextLetter.Upper && abbreviations.IsUsuallySmall(following.Type(text));
        if (word.All(char.IsDigit))
        {
            // A number that opens a list's item, or an ordinal.
            return !isFirst && (beginsSentence || word.Length > 2 || !abbreviations.HasOrdinals);
        }

        bool isInitial = word.Length == 1 || (word.Length == 2 && char.IsSurrogatePair(word, 0)) || (word.Length <= 4 && IsInitialAfterSign(word));
        return (!isInitial && !abbreviations.Contains(word)) || beginsSentence;
    }

    /// <summary><c>J.-P</c> and <c>O'B</c>: signs and single letters.</summary>
    private static bool IsInitialAfterSign(string word) => word.Length > 1 && char.IsUpper(word[^1]) && !char.IsLetterOrDigit(word[^2]);

    private static bool IsClosing(string text, Chunk chunk, int quotes)
    {
        for (int index = chunk.Begin; index < chunk.End; index++)
        {
            bool straight = text[index] is '"' or '\'' or '*' or '_';
            bool closes = straight ? text[index] == '"' && quotes % 2 == 1
                : char.GetUnicodeCategory(text[index]) is System.Globalization.UnicodeCategory.ClosePunctuation or System.Globalization.UnicodeCategory.FinalQuotePunctuation;
            if (!closes && !(index > chunk.Begin && SentenceMarks.IsEnd(text, index)))
            {
                return false;
            }
        }

        return true;
    }
}
