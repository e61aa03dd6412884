using Maner.Annotation.Records;
using Microsoft.Data.Sqlite;

namespace Maner.Annotation.Storage;

/// <summary>The people. Their passwords are in no event.</summary>
internal static class UserTable
{
    private const string Columns = "SELECT id, name, role, password IS NOT NULL, active FROM users";

    public static List<ProjectUser> GetAll(Session session) => session.Query($"{Columns} ORDER BY id", Of);

    public static ProjectUser? Find(Session session, int id) => session.Query($"{Columns} WHERE id = $1", Of, id) is [var user] ? user : null;

    public static ProjectUser? Find(Session session, string name) => session.Query($"{Columns} WHERE name = $1", Of, name) is [var user] ? user : null;

    /// <exception cref="ActionRefusedException">There is no such person, or the account is closed.</exception>
    public static ProjectUser Require(Session session, int id) => Find(session, id) is { IsActive: true } user
        ? user
        : throw new ActionRefusedException($"Expected an active user of the project, found number {id}. Log in again.");

    /// <summary>The hash of a password; null for none.</summary>
    public static string? PasswordOf(Session session, string name) => session.Text("SELECT password FROM users WHERE name = $1 AND active = 1", name);

    public static ProjectUser Add(Session session, string name, UserRole role, string? password)
    {
        session.Execute("INSERT INTO users(name, role, password, active) VALUES ($1, $2, $3, 1)", name, role, password);
        return Find(session, name)!;
    }

    public static void Set(Session session, ProjectUser user, string? password)
    {
        session.Execute("UPDATE users SET name = $2, role = $3, active = $4 WHERE id = $1", user.Id, user.Name, user.Role, user.IsActive);
        if (password is not null)
        {
            session.Execute("UPDATE users SET password = $2 WHERE id = $1", user.Id, password);
        }
    }

    private static ProjectUser Of(SqliteDataReader row) => new(row.GetInt32(0), row.GetString(1), (UserRole)row.GetInt32(2), row.GetBoolean(3), row.GetBoolean(4));
}
