using Maner.Annotation.Actions;
using Maner.Annotation.Records;

namespace Maner.Annotation;

/// <summary>
/// An annotation project: one SQLite file with documents, sentences, annotations and an append-only history. Safe to share among threads: readers run beside
/// each other, writers one after the other. What a method that changes something returns is on the disk.
/// </summary>
internal sealed partial class AnnotationProject : IDisposable
{
    /// <summary>Creates a project.</summary>
    /// <exception cref="StorageException">The file exists, or cannot be made.</exception>
    public static AnnotationProject Create(string path, ProjectOptions? options = null) => throw new NotSupportedException(path + options);

    /// <summary>Opens a project, after a check of its integrity.</summary>
    /// <exception cref="StorageException">There is no such file; it is no project, a newer one, damaged, or open in another process.</exception>
    public static AnnotationProject Open(string path, ProjectOptions? options = null) => throw new NotSupportedException(path + options);

    /// <summary>The file.</summary>
    public string Path => throw new NotSupportedException();

    /// <summary>Raised after a change is on the disk, on the thread that made it; handlers must be quick and must not throw.</summary>
    public event Action<ApplyResult>? Changed;

    /// <summary>Does one action; then it is on the disk.</summary>
    /// <param name="user">The person's id.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="ActionRefusedException">It cannot be done as it is, or the person may not.</exception>
    /// <exception cref="StaleRevisionException">The sentence has changed since the person saw it.</exception>
    /// <exception cref="StorageException">It could not be written; nothing has changed.</exception>
    public ApplyResult Apply(int user, AnnotationAction action) => throw new NotSupportedException($"{user}{action}{Changed}");

    /// <summary>Takes back the person's last action that is not taken back yet; null when there is none.</summary>
    /// <exception cref="ActionRefusedException">Somebody else has changed the same since.</exception>
    public ApplyResult? Undo(int user) => throw new NotSupportedException();

    /// <summary>Does again what was undone last; null when there is nothing.</summary>
    /// <exception cref="ActionRefusedException">Somebody else has changed the same since.</exception>
    public ApplyResult? Redo(int user) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotSupportedException();

    // Files.

    /// <summary>Imports a file.</summary>
    /// <param name="user">Who imports.</param>
    /// <param name="name">The file's name; its extension is a hint.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">The content is not as its format says.</exception>
    public ImportResult Import(int user, string name, ReadOnlyMemory<byte> bytes, ImportOptions? options = null) => throw new NotSupportedException();

    /// <summary>Makes the files of an export.</summary>
    /// <exception cref="InvalidDataException">There is nothing to export, or the format cannot hold it.</exception>
    public ExportResult Export(ExportOptions options) => throw new NotSupportedException();

    /// <summary>Writes the whole history as JSON Lines, UTF-8.</summary>
    public void ExportHistory(Stream stream) => throw new NotSupportedException();

    /// <summary>The documents.</summary>
    public IReadOnlyList<DocumentInfo> Documents() => throw new NotSupportedException();

    /// <summary>The bytes of the file that a document is from.</summary>
    public byte[] OriginalBytes(int document) => throw new NotSupportedException();

    // Reading.

    /// <summary>The types in their order, without those that were merged or removed.</summary>
    public IReadOnlyList<EntityType> Types() => throw new NotSupportedException();

    /// <summary>The guidelines, in Markdown.</summary>
    public string Guidelines() => throw new NotSupportedException();

    /// <summary>A sentence as a person sees it; null when there is none of the id.</summary>
    public SentenceView? Sentence(int user, long sentence) => throw new NotSupportedException();

    /// <summary>Some sentences in reading order.</summary>
    public SentencePage Sentences(int user, SentenceQuery query) => throw new NotSupportedException();

    /// <summary>
    /// The next sentence for a person to annotate: of those assigned, or where nothing is assigned to the person, of those that nobody has done; not those that another
    /// has locked. Behind a sentence in reading order, then from the beginning.
    /// </summary>
    /// <returns>The sentence's id; null when all are done.</returns>
    public long? Next(int user, long? after = null) => throw new NotSupportedException();

    /// <summary>The sentences in front of and behind one.</summary>
    public (long? Before, long? Behind) Neighbours(long sentence) => throw new NotSupportedException();

    /// <summary>Every place where the words occur that a person marks, with what the person has there.</summary>
    /// <param name="user">The person.</param>
    /// <param name="words">The words.</param>
    /// <param name="type">The type that the words are to have; decides what is the same label.</param>
    /// <param name="limit">Places at the most.</param>
    public IReadOnlyList<Occurrence> FindOccurrences(int user, IReadOnlyList<string> words, int? type, int limit = 10_000) => throw new NotSupportedException();

