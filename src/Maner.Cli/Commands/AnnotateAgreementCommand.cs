using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Maner.Annotation;
using Maner.Annotation.Records;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate agreement PROJECT</c>: how people agree on the sentences that several have done.</summary>
internal static class AnnotateAgreementCommand
{
    public static Command Create(CliContext context)
    {
        var project = new Argument<string>("PROJECT") { Description = AnnotateCommand.ProjectDescription };
        Option<int> list = StrictNumber.New("--list", "List so many of the sentences on which people differ.", 0);
        var json = new Option<bool>("--json") { Description = "Write the figures as JSON." };
        var command = new Command("agreement", "Tells how every two people agree: F1 of entities, Cohen's kappa over words, by type.") { project, list, json };
        command.SetAction(result => Run(context, result.GetRequiredValue(project), result.GetValue(list), result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string path, int list, bool json)
    {
        using AnnotationProject project = ProjectFile.Read(path);
        IReadOnlyList<AgreementReport> reports = project.Agreement();
        if (reports.Count == 0)
        {
            throw new InvalidDataException($"{path}: expected sentences that two people have done, found none. Assign some to two: overlap shows how they agree.");
        }

        Dictionary<int, string> types = project.Types().ToDictionary(type => type.Id, type => type.Name);
        IReadOnlyList<Disagreement> differences = list > 0 ? project.Disagreements(onlyOpen: false, list) : [];
        if (json)
        {
            JsonOutput.Write(context.Out, writer => WriteJson(writer, reports, differences, types));
            return ExitCode.Success;
        }

        var table = new OutputTable("users", "type", "sentences#", "words#", "both#", "only one#", "only other#", "F1#", "kappa#");
        foreach (AgreementReport report in reports)
        {
            string users = $"{report.First}, {report.Second}";
            table.Add(users, "all", Text(report.Sentences), Text(report.Words), Text(report.Types.Sum(type => type.Both)), Text(report.Types.Sum(type => type.OnlyFirst)), Text(report.Types.Sum(type => type.OnlySecond)), Text(report.F1), Text(report.Kappa));
            table.Add(users, "borders", "", "", "", "", "", Text(report.F1OfBorders), "");
            foreach (TypeAgreement type in report.Types)
            {
                table.Add(users, types[type.Type], "", "", Text(type.Both), Text(type.OnlyFirst), Text(type.OnlySecond), Text(type.F1), Text(type.Kappa));
            }
        }

        table.Write(context);
        foreach (Disagreement difference in differences)
        {
            context.Out.WriteLine($"\n{difference.Sentence}{(difference.IsAdjudicated ? " (adjudicated)" : "")}: {Visible.Quote(difference.Text)}");
            foreach (UserAnnotation annotation in difference.Annotations)
            {
                context.Out.WriteLine($"  {annotation.Name}: {(annotation.Annotation.Spans.Count == 0 ? "no entities" : string.Join(", ", annotation.Annotation.Spans.Select(span => FormattableString.Invariant($"{types[span.Type]} words {span.First + 1} to {span.End}"))))}");
            }
        }

        return ExitCode.Success;
    }

    private static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<AgreementReport> reports, IReadOnlyList<Disagreement> differences, Dictionary<int, string> types)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("pairs");
        foreach (AgreementReport report in reports)
        {
            writer.WriteStartObject();
            writer.WriteString("first", report.First);
            writer.WriteString("second", report.Second);
            writer.WriteNumber("sentences", report.Sentences);
            writer.WriteNumber("words", report.Words);
            Write(writer, "f1", report.F1);
            Write(writer, "f1_of_borders", report.F1OfBorders);
            Write(writer, "kappa", report.Kappa);
            writer.WriteStartObject("types");
            foreach (TypeAgreement type in report.Types)
            {
                writer.WriteStartObject(types[type.Type]);
                writer.WriteNumber("both", type.Both);
                writer.WriteNumber("only_first", type.OnlyFirst);
                writer.WriteNumber("only_second", type.OnlySecond);
                Write(writer, "f1", type.F1);
                Write(writer, "kappa", type.Kappa);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("disagreements");
        foreach (Disagreement difference in differences)
        {
            WriteJson(writer, difference, types);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, Disagreement difference, Dictionary<int, string> types)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sentence", difference.Sentence);
        writer.WriteString("text", difference.Text);
        writer.WriteBoolean("adjudicated", difference.IsAdjudicated);
        writer.WriteStartObject("annotations");
        foreach (UserAnnotation annotation in difference.Annotations)
        {
            writer.WriteStartArray(annotation.Name);
            foreach (AnnotatedSpan span in annotation.Annotation.Spans)
            {
                writer.WriteStartObject();
                writer.WriteNumber("first_word", span.First);
                writer.WriteNumber("end_word", span.End);
                writer.WriteString("type", types[span.Type]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
