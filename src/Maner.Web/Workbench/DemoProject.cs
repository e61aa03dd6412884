using Maner.Annotation;
using Maner.Annotation.Actions;
using Maner.Annotation.Exchange;
using Maner.Annotation.Records;

namespace Maner.Web.Workbench;

/// <summary>A project to try the page with: Swahili sentences of the sample, without labels, and the sample's rules as guidelines. Its texts are inside the program.</summary>
internal static class DemoProject
{
    private const string Prefix = "demo/";

    private static readonly (string Name, string Description)[] s_types =
    [
        ("PER", "Name of a person, with all its parts, without titles: *Dkt.* **Leila Barwani**"),
        ("LOC", "Named place: country, region, town, quarter, street, water, mountain: **Ziwa Victoria**"),
        ("ORG", "Named body: ministry, school, hospital, company, club: **Chuo Kikuu cha Moi**"),
    ];

    /// <summary>The names of the types.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. s_types.Select(type => type.Name)];

    /// <summary>Fills a new project.</summary>
    public static void Fill(AnnotationProject project)
    {
        int owner = project.Users()[0].Id;
        foreach (string name in (string[])["unlabelled.txt", "train.txt"])
        {
            project.Import(owner, name, Read(name), new ImportOptions { Format = "text", LinesAreSentences = true });
        }

        foreach ((EntityType type, (string _, string description)) in project.Types().Zip(s_types))
        {
            project.Apply(owner, new ChangeType(type.Id, Description: description));
        }

        project.Apply(owner, new SetGuidelines(System.Text.Encoding.UTF8.GetString(Read("guidelines.md"))));
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(DemoProject).Assembly.GetManifestResourceStream(Prefix + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
