using System.Text.Json;
using Maner.Annotation.People;
using Maner.Annotation.Reading;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation;

/// <summary>People, and what they do together.</summary>
internal sealed partial class AnnotationProject
{
    private const int LongestName = 64;

    /// <summary>The people.</summary>
    public IReadOnlyList<ProjectUser> Users() => _database.Read(UserTable.GetAll);

    /// <summary>Adds a person.</summary>
    /// <param name="actor">Who adds: a curator.</param>
    /// <param name="name">The name to log in with.</param>
    /// <param name="password">The password; null for none.</param>
    /// <param name="role">What the person may do.</param>
    /// <exception cref="ActionRefusedException">The name is taken, the password too short, or the actor no curator.</exception>
    public ProjectUser AddUser(int actor, string name, string? password, UserRole role)
    {
        string? hash = Hashed(password);
        return _database.Write(session =>
        {
            RequireCurator(session, actor);
            string free = FreeName(session, name, null);
            ProjectUser user = UserTable.Add(session, free, role, hash);
            Record(session, actor, "add-user", user);
            return user;
        });
    }

    /// <summary>Changes a person's password, role or name, or closes the account. What is null stays. Everybody may change the own password.</summary>
    /// <exception cref="ActionRefusedException">It may not be, or no curator would be left.</exception>
    public ProjectUser ChangeUser(int actor, int user, string? password = null, UserRole? role = null, bool? isActive = null, string? name = null)
    {
        string? hash = Hashed(password);
        return _database.Write(session =>
        {
            ProjectUser old = UserTable.Find(session, user) ?? throw new ActionRefusedException($"Expected a user of the project, found number {user}. Load the list again.");
            if (actor != user || role is not null || isActive is not null || name is not null)
            {
                RequireCurator(session, actor);
            }

            ProjectUser changed = old with
            {
                Name = name is null ? old.Name : FreeName(session, name, user),
                Role = role ?? old.Role,
                IsActive = isActive ?? old.IsActive,
                HasPassword = old.HasPassword || hash is not null,
            };
            UserTable.Set(session, changed, hash);
            if (!UserTable.GetAll(session).Exists(other => other is { IsActive: true, Role: UserRole.Curator }))
            {
                throw new ActionRefusedException($"Expected a curator to be left, found that {old.Name} is the last. Make another user a curator first.");
            }

            Record(session, actor, password is null ? "change-user" : "change-password", changed);
            return changed;
        });
    }

    /// <summary>The person of a name and a password; null when they do not fit, or the person has no password. As slow for a name that is not there.</summary>
    public ProjectUser? LogIn(string name, string password)
    {
        (string? hash, ProjectUser? user) = _database.Read(session => (UserTable.PasswordOf(session, name), UserTable.Find(session, name)));
        return Passwords.Fits(password, hash) ? user : null;
    }

    /// <summary>Keeps a sentence for a person for some time, and lets go of the person's others.</summary>
    /// <returns>Null when the person has it; otherwise the name of who has.</returns>
    public string? Lock(int user, long sentence, TimeSpan time) =>
        _locks.Take(user, sentence, time) is { } holder ? _database.Read(session => UserTable.Find(session, holder)?.Name ?? "somebody") : null;

    /// <summary>Lets go of all that a person has locked.</summary>
    public void Unlock(int user) => _locks.Release(user);

    /// <summary>How every two people agree who have done some of the same sentences.</summary>
    public IReadOnlyList<AgreementReport> Agreement() => Read(Differences.Agreement);

    /// <summary>Sentences that several have done, differently.</summary>
    /// <param name="onlyOpen">Only those that are not adjudicated.</param>
    /// <param name="limit">Sentences at the most.</param>
    public IReadOnlyList<Disagreement> Disagreements(bool onlyOpen = true, int limit = 1000) => Read((session, types) => Differences.List(session, types, onlyOpen, limit));

    /// <summary>A sentence with what everybody says of it; null when there is none of the id.</summary>
    public AdjudicationView? Adjudication(long sentence) => Read((session, types) =>
        SentenceViews.Get(session, types, sentence, AnnotationTable.Adjudicated) is { } view ? new AdjudicationView(view, Differences.Of(session, types, sentence), view.Revision) : null);

    private static void RequireCurator(Session session, int actor)
    {
        if (UserTable.Require(session, actor) is { Role: not UserRole.Curator } user)
        {
            throw new ActionRefusedException($"Expected a curator to change users, found the annotator {user.Name}. Ask a curator.");
        }
    }

    private void Record(Session session, int actor, string kind, ProjectUser user) =>
        EventTable.Add(session, EventTable.Next(session, _clock), actor, kind, null, JsonSerializer.Serialize(user, RowJson.Plain.ProjectUser));

    private static string FreeName(Session session, string name, int? self)
    {
        string checkedName = CheckedName(name);
        return UserTable.Find(session, checkedName) is { } other && other.Id != self
            ? throw new ActionRefusedException($"Expected a name that nobody has yet, found '{checkedName}'. Choose another.")
            : checkedName;
    }

    private static string CheckedName(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is 0 or > LongestName || trimmed.Any(char.IsControl)
            ? throw new ActionRefusedException($"Expected a name of 1 to {LongestName} characters on one line, found {trimmed.Length}. Choose another.")
            : trimmed;
    }

    private static string? Hashed(string? password) => password is null ? null
        : password.Length < Passwords.Shortest ? throw new ActionRefusedException($"Expected a password of at least {Passwords.Shortest} characters, found {password.Length}. Choose a longer one.")
        : Passwords.Hash(password);
}
