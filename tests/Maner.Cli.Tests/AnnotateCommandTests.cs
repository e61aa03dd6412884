using System.Text.Json;
using Maner.Annotation;
using Maner.Annotation.Actions;
using Maner.Annotation.Records;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class AnnotateCommandTests
{
    private const string Conll = "Asha\tB-PER\nyuko\tO\nTanga\tB-LOC\n\nHabari\tO\n\n";

    [Fact]
    public void Labelled_files_go_in_and_come_out()
    {
        using var folder = new TemporaryFolder();
        string project = folder.File("p.db"), conll = folder.File("a.conll");
        File.WriteAllText(conll, Conll);
        (int code, string output, string error) = Cli.Run(["annotate", "import", project, conll]);
        Assert.Equal((0, $"{conll}: 2 sentences (conll), 2 with labels\n"), (code, output));
        Assert.Equal((0, $"{conll}: left out, the project has the same content as a.conll; --again imports it all the same\n"), (Cli.Run(["annotate", "import", project, conll]) is var again ? again.Code : 1, again.Output));
        (code, output, error) = Cli.Run(["annotate", "export", project, "-"]);
        Assert.Equal((0, Conll), (code, output));
        Assert.Contains("2 sentences", error, StringComparison.Ordinal);
        (code, output, _) = Cli.Run(["annotate", "export", project, folder.File("out.jsonl")]);
        Assert.Equal(0, code);
        Assert.StartsWith($"{folder.File("out.jsonl")}: 2 sentences (jsonl", output, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(["annotate", "export", project, folder.File("out.jsonl")]).Code);
        Assert.Equal(0, Cli.Run(["data", "check", folder.File("out.jsonl")]).Code);
    }

    [Fact]
    public void Text_goes_in_and_waits()
    {
        using var folder = new TemporaryFolder();
        string project = folder.File("p.db"), text = folder.File("a.txt");
        File.WriteAllText(text, "Asha yuko Tanga. Juma yuko Moshi.\n");
        Assert.Equal((0, $"{text}: 2 sentences (text)\n", ""), Cli.Run(["annotate", "import", project, text, "--types", "PERSON,PLACE"]));
        using (AnnotationProject opened = AnnotationProject.Open(project))
        {
            Assert.Equal(["PERSON", "PLACE"], opened.Types().Select(type => type.Name));
        }

        (int code, _, string error) = Cli.Run(["annotate", "export", project, "-"]);
        Assert.Equal(2, code);
        Assert.Contains("expected sentences that are done", error, StringComparison.Ordinal);
        Assert.Equal(0, Cli.Run(["annotate", "export", project, "-", "--all", "--to", "jsonl"]).Code);
        Assert.Equal(2, Cli.Run(["annotate", "export", project, folder.File("t.conll"), "--all", "--dev-out", folder.File("d.conll")]).Code);
    }

    [Fact]
    public void The_history_is_json_lines()
    {
        using var folder = new TemporaryFolder();
        string project = folder.File("p.db");
        File.WriteAllText(folder.File("a.conll"), Conll);
        Cli.Run(["annotate", "import", project, folder.File("a.conll")]);
        (int code, string output, _) = Cli.Run(["annotate", "history", project]);
        Assert.Equal(0, code);
        Assert.Equal(["create", "import"], output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
        Assert.Equal(0, Cli.Run(["annotate", "history", project, "--out", folder.File("h.jsonl")]).Code);
        Assert.Equal(output, File.ReadAllText(folder.File("h.jsonl")));
    }

    [Fact]
    public void People_are_added_listed_and_compared()
    {
        using var folder = new TemporaryFolder();
        string project = folder.File("p.db");
        File.WriteAllText(folder.File("a.conll"), Conll);
        Cli.Run(["annotate", "import", project, folder.File("a.conll")]);
        Assert.Equal(2, Cli.Run(["annotate", "agreement", project]).Code);
        Assert.Equal((0, "Bea: annotator, logs in with a password\n", ""), Cli.Run(["annotate", "users", project, "--add", "Bea", "--password"], "correct horse\n"));
        Assert.Equal(2, Cli.Run(["annotate", "users", project, "--add", "Cleo", "--password"], "short\n").Code);
        Assert.Equal(2, Cli.Run(["annotate", "users", project, "--change", "Nobody", "--close"]).Code);
        Assert.Equal(2, Cli.Run(["annotate", "users", project, "--close"]).Code);
        using (AnnotationProject opened = AnnotationProject.Open(project))
        {
            Assert.NotNull(opened.LogIn("Bea", "correct horse"));
            opened.Apply(2, new SetSpans(1, opened.Sentence(2, 1)!.Revision, [new AnnotatedSpan(0, 1, 1)], SentenceState.Done));
        }

        (int code, string output, _) = Cli.Run(["annotate", "users", project]);
        Assert.Equal(0, code);
        Assert.Contains("Bea   annotator  password     1", output, StringComparison.Ordinal);
        (code, output, _) = Cli.Run(["annotate", "agreement", project, "--list", "5"]);
        Assert.Equal(0, code);
        Assert.Contains("0.667", output, StringComparison.Ordinal);
        Assert.Contains("  me: PER words 1 to 1, LOC words 3 to 3\n", output, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(Cli.Run(["annotate", "agreement", project, "--json", "--list", "5"]).Output).RootElement;
        Assert.Equal(2.0 / 3, json.GetProperty("pairs")[0].GetProperty("f1").GetDouble(), 9);
        Assert.Single(json.GetProperty("disagreements").EnumerateArray());
    }

    [Fact]
    public void A_project_that_is_open_can_be_exported_and_not_imported_into()
    {
        using var folder = new TemporaryFolder();
        string project = folder.File("p.db");
        File.WriteAllText(folder.File("a.conll"), Conll);
        Cli.Run(["annotate", "import", project, folder.File("a.conll")]);
        using AnnotationProject opened = AnnotationProject.Open(project);
        (int code, _, string error) = Cli.Run(["annotate", "import", project, folder.File("a.conll"), "--again"]);
        Assert.Equal(2, code);
        Assert.Contains("found it open", error, StringComparison.Ordinal);
        Assert.Equal((0, Conll), (Cli.Run(["annotate", "export", project, "-"]) is var exported ? exported.Code : 1, exported.Output));
    }
}
