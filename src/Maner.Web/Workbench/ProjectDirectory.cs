using System.Globalization;
using Maner.Annotation;
using Maner.Annotation.Records;
using Maner.Web.Hosting;

namespace Maner.Web.Workbench;

/// <summary>The people of a project, to log in.</summary>
/// <param name="project">The project.</param>
internal sealed class ProjectDirectory(AnnotationProject project) : IUserDirectory
{
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
    public ValueTask<WebUser?> FindAsync(string name, string password, CancellationToken cancellation) => ValueTask.FromResult(Of(project.LogIn(name, password)));

    /// <inheritdoc/>
    public ValueTask<WebUser?> FindAsync(string id, CancellationToken cancellation) =>
        ValueTask.FromResult(Of(project.Users().FirstOrDefault(user => user.IsActive && user.Id.ToString(CultureInfo.InvariantCulture) == id)));

    private static WebUser? Of(ProjectUser? user) =>
        user is null ? null : new WebUser(user.Id.ToString(CultureInfo.InvariantCulture), user.Name, [NamesOf.Value(user.Role)]);
}
