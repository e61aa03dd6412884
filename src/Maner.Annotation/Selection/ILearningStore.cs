using Maner.Annotation.Records;

namespace Maner.Annotation.Selection;

/// <summary>What learning needs of a project. Thread-safe.</summary>
internal interface ILearningStore
{
    /// <summary>Raised when annotations, sentences or types have changed; the handler is quick.</summary>
    event Action? Changed;

    /// <summary>The names of the types with their ids.</summary>
    IReadOnlyDictionary<string, int> Types { get; }

    /// <summary>The number of the newest event.</summary>
    long LastEvent { get; }

    /// <summary>How many sentences there are.</summary>
    int Sentences { get; }

    /// <summary>Labelled sentences, in reading order.</summary>
    /// <param name="since">Only those that changed in a later event.</param>
    IReadOnlyList<GoldSentence> Gold(long since = 0);

    /// <summary>Sentences that nobody has done or skipped, in reading order.</summary>
    IReadOnlyList<OpenSentence> Open();

    /// <summary>The words of sentences.</summary>
    IReadOnlyList<OpenSentence> Read(IReadOnlyList<long> ids);

    /// <summary>Whether a person should be shown a sentence now: nobody has done or skipped it, and nobody else has locked it.</summary>
    bool IsFree(int user, long sentence);

    /// <summary>The sentence that comes next where people have their own share, or where nothing was chosen; null when all are done.</summary>
    long? NextInOrder(int user, long? after);

    /// <summary>Whether sentences are assigned to a person: then these come in order, and none is chosen.</summary>
    bool HasAssigned(int user);

    /// <summary>Keeps what a model suggests.</summary>
    void StoreSuggestions(string model, IReadOnlyList<SentenceSuggestion> suggestions);

    /// <summary>Records how a sentence was chosen.</summary>
    void RecordPick(int user, long sentence, Pick pick);

    /// <summary>A value that is kept; null for none.</summary>
    string? Setting(string name);

    /// <summary>Keeps a value.</summary>
    void SetSetting(string name, string value);
}
