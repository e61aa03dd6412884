using System.Reflection;
using System.Text;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests.Architecture;

/// <summary>What users of the packages can name is small and on purpose: a change of it shows in a file that a person reads.</summary>
public sealed class PublicApiTests
{
    private const string Asked = "MANER_WRITE_API";
    private static readonly string[] s_assemblies = ["Maner.Tensors", "Maner.Text", "Maner.Model", "Maner.Ner", "Maner.Hub", "Maner.Training", "Maner.Library"];
    private static readonly string s_page = Path.Combine(SharedFiles.Repository, "tests", "Golden", "public-api.txt");

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        string found = Describe();
        if (Environment.GetEnvironmentVariable(Asked) is not null)
        {
            File.WriteAllText(s_page, found);
        }

        Assert.True(
            File.Exists(s_page) && File.ReadAllText(s_page).ReplaceLineEndings("\n") == found,
            $"{s_page}: expected what the libraries make public, found another list. If the change is on purpose, write it again and commit it: " +
            $"{Asked}=1 artifacts/bin/Maner.Cli.Tests/release/Maner.Cli.Tests -class '*{nameof(PublicApiTests)}'");
        Assert.Contains("class Maner.NerModel", found, StringComparison.Ordinal);
        Assert.DoesNotContain("Workers", found, StringComparison.Ordinal); // who uses the packages never sees threads, tensors or files of weights
    }

    [Fact]
    public void The_changelog_has_the_number_of_public_types()
    {
        int types = File.ReadLines(s_page).Count(line => line.Length > 0 && line[0] != ' ');
        Assert.Contains($"Of 203 public types {types} are left.", File.ReadAllText(Path.Combine(SharedFiles.Repository, "CHANGELOG.md")), StringComparison.Ordinal);
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (Type type in s_assemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes()).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
            text.Append(kind).Append(' ').Append(type.FullName).Append('\n');
            IEnumerable<string> members = type.IsEnum
                ? Enum.GetNames(type)
                : type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                    .Where(member => member is not MethodInfo { IsSpecialName: true } && !member.Name.StartsWith('<') && member.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct"))
                    .Select(member => member.ToString()!);
            foreach (string member in members.Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }
}
