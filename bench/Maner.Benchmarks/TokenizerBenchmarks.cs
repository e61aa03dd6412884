using BenchmarkDotNet.Attributes;
using Maner.Text.Tokenization;

namespace Maner.Benchmarks;

/// <summary>Tokenising the words of the Swahili sample with the bundled encoder's model.</summary>
[MemoryDiagnoser]
public class TokenizerBenchmarks
{
    private readonly List<int> _ids = [];
    private string[] _words = [];
    private UnigramTokenizer _tokenizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Maner.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from inside the repository.");
        }

        _tokenizer = UnigramTokenizer.Load(Path.Combine(root, "models", "mini", "sentencepiece.bpe.model"));
        _words = [.. File.ReadLines(Path.Combine(root, "samples", "swa", "test.conll")).Where(line => line.Length > 0).Select(line => line.Split('\t')[0])];
    }

    [Benchmark]
    public int EncodeWords()
    {
        _ids.Clear();
        foreach (string word in _words)
        {
            _tokenizer.EncodeWord(word, _ids);
        }

        return _ids.Count;
    }
}
