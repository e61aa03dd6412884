using System.CommandLine;
using System.Globalization;
using Maner.Annotation;
using Maner.Annotation.Records;
using Maner.Cli.Options;
using Maner.Cli.Views;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate users PROJECT</c>: lists people, adds them, and changes their passwords and roles.</summary>
internal static class AnnotateUsersCommand
{
    private static readonly string[] s_roles = ["annotator", "curator"];

    public static Command Create(CliContext context)
    {
        var project = new Argument<string>("PROJECT") { Description = AnnotateCommand.ProjectDescription };
        var add = new Option<string?>("--add") { Description = "Add a user of this name." };
        var change = new Option<string?>("--change") { Description = "Change the user of this name." };
        Option<string?> role = new Option<string?>("--role") { Description = "What the user may do: an annotator annotates; a curator also adjudicates and changes types, words, people and assignments." }.AcceptOnlyFromAmong(s_roles);
        var password = new Option<bool>("--password") { Description = "Set a password, read from the first line of standard input." };
        var name = new Option<string?>("--name") { Description = "Give the user another name." };
        var close = new Option<bool>("--close") { Description = "Close the account; what the user has labelled stays." };
        var open = new Option<bool>("--open") { Description = "Open the account again." };
        var command = new Command("users", "Lists the people of a project with what they have done, adds them, and changes their passwords and roles.") { project, add, change, role, password, name, close, open };
        command.SetAction(result =>
        {
            var wanted = new Wanted(
                result.GetValue(add), result.GetValue(change), result.GetValue(role) switch { "curator" => UserRole.Curator, "annotator" => UserRole.Annotator, _ => null }, result.GetValue(name),
                result.GetValue(password), result.GetValue(close) ? false : result.GetValue(open) ? true : null);
            return Run(context, result.GetRequiredValue(project), wanted);
        });
        return command;
    }

    private sealed record Wanted(string? Add, string? Change, UserRole? Role, string? Name, bool HasPassword, bool? IsActive)
    {
        public bool ChangesSomething => Role is not null || Name is not null || HasPassword || IsActive is not null;
    }

    private static int Run(CliContext context, string path, Wanted wanted)
    {
        if (wanted.Add is not null && (wanted.Change is not null || wanted.Name is not null || wanted.IsActive is not null))
        {
            throw new InvalidDataException("Expected --add with --role and --password alone, found other changes too. Give them in a second command.");
        }

        if (wanted.Add is null && wanted.Change is null)
        {
            return wanted.ChangesSomething
                ? throw new InvalidDataException("Expected --add NAME or --change NAME, found changes without a user. Name the user.")
                : List(context, path);
        }

        string? password = wanted.HasPassword ? ReadPassword(context) : null;
        try
        {
            using AnnotationProject project = AnnotationProject.Open(path);
            int actor = ProjectFile.User(project, null, "--change").Id;
            ProjectUser user = wanted.Add is { } added
                ? project.AddUser(actor, added, password, wanted.Role ?? UserRole.Annotator)
                : project.ChangeUser(actor, ProjectFile.User(project, wanted.Change, "--change").Id, password, wanted.Role, wanted.IsActive, wanted.Name);
            context.Out.WriteLine($"{user.Name}: {Describe(user)}");
            return ExitCode.Success;
        }
        catch (ActionRefusedException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static int List(CliContext context, string path)
    {
        using AnnotationProject project = ProjectFile.Read(path);
        var table = new OutputTable("user", "role", "log-in", "done#", "skipped#", "left#", "hours#", "seconds/sentence#");
        foreach (ProjectUser user in project.Users())
        {
            Progress progress = project.Progress(user.Id);
            table.Add(
                user.Name, s_roles[(int)user.Role], user.IsActive ? user.HasPassword ? "password" : "none" : "closed", Text(progress.Done), Text(progress.Skipped), Text(progress.Left),
                (progress.Seconds / 3600).ToString("0.0", CultureInfo.InvariantCulture), progress.SecondsPerSentence?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–");
        }

        table.Write(context);
        return ExitCode.Success;
    }

    private static string Describe(ProjectUser user) => $"{s_roles[(int)user.Role]}, {(user.IsActive ? user.HasPassword ? "logs in with a password" : "has no password: can only work on this machine, alone" : "account closed")}";

    // Not as an option: other users of the machine would see it in the list of processes, and it would stay in the shell's history.
    private static string ReadPassword(CliContext context)
    {
        if (context.IsInputTerminal)
        {
            context.Error.Write("Password: ");
        }

        return context.Input.ReadLine() ?? throw new InvalidDataException("--password: expected the password on the first line of standard input, found none.");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
