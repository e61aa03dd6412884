using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Romanization;
using Maner.Text.Sentences;
using Maner.Text.Words;
using Xunit;

namespace Maner.Ner.Tests;

/// <summary>What <c>maner.json</c> says beyond the Hugging Face files is kept, read and handed on.</summary>
public sealed class TaggerFolderManifestTests(SmallEncoder encoder) : IClassFixture<SmallEncoder>
{
    [Fact]
    public void Scripts_that_are_read_as_a_sister_s_are_kept_and_read_so_by_encoder_and_crf()
    {
        string[] gujarati = ["ગાંધી", "ગુજરાત", "Surat"], devanagari = ["गांधी", "गुजरात", "Surat"];
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(AllMethods.Named("maner"));
        var crf = new LexicalCrf(tagger.Tags.Count);
        var rng = new Rng(5);
        foreach (ref float weight in crf.Weights)
        {
            weight = (float)rng.NextNormal();
        }

        TaggerFolder.Save(tagger.WithDecoder(new TagDecoder(tagger.Tags, Decoding.Viterbi, crf, 1)), folder.Path, new ModelManifest());
        Assert.Equal(3, ModelManifest.Load(folder.Path)!.FormatVersion);
        string before = ModelHash.OfModel(folder.Path);
        using Tagger plain = TaggerFolder.Load(folder.Path, encoder.Workers);
        (ModelManifest.Load(folder.Path)! with { ReadAsDevanagari = ["gujarati"] }).Save(folder.Path);
        Assert.NotEqual(before, ModelHash.OfModel(folder.Path));
        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);

        TaggedSentence expected = Tagged(plain, devanagari), read = Tagged(loaded, gujarati);
        Assert.NotEqual(ProbabilitiesOf(Tagged(plain, gujarati)), ProbabilitiesOf(read));
        Assert.Equal(ProbabilitiesOf(expected), ProbabilitiesOf(read));
        Assert.Equal(expected.Tags, read.Tags);
        Assert.Equal(gujarati, read.Input.Words);
        using Tagger shared = loaded.WithWords(WordCut.Default).WithDecoder(loaded.Decoder).Share(encoder.Workers);
        Assert.Equal(ProbabilitiesOf(expected), ProbabilitiesOf(Tagged(shared, gujarati)));

        Assert.Equal(5, ModelManifest.Load(folder.Path)!.FormatVersion);
        using (Tagger start = TaggerFolder.Create(folder.Path, loaded.Method, loaded.Tags, encoder.Workers, new Rng(1)))
        {
            TaggerFolder.Save(start, folder.Path, new ModelManifest());
        }

        Assert.Equal(["gujarati"], ModelManifest.Load(folder.Path)!.ReadAsDevanagari);
        using Tagger anew = TaggerFolder.Create(folder.Path, loaded.Method, loaded.Tags, encoder.Workers, new Rng(1), newHead: true);
        Assert.Same(SisterScripts.None, anew.Scripts);

        static TaggedSentence Tagged(Tagger tagger, string[] words) => tagger.Tag([Sentence.FromWords(words)]).Single();
        static float[] ProbabilitiesOf(TaggedSentence tagged) => [.. Enumerable.Range(0, tagged.Input.Words.Count).SelectMany(word => tagged.ProbabilitiesOf(word).ToArray())];
    }

    [Fact]
    public void The_temperature_of_probabilities_is_kept()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(AllMethods.Named("maner"));
        var decoder = new TagDecoder(tagger.Tags, Decoding.Viterbi, new LexicalCrf(tagger.Tags.Count), 1);
        TaggerFolder.Save(tagger.WithDecoder(decoder), folder.Path, new ModelManifest());
        Assert.Null(ModelManifest.Load(folder.Path)!.Temperature);
        TaggerFolder.Save(tagger.WithDecoder(decoder.WithTemperature(1.5f)), folder.Path, new ModelManifest());

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);
        Assert.Equal((1.5f, 5), (loaded.Decoder.Temperature, ModelManifest.Load(folder.Path)!.FormatVersion));

        string path = folder.File("maner.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("1.5", "0", StringComparison.Ordinal));
        Assert.Contains("expected a temperature from 0.01 to 100, found 0", Assert.Throws<InvalidDataException>(() => ModelManifest.Load(folder.Path)).Message, StringComparison.Ordinal);
    }
}
