using System.Text.Json.Nodes;
using Maner.Cli.Views;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class PredictCommandTests : IClassFixture<CliModel>, IDisposable
{
    private readonly CliModel _model;
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _words;
    private readonly string[] _tags;

    public PredictCommandTests(CliModel model)
    {
        _model = model;
        _words = [.. model.Sentences[0].Select(word => word.Word)];
        _tags = [.. model.Sentences[0].Select(word => word.Tag)];
        Assert.Contains("B-PER", _tags);
    }

    private string Conll => string.Concat(_words.Zip(_tags, (word, tag) => $"{word}\t{tag}\n")) + "\n";

    [Theory]
    [InlineData("text")]
    [InlineData("words")]
    [InlineData("conll")]
    [InlineData("jsonl")]
    public void Every_form_of_input_gives_the_same_tags(string form)
    {
        string input = form switch
        {
            "conll" => string.Concat(_words.Select(word => word + "\n")),
            "jsonl" => new JsonObject { ["tokens"] = new JsonArray([.. _words.Select(word => JsonValue.Create(word))]) }.ToJsonString() + "\n",
            _ => string.Join(' ', _words) + "\n",
        };

        Assert.Equal((0, Conll, ""), Predict(input, "--input", form, "--output", "conll"));
    }

    [Fact]
    public void A_tagger_of_another_program_runs_as_it_is_and_what_it_is_taken_for_is_said()
    {
        string folder = Directory.CreateDirectory(_folder.File("foreign")).FullName;
        foreach (string file in (string[])["config.json", "model.safetensors", "sentencepiece.bpe.model"])
        {
            File.Copy(Path.Combine(_model.Folder, file), Path.Combine(folder, file));
        }

        string note = $"Note: {folder} has no maner.json, so it is read as a token classifier of another program: each word's label is that of its first piece, the most probable one (argmax).\n";
        (int code, string output, string error) = Cli.Run(["predict", "--model", folder], string.Join(' ', _words) + "\n");
        Assert.Equal((0, note), (code, error));
        Assert.Equal(_words, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
        Assert.Contains(note, Cli.Run(["evaluate", "--model", folder, _model.TrainFile]).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("maner.json", Predict(string.Join(' ', _words) + "\n").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a")]
    public void Words_with_their_tags_are_not_taken_for_running_text(string name)
    {
        string path = _folder.File(name);
        File.WriteAllText(path, Conll + Conll);
        (int code, string output, string error) = Cli.Run(["predict", "--model", _model.Folder, path]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{path}:1: expected running text, one sentence per line, found one word and its tag per line. Tag its words with --input conll", error, StringComparison.Ordinal);

        Assert.Equal(0, Cli.Run(["predict", "--model", _model.Folder, path, "--input", "text"]).Code);
        Assert.Equal((0, Conll + Conll), (Cli.Run(["predict", "--model", _model.Folder, path, "--input", "conll"]) is var (done, tagged, _) ? (done, tagged) : default));
    }

    [Theory]
    [InlineData("a.conll", "{0}", "conll")]
    [InlineData("a.tsv", "{0}", "conll")]
    [InlineData("a.jsonl", "{{\"text\": \"{1}\"}}\n", "jsonl")]
    [InlineData("a.txt", "{1}\n", "conll")]
    [InlineData("a", "{1}\n", "conll")]
    public void The_extension_tells_the_form_of_the_file_and_that_the_form_of_the_result(string name, string content, string expected)
    {
        File.WriteAllText(_folder.File(name), string.Format(System.Globalization.CultureInfo.InvariantCulture, content, Conll, string.Join(' ', _words)));

        (int code, string output, string error) = Predict("", _folder.File(name));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(expected, output.StartsWith('{') ? "jsonl" : "conll");
        Assert.Equal(_tags, expected == "jsonl" ? Strings(JsonNode.Parse(output)!["tags"]) : [.. output.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')[^1])]);
    }

    [Fact]
    public void The_embedded_tagger_goes_by_its_name_and_needs_no_labels()
    {
        (int code, string output, _) = Cli.Run(["predict", "--model", "mini-ner", "--output", "color"], "Angela Merkel besuchte gestern München.\n");

        Assert.Equal((0, "[Angela Merkel PER] besuchte gestern [München LOC].\n"), (code, output));
    }

    [Fact]
    public void Entities_in_JSON_Lines_are_slices_of_the_text_in_code_points()
    {
        string[] texts = [.. _model.Sentences.Select(sentence => "\U0001F600 " + string.Join(' ', sentence.Select(word => word.Word)))];
        string output = Predict(string.Join('\n', texts), "--output", "jsonl").Output;

        JsonNode[] tagged = [.. output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(texts, tagged.Select(line => (string?)line["text"]));
        Assert.True(tagged.Sum(line => line["entities"]!.AsArray().Count) > 5);
        foreach (JsonNode line in tagged)
        {
            int[] points = [.. ((string)line["text"]!).EnumerateRunes().Select(rune => rune.Value)];
            foreach (JsonNode? entity in line["entities"]!.AsArray())
            {
                Assert.Equal((string?)entity!["text"], string.Concat(points[(int)entity["begin"]!..(int)entity["end"]!].Select(char.ConvertFromUtf32)));
                Assert.InRange((double)entity["probability"]!, 1 / 7.0, 1);
            }
        }
    }

    [Fact]
    public void Without_colours_entities_stand_in_brackets_on_one_line_however_long()
    {
        string text = string.Join(' ', Enumerable.Repeat(string.Join(' ', _words), 5));
        (int code, string output, _) = Predict(text + "\n", "--output", "color");

        Assert.Equal(0, code);
        Assert.Equal(1, output.Count(letter => letter == '\n'));
        Assert.Contains(" PER]", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("conll")]
    [InlineData("jsonl")]
    public void Probabilities_sum_to_1_and_agree_with_the_tags(string form)
    {
        string output = Predict(string.Join(' ', _words) + "\n", "--output", form, "--probabilities").Output;
        (string Tag, (string Label, double Probability)[] Row)[] words = form == "conll" ? OfConll(output) : OfJson(JsonNode.Parse(output)!);

        Assert.Equal(_words.Length, words.Length);
        foreach ((string tag, (string Label, double Probability)[] row) in words)
        {
            Assert.Equal(7, row.Length);
            Assert.Equal(1, row.Sum(label => label.Probability), 1e-5);
            Assert.Equal(tag, row.MaxBy(label => label.Probability).Label);
        }

        static (string, (string, double)[])[] OfConll(string text) =>
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
                .Select(cells => (cells[^1], cells[1..^1].Select(cell => cell.Split('=')).Select(pair => (pair[0], CliModel.Number(pair[1]))).ToArray())),
        ];

        static (string, (string, double)[])[] OfJson(JsonNode json) =>
        [
            .. Strings(json["tags"]).Zip(json["probabilities"]!.AsArray(), (tag, row) =>
                (tag, Strings(json["labels"]).Zip(row!.AsArray().Select(value => (double)value!)).ToArray())),
        ];
    }

    [Fact]
    public void Every_word_gets_a_label_at_any_length_and_in_any_script()
    {
        string[] strange = ["\u200B", "\u00AD", "", "👩🏽‍🌾", "القاهرة", "<mask>", "</s>", new string('x', 100_000)];
        JsonNode[] lines =
        [
            new JsonObject { ["tokens"] = new JsonArray([.. strange.Select(word => JsonValue.Create(word))]) },
            new JsonObject { ["tokens"] = new JsonArray([.. Enumerable.Range(0, 3000).Select(word => JsonValue.Create($"neno{word}"))]) },
            new JsonObject { ["tokens"] = new JsonArray() },
        ];

        (int code, string output, string error) = Predict(string.Concat(lines.Select(line => line.ToJsonString() + "\n")), "--input", "jsonl", "--output", "jsonl");

        Assert.Equal(0, code);
        Assert.StartsWith("Note: 3004 of 3004 words (100 %) were never seen as words in training.", error, StringComparison.Ordinal);
        JsonNode[] tagged = [.. output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([strange.Length, 3000, 0], tagged.Select(line => Strings(line["tags"]).Length));
        Assert.Equal(strange, Strings(tagged[0]["tokens"]));
    }

    [Fact]
    public void A_mask_in_the_text_is_a_word_like_any_other()
    {
        (int code, string output, _) = Predict("Halima <mask> Juma\n", "--input", "words", "--output", "conll");
        Assert.Equal(0, code);
        Assert.Equal(["Halima", "<mask>", "Juma"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public void A_named_file_appears_whole_and_is_not_replaced_unasked()
    {
        string target = _folder.File("tagged.jsonl");

        Assert.Equal((0, "", ""), Predict(string.Join(' ', _words), "--out", target));
        string first = File.ReadAllText(target);
        Assert.Equal(_tags, Strings(JsonNode.Parse(first)!["tags"]));

        (int code, _, string error) = Predict("Habari", "--out", target);
        Assert.Equal((2, first), (code, File.ReadAllText(target)));
        Assert.Equal($"{target}: expected no such file yet, found one. Choose another name for --out, or replace it with --overwrite.\n", error);

        Assert.Equal(0, Predict("Habari", "--out", target, "--overwrite").Code);
        Assert.NotEqual(first, File.ReadAllText(target));
    }

    [Fact]
    public void A_mistake_in_the_input_leaves_no_file_behind()
    {
        (int code, _, string error) = Predict("{\"text\": \"Habari\"}\n{\"txt\": \"x\"}\n", "--input", "jsonl", "--out", _folder.File("tagged.jsonl"));

        Assert.Equal(2, code);
        Assert.StartsWith("standard input:2: expected a JSON object", error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void An_empty_stream_has_an_empty_result_and_a_note() =>
        Assert.Equal((0, "", "Note: standard input: expected sentences, found none.\n"), Predict("\n \n"));

    [Fact]
    public void A_typed_sentence_is_answered_before_the_next_is_read()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new Typist(output);
        var context = new CliContext(output, error, input, isTerminal: false, isInputTerminal: true, CancellationToken.None);

        int code = CliApp.Run(["predict", "--model", _model.Folder, "--threads", "1"], context);

        Assert.Equal(0, code);
        Assert.Equal("Type one sentence per line; Ctrl+D ends.", error.ToString().TrimEnd());
        Assert.Equal([0, 1, 2], input.AnswersSeen);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Strings(JsonNode? array) => [.. array!.AsArray().Select(value => (string)value!)];

    private (int Code, string Output, string Error) Predict(string input, params string[] options) =>
        Cli.Run(["predict", "--model", _model.Folder, "--threads", "1", .. options], input);

    /// <summary>Types two lines and remembers how many answers were there before each was typed.</summary>
    private sealed class Typist(StringWriter output) : TextReader
    {
        public List<int> AnswersSeen { get; } = [];

        public override int Read(char[] buffer, int index, int count)
        {
            AnswersSeen.Add(output.ToString().Split("\n\n").Length - 1);
            string line = AnswersSeen.Count <= 2 ? "Habari Juma\n" : "";
            line.CopyTo(0, buffer, index, line.Length);
            return line.Length;
        }
    }
}
