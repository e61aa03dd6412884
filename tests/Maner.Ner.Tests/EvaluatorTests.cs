using Maner.Ner.Evaluation;
using Maner.Ner.Methods;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class EvaluatorTests(SmallEncoder encoder) : IClassFixture<SmallEncoder>
{
    private static readonly string s_file = Samples.File("dev.conll"); // has DATE and ORG, which the small tagger lacks

    [Fact]
    public void Types_that_the_tagger_lacks_are_refused_left_out_or_missed()
    {
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        DataSet set = LabelledData.Read(s_file).First(20);
        EntitySpan[] all = [.. set.Sentences.SelectMany(sentence => sentence.Entities!)];
        EntitySpan[] unknown = [.. all.Where(entity => entity.Type is not ("LOC" or "PER"))];
        Assert.NotEmpty(unknown);

        string message = Assert.Throws<InvalidDataException>(() => Evaluator.Run(tagger, set)).Message;
        EvaluationRun leftOut = Evaluator.Run(tagger, set, UnknownTypes.LeaveOut), missed = Evaluator.Run(tagger, set, UnknownTypes.Miss);

        Assert.Contains($"expected entity types that the model knows (LOC, PER), found {unknown[0].Type} (", message, StringComparison.Ordinal);
        Assert.Equal(all.Length - unknown.Length, leftOut.Strict.Micro.Support);
        Assert.Equal(all.Length, missed.Strict.Micro.Support);
        Assert.All([leftOut, missed], run => Assert.Equal(unknown.Length, run.Unknown!.Count));
        Assert.Equal(unknown.Select(entity => entity.Type).Distinct().Order(StringComparer.Ordinal), leftOut.Unknown!.Types);
        Assert.Equal(leftOut.Sentences.Select(sentence => sentence.Tags), missed.Sentences.Select(sentence => sentence.Tags));
        Assert.Null(Evaluator.Run(tagger, set with { Sentences = [.. leftOut.Sentences.Select(sentence => sentence.Gold)] }).Unknown);
    }

    [Fact]
    public void Sentences_without_labels_are_refused()
    {
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        DataSet set = LabelledData.Read(s_file) with { Sentences = [new Sentence(["Amina"], null, 7)] };
        Assert.Contains(":7: expected a labelled sentence", Assert.Throws<InvalidDataException>(() => Evaluator.Run(tagger, set)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_are_those_of_the_tags()
    {
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        EvaluationRun run = Evaluator.Run(tagger, LabelledData.Read(s_file).First(20), UnknownTypes.Miss, new ReportOptions { Resamples = 0 });
        Report expected = Report.Of([.. run.Sentences.Select(sentence => new EvaluatedSentence(sentence.Gold, sentence.Tags))], new ReportOptions { Resamples = 0 });

        Assert.True(expected.Strict.Micro.Predicted > 0, "A tagger that finds nothing shows nothing.");
        Assert.NotNull(run.Report.Calibration);
        Assert.Equal(expected.ToJson(), (run.Report with { Calibration = null }).ToJson()); // entities read from ids are those read from strings
        Assert.Equal(expected.Errors.Missed + expected.Errors.Spurious, run.Errors.Count(error => error.Kind is ErrorKind.Missed or ErrorKind.Spurious));
    }
}
