namespace Maner.Web.Hosting;

/// <summary>Somebody who has logged in.</summary>
/// <param name="Id">What tells the user from others for good.</param>
/// <param name="Name">The name that is typed and shown.</param>
/// <param name="Roles">What the user may do, such as <c>annotator</c> or <c>curator</c>.</param>
internal sealed record WebUser(string Id, string Name, IReadOnlyList<string> Roles);

/// <summary>Who the users are: the annotation store's side of logging in. Thread-safe.</summary>
internal interface IUserDirectory
{
    /// <summary>
    /// The only user of a server that nobody logs in to, since only this machine's user reaches it; null where people log in.
    /// </summary>
    WebUser? OnlyUser { get; }

    /// <summary>The user with a name and a password; null where there is none. It takes as long for a name that nobody has as for a wrong password.</summary>
    ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation);

    /// <summary>The user with an identifier, as the user is now; null where there is none any more.</summary>
    ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation);
}
