using Maner.Text.Data;

namespace Maner.Cli;

/// <summary>What was noticed while reading a file that a command then works with: nothing is mended in silence.</summary>
internal static class Notices
{
    private const int Shown = 3;

    public static void Write(DataSet set, CliContext context)
    {
        foreach (string assumption in set.Assumptions)
        {
            context.Error.WriteLine($"Note: {set.Path}: {assumption}");
        }

        foreach (Repair repair in set.Repairs.Take(Shown))
        {
            context.Error.WriteLine($"Note: {repair}");
        }

        if (set.Repairs.Count > Shown)
        {
            context.Error.WriteLine($"Note: {set.Path}: {set.Repairs.Count - Shown} more of the kind; see them all with: maner data check {set.Path}");
        }
    }
}
