using Maner.Annotation.Records;
using Maner.Text.Formats.Registry;

namespace Maner.Web.Workbench;

/// <summary>What the page knows of the project.</summary>
internal sealed record ProjectAnswer(
    string Name, UserAnswer User, IReadOnlyList<UserAnswer> Users, bool NeedsLogIn, IReadOnlyList<TypeAnswer> Types, string Guidelines, string GuidelinesHtml,
    IReadOnlyList<DocumentInfo> Documents, string Strategy, IReadOnlyList<NamedTitle> Strategies, ProgressAnswer Progress, LearningAnswer Learning, IReadOnlyList<FormatAnswer> Formats)
{
    /// <summary>The project as a person sees it: who the others are only curators are told.</summary>
    public static ProjectAnswer Of(Call call, bool needsLogIn)
    {
        Progress all = call.Project.Progress(null);
        string guidelines = call.Project.Guidelines();
        return new ProjectAnswer(
            Path.GetFileNameWithoutExtension(call.Project.Path), UserAnswer.Of(call.User),
            call.User.Role == UserRole.Curator ? [.. call.Project.Users().Select(UserAnswer.Of)] : [], needsLogIn,
            [.. call.Project.Types().Select(type => TypeAnswer.Of(type, all))], guidelines, Markdown.ToHtml(guidelines), call.Project.Documents(),
            call.Learning.Strategy, call.Learning.Strategies, ProgressAnswer.Of(call.Project.Progress(call.User.Id)), call.Learning.State,
            [.. SentenceFormats.All.OrderBy(format => format.Name, StringComparer.Ordinal).Select(format => new FormatAnswer(format.Name, format.Title, format.Writer is not null))]);
    }
}

/// <summary>A person.</summary>
internal sealed record UserAnswer(int Id, string Name, string Role, bool HasPassword, bool IsActive)
{
    /// <summary>The person of the store.</summary>
    public static UserAnswer Of(ProjectUser user) => new(user.Id, user.Name, NamesOf.Value(user.Role), user.HasPassword, user.IsActive);
}

/// <summary>A type of entities, with how many there are.</summary>
internal sealed record TypeAnswer(int Id, string Name, string Color, string Key, string Description, string DescriptionHtml, int Count)
{
    /// <summary>The type of the store.</summary>
    public static TypeAnswer Of(EntityType type, Progress progress) => new(
        type.Id, type.Name, type.Color, type.Key, type.Description, Markdown.ToHtml(type.Description), progress.Types.FirstOrDefault(count => count.Type == type.Id).Count);
}

/// <summary>How far somebody is.</summary>
internal sealed record ProgressAnswer(int Done, int Skipped, int Flagged, int Total, double Seconds, double? SecondsPerSentence, int Entities)
{
    /// <summary>The progress of the store.</summary>
    public static ProgressAnswer Of(Progress progress) => new(
        progress.Done, progress.Skipped, progress.Flagged, progress.Sentences, progress.Seconds, progress.SecondsPerSentence, progress.Types.Sum(count => count.Count));
}

/// <summary>A format of labelled data.</summary>
internal sealed record FormatAnswer(string Name, string Title, bool Writes);
