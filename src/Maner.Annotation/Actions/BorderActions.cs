namespace Maner.Annotation.Actions;

/// <summary>Cuts a word in two. Everybody's spans stay where they are. Only curators, as all changes of words and borders.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Word">The word's index.</param>
/// <param name="Offset">Where in the word the second one begins, in UTF-16 code units, between two characters.</param>
internal sealed record SplitWord(long Sentence, long Revision, int Word, int Offset) : SentenceAction(Sentence, Revision);

/// <summary>Makes one word of several that touch. A span that has some of them has the whole word then.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
internal sealed record JoinWords(long Sentence, long Revision, int First, int End) : SentenceAction(Sentence, Revision);

/// <summary>Ends a sentence in front of a word; what is behind becomes a new sentence. A span across the border is cut in two, with a note.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Word">Index of the new sentence's first word.</param>
internal sealed record SplitSentence(long Sentence, long Revision, int Word) : SentenceAction(Sentence, Revision);

/// <summary>Joins a sentence with the next of its document. What either person had of both is joined; done is only what was done in both.</summary>
/// <param name="Sentence">The first sentence's id.</param>
/// <param name="Revision">The revision that the person saw.</param>
internal sealed record MergeSentences(long Sentence, long Revision) : SentenceAction(Sentence, Revision);
