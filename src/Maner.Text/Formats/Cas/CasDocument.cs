namespace Maner.Text.Formats.Cas;

/// <summary>An annotation of a CAS.</summary>
/// <param name="Type">The full name of its type.</param>
/// <param name="Begin">Its first UTF-16 unit.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="Line">1-based line of the file; 0 where it is not known.</param>
/// <param name="Features">Its features that are texts.</param>
internal sealed record CasAnnotation(string Type, long Begin, long End, int Line, IReadOnlyDictionary<string, string> Features)
{
    /// <summary>What tokens and sentences have, which are most of a document.</summary>
    public static IReadOnlyDictionary<string, string> NoFeatures { get; } = new Dictionary<string, string>();

    /// <summary>Whether INCEpTION's recommender made it: a suggestion, and no label.</summary>
    public bool IsPredicted => Features.TryGetValue("inception_internal_predicted", out string? value) && value == "true";

    /// <summary>The last part of the type's name.</summary>
    public string Layer => Type[(Type.LastIndexOf('.') + 1)..];
}

/// <summary>A document of UIMA: a text and annotations of it, whatever file they were in.</summary>
/// <param name="Text">The text of the view that is read.</param>
/// <param name="Annotations">The annotations of that view.</param>
internal sealed record CasDocument(string Text, IReadOnlyList<CasAnnotation> Annotations)
{
    public const string SentenceType = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
    public const string TokenType = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
    public const string EntityType = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    public const string EntityFeature = "value";
}
