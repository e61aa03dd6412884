using Maner.Text.Sentences;

namespace Maner.Annotation.Records;

/// <summary>A sentence whose labels are confirmed.</summary>
/// <param name="Id">The sentence's id.</param>
/// <param name="Document">Its document's id.</param>
/// <param name="Sentence">Words and entities.</param>
/// <param name="IsRandom">Whether it was chosen at random, so that it may score a model.</param>
/// <param name="Strategy">The strategy that chose it; null where it came in order.</param>
/// <param name="Seconds">Seconds spent on it by the annotator (of an adjudicated one, by all).</param>
/// <param name="Event">The event that last changed its annotation: who trains again only for what is new looks here.</param>
internal sealed record GoldSentence(long Id, int Document, Sentence Sentence, bool IsRandom, string? Strategy, double Seconds, long Event);

/// <summary>A sentence that waits for labels.</summary>
/// <param name="Id">The sentence's id.</param>
/// <param name="Document">Its document's id.</param>
/// <param name="Sentence">Its words.</param>
internal sealed record OpenSentence(long Id, int Document, Sentence Sentence);