    /// <summary>Every place where a text occurs, in any case, within words too, with what the person has there.</summary>
    public IReadOnlyList<Occurrence> Concordance(int user, string text, int limit = 200) => throw new NotSupportedException();

    /// <summary>Words that the person (null: gold) has labelled in different ways, the most frequent first.</summary>
    public IReadOnlyList<Inconsistency> Inconsistencies(int? user, int limit = 200) => throw new NotSupportedException();

    /// <summary>How far the person is; null for the project: sentences that anybody has done.</summary>
    public Progress Progress(int? user) => throw new NotSupportedException();

    /// <summary>The history, the newest first.</summary>
    /// <param name="sentence">Of one sentence; null for all.</param>
    /// <param name="before">Only events with smaller numbers.</param>
    /// <param name="limit">Events at the most.</param>
    public IReadOnlyList<ProjectEvent> History(long? sentence = null, long? before = null, int limit = 100) => throw new NotSupportedException();

    // For learning.

    /// <summary>All sentences with confirmed labels, in reading order.</summary>
    /// <param name="since">Only those whose annotation changed in a later event.</param>
    public IReadOnlyList<GoldSentence> Gold(long since = 0) => throw new NotSupportedException();

    /// <summary>Sentences that nobody has done or skipped, in reading order.</summary>
    public IReadOnlyList<OpenSentence> OpenSentences(int limit = int.MaxValue) => throw new NotSupportedException();

    /// <summary>The words of sentences.</summary>
    public IReadOnlyList<OpenSentence> ReadSentences(IReadOnlyList<long> ids) => throw new NotSupportedException();

    /// <summary>The number of the newest event.</summary>
    public long LastEvent() => throw new NotSupportedException();

    /// <summary>Keeps what a model suggests; it becomes the newest model.</summary>
    /// <param name="model">Name and version.</param>
    /// <param name="suggestions">What for which sentence.</param>
    public void StoreSuggestions(string model, IEnumerable<SentenceSuggestion> suggestions) => throw new NotSupportedException();

    /// <summary>What a model suggests, and acquisition values, of open sentences.</summary>
    /// <param name="model">Name and version; null for the newest model.</param>
    public IReadOnlyList<SentenceSuggestion> Suggestions(string? model = null) => throw new NotSupportedException();

    /// <summary>Records how sentences were chosen; the first time counts.</summary>
    public void RecordPicks(int user, IReadOnlyList<(long Sentence, Pick Pick)> picks) => throw new NotSupportedException();

    /// <summary>A value that a part of the program keeps with the project; null for none.</summary>
    public string? Setting(string name) => throw new NotSupportedException();

    /// <summary>Keeps a value with the project; it is no action, and not undone.</summary>
    public void SetSetting(string name, string? value) => throw new NotSupportedException();

    // People.

    /// <summary>The people.</summary>
    public IReadOnlyList<ProjectUser> Users() => throw new NotSupportedException();

    /// <summary>Adds a person.</summary>
    /// <param name="actor">Who adds: a curator.</param>
    /// <param name="name">The name to log in with.</param>
    /// <param name="password">The password; null for none.</param>
    /// <param name="role">What the person may do.</param>
    public ProjectUser AddUser(int actor, string name, string? password, UserRole role) => throw new NotSupportedException();

    /// <summary>Changes a person's password, role or name, or closes the account. What is null stays.</summary>
    public ProjectUser ChangeUser(int actor, int user, string? password = null, UserRole? role = null, bool? isActive = null, string? name = null) => throw new NotSupportedException();

    /// <summary>The person of a name and a password; null when they do not fit. As slow for a name that is not there.</summary>
    public ProjectUser? LogIn(string name, string password) => throw new NotSupportedException();

    /// <summary>Keeps a sentence for a person for some time, and lets go of the person's others.</summary>
    /// <returns>Null when the person has it; otherwise the name of who has.</returns>
    public string? Lock(int user, long sentence, TimeSpan time) => throw new NotSupportedException();

    /// <summary>Lets go of all that a person has locked.</summary>
    public void Unlock(int user) => throw new NotSupportedException();

    /// <summary>How every two people agree who have done some of the same sentences.</summary>
    public IReadOnlyList<AgreementReport> Agreement() => throw new NotSupportedException();

    /// <summary>Sentences that several have done, differently.</summary>
    /// <param name="onlyOpen">Only those that are not adjudicated.</param>
    /// <param name="limit">Sentences at the most.</param>
    public IReadOnlyList<Disagreement> Disagreements(bool onlyOpen = true, int limit = 1000) => throw new NotSupportedException();

    /// <summary>A sentence with what everybody says of it; null when there is none of the id.</summary>
    public AdjudicationView? Adjudication(long sentence) => throw new NotSupportedException();
}
