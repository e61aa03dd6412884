using System.Text;

namespace Maner.Text.Repairs;

/// <summary>Names of the kinds of repair.</summary>
internal static class RepairKinds
{
    /// <summary>The kind in words joined by hyphens, as in <c>inside-without-begin</c>.</summary>
    public static string NameOf(RepairKind kind)
    {
        var name = new StringBuilder();
        foreach (char letter in kind.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
