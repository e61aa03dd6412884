using System.Text.Json;
using Maner.Ner.Evaluation;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class ReportTests
{
    private static readonly EvaluatedSentence[] s_sentences =
    [
        Evaluated.Of("B-PER I-PER O", "I-PER I-PER O", "Abeba Tesfaye sang"),
        Evaluated.Of("O B-LOC", "O B-LOC", "in Bahir"),
    ];

    [Fact]
    public void Both_rules_stand_side_by_side()
    {
        Report report = Report.Of(s_sentences);

        Assert.Equal((2, 5), (report.Sentences, report.Words));
        Assert.Equal(new EntityScore(1, 1, 2), report.Strict.Micro);
        Assert.Equal(new EntityScore(2, 2, 2), report.Lenient.Micro);
        Assert.Equal(1, report.Errors.Missed);
        Assert.NotNull(report.Strict.F1Interval);
        Assert.Null(report.WithoutTrainOverlap);
    }

    [Fact]
    public void Sentences_seen_in_training_are_left_out_of_the_second_score()
    {
        Report report = Report.Of(s_sentences, new ReportOptions { TrainTexts = new HashSet<string> { "in Bahir", "elsewhere" } });

        Assert.Equal((1, 1), (report.WithoutTrainOverlap!.Sentences, report.WithoutTrainOverlap.LeftOut));
        Assert.Equal(0.0, report.WithoutTrainOverlap.Strict.Micro.F1);
        Assert.Equal(new EntityScore(1, 1, 1), report.WithoutTrainOverlap.Lenient.Micro);
    }

    [Fact]
    public void No_resamples_means_no_interval() =>
        Assert.Null(Report.Of(s_sentences, new ReportOptions { Resamples = 0 }).Lenient.F1Interval);

    [Fact]
    public void No_sentences_give_a_report_of_zeros()
    {
        Report report = Report.Of([], new ReportOptions { TrainTexts = new HashSet<string>() });

        Assert.Equal(0.0, report.Strict.Micro.F1);
        Assert.DoesNotContain("NaN", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_measures_and_reads_back()
    {
        Report report = Report.Of(s_sentences, new ReportOptions { TrainTexts = new HashSet<string> { "in Bahir" } });

        string json = report.ToJson();
        using var document = JsonDocument.Parse(json);
        JsonElement strict = document.RootElement.GetProperty("strict");

        Assert.Equal(2.0 / 3, strict.GetProperty("micro").GetProperty("f1").GetDouble(), 12);
        Assert.Equal(2, strict.GetProperty("micro").GetProperty("support").GetInt32());
        Assert.Equal(1.0, strict.GetProperty("types").GetProperty("LOC").GetProperty("f1").GetDouble());
        Assert.Equal(0.5, strict.GetProperty("macro").GetProperty("f1").GetDouble());
        Assert.Equal(0.95, strict.GetProperty("f1_interval").GetProperty("level").GetDouble());
        Assert.Equal(1, document.RootElement.GetProperty("errors").GetProperty("missed").GetInt32());
        Assert.Equal(1, document.RootElement.GetProperty("without_train_overlap").GetProperty("left_out").GetInt32());
        Assert.Equal(json, JsonSerializer.Deserialize(json, ReportJson.Default.Report)!.ToJson());
    }

    [Fact]
    public void An_error_listing_keeps_its_script_and_names_its_kinds()
    {
        EntityError[] errors = [.. ErrorAnalysis.List([Evaluated.Of("O B-LOC", "O O", "በ ጎንደር")], SpanRule.Strict)];

        string json = JsonSerializer.Serialize(errors, ReportJson.Readable.IReadOnlyListEntityError);

        Assert.Contains("ጎንደር", json, StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"missed\"", json, StringComparison.Ordinal);
    }
}
