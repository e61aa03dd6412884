using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests;

/// <summary>Saved taggers as Python reads them: the lines of docs/how-to/use-from-python.md and the probabilities, computed by PyTorch in tests/oracle.</summary>
[Trait(Vectors.Trait, Vectors.No)] // processes; what the kernels compute is in GoldenEncoderTests
public sealed partial class PythonTests
{
    private static readonly string[] s_words = ["Amina", "Mwinyi", "anaishi", "Mombasa", ",", "Ẹ̀fọ̀n", "."];
    private static readonly string s_oracle = Path.Combine(SharedFiles.Repository, "tests", "oracle");

    public static TheoryData<string> Names => [.. FamilyEncoder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Python_finds_the_same_probabilities_and_the_pages_lines_the_same_tags(string name)
    {
        Assert.SkipWhen(s_python.Value is null, "needs Python with PyTorch (apt-get install python3-torch), which is not on this machine");
        using TemporaryFolder encoder = new(), model = new();
        using var workers = new Workers(1);
        FamilyEncoder.Write(name, encoder.Path);
        using (Tagger tagger = TaggerFolder.Create(encoder.Path, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(5)))
        {
            tagger.Head.Initialize(new Rng(6), 1);
            float[] before = tagger.Classify([new Sentence(s_words, [])]).Single().Probabilities;
            for (int tag = 0; tag < tagger.Tags.Count; tag++)
            {
                tagger.Head.Bias[tag] = -Enumerable.Range(0, s_words.Length).Average(word => MathF.Log(before[(word * tagger.Tags.Count) + tag])); // random states are alike: each tag has its turn
            }

            TaggerFolder.Save(tagger, model.Path, new ModelManifest());
        }

        using Tagger loaded = TaggerFolder.Load(model.Path, workers);
        (Sentence _, float[] probabilities) = Assert.Single(loaded.Classify([new Sentence(s_words, [])]));
        (WordPieces pieces, _) = loaded.Prepare(s_words);
        string ids = JsonSerializer.Serialize(new
        {
            begin = loaded.Tokenizer.SpecialTokens.Begin,
            end = loaded.Tokenizer.SpecialTokens.End,
            mask = loaded.Tokenizer.SpecialTokens.Mask,
            words = Enumerable.Range(0, s_words.Length).ToDictionary(word => s_words[word], word => pieces[word].ToArray()),
        });
        string code = Code().Match(File.ReadAllText(Path.Combine(SharedFiles.Repository, "docs", "how-to", "use-from-python.md"))).Groups[1].Value;
        code = code.Replace("\"my-model\", [\"Asha\", \"Mwinyi\", \"aliwasili\", \"Tanga\", \".\"]", JsonSerializer.Serialize(model.Path) + ", " + JsonSerializer.Serialize(s_words), StringComparison.Ordinal);
        Assert.Contains(model.Path, code, StringComparison.Ordinal);
        string[] tags = [.. loaded.Tag([new Sentence(s_words, [])]).Single().Tags];
        Assert.True(tags.Distinct().Count() > 1, "a tagger that gives all words one tag shows nothing");

        string[] lines = Run(s_python.Value!, code + "print(logits.softmax(-1).flatten().tolist())", ids).TrimEnd().Split('\n');

        Assert.Equal(s_words.Zip(tags, (word, tag) => $"{word} {tag}"), lines[..^1]);
        AssertClose.All(JsonSerializer.Deserialize<float[]>(lines[^1])!, probabilities, 1e-5, 1e-4, name);
    }

    /// <summary>A Python that has PyTorch; null where there is none.</summary>
    private static readonly Lazy<string?> s_python = new(() => ((string[])["python3", "/usr/bin/python3"]).FirstOrDefault(python =>
    {
        try
        {
            using Process process = Start(python, ids: "");
            process.StandardInput.Write("import torch");
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not installed
        }
    }));

    private static string Run(string python, string input, string ids)
    {
        using Process process = Start(python, ids);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output;
    }

    private static Process Start(string python, string ids)
    {
        var info = new ProcessStartInfo(python, ["-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PYTHONPATH"] = Path.Combine(s_oracle, "shim");
        info.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        info.Environment["PYTHONIOENCODING"] = "utf-8";
        info.Environment["MANER_IDS"] = ids;
        return Process.Start(info)!;
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
