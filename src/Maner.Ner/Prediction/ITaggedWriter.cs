namespace Maner.Ner.Prediction;

/// <summary>Writes tagged sentences one at a time.</summary>
internal interface ITaggedWriter
{
    /// <summary>Writes a sentence.</summary>
    void Write(TaggedSentence sentence);
}
