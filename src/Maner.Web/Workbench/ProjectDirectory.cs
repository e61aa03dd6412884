using System.Globalization;
using Maner.Annotation;
using Maner.Annotation.Records;
using Maner.Web.Hosting;

namespace Maner.Web.Workbench;

/// <summary>The people of a project, to log in.</summary>
/// <param name="project">The project.</param>
internal sealed class ProjectDirectory(AnnotationProject project) : IUserDirectory
{
    private const string SessionsSetting = "sessions";

    /// <inheritdoc/>
    /// <remarks>The first curator, while nobody has a password.</remarks>
    public WebUser? OnlyUser
    {
        get
        {
            ProjectUser[] active = [.. project.Users().Where(user => user.IsActive)];
            return active.Any(user => user.HasPassword) ? null : Of(active.FirstOrDefault(user => user.Role == UserRole.Curator));
        }
    }

    /// <inheritdoc/>
    public string? KeptSessions
    {
        get => project.Setting(SessionsSetting);
        set => project.SetSetting(SessionsSetting, value);
    }

    /// <inheritdoc/>
    public ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation) => ValueTask.FromResult(Of(project.LogIn(name, password)));

    /// <inheritdoc/>
    /// <remarks>From the first password on nobody is known without one, whenever the session began.</remarks>
    public ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation)
    {
        ProjectUser[] active = [.. project.Users().Where(user => user.IsActive)];
        ProjectUser? found = active.FirstOrDefault(user => user.Id.ToString(CultureInfo.InvariantCulture) == id);
        return ValueTask.FromResult(found is { HasPassword: false } && active.Any(user => user.HasPassword) ? null : Of(found));
    }

    private WebUser? Of(ProjectUser? user) =>
        user is null ? null : new WebUser(user.Id.ToString(CultureInfo.InvariantCulture), user.Name, [NamesOf.Value(user.Role)], project.PasswordMark(user.Id));
}
