using Maner.Annotation;
using Maner.Annotation.Records;

namespace Maner.Cli.Options;

/// <summary>Opens annotation projects for commands.</summary>
internal static class ProjectFile
{
    /// <summary>Opens a project to read it; another process may have it open meanwhile.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static AnnotationProject Read(string path) => AnnotationProject.Open(path, new ProjectOptions { IsReadOnly = true });

    /// <summary>The person of a name; without one the first curator of the project.</summary>
    /// <exception cref="InvalidDataException">Nobody has the name.</exception>
    public static ProjectUser User(AnnotationProject project, string? name, string option)
    {
        IReadOnlyList<ProjectUser> users = project.Users();
        return name is null
            ? users.First(user => user is { Role: UserRole.Curator, IsActive: true })
            : users.FirstOrDefault(user => user.Name == name) ?? throw new InvalidDataException(
                $"{option}: expected a user of {project.Path} ({string.Join(", ", users.Select(user => user.Name))}), found '{name}'. 'maner annotate users {project.Path}' lists them.");
    }
}
