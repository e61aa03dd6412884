using Maner.Model.Configuration;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Ner.Encoders;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests.Encoders;

public sealed class MaskFillerTests
{
    [Fact]
    public void Masks_go_through_the_table_of_pieces_together_and_are_what_each_is_by_itself()
    {
        EncoderConfig config = EncoderConfig.Load(Path.Combine(SharedFiles.Mini, TaggerFolder.ConfigFile));
        using var workers = new Workers(1);
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.Mini);
        using IMaskedLanguageModel model = MaskedLanguageModel.Load(config, checkpoint, workers, new Rng(0), out _);
        IReadOnlyList<string>[] sentences = [.. File.ReadLines(Samples.File("unlabelled.txt")).Select(line => line.Split(' ')).Where(words => words.Length > 5).Take(60)];
        var together = new Counting(model, oneByOne: false);
        var single = new Counting(model, oneByOne: true);

        FilledMasks expected = new MaskFiller(single, Tokenizers.Mini).Run(sentences, most: 50, examples: 50), found = new MaskFiller(together, Tokenizers.Mini).Run(sentences, most: 50, examples: 50);

        Assert.Equal((50, 2), (found.Masks, together.Calls));
        Assert.Equal((expected.Best, expected.InFive), (found.Best, found.InFive));
        Assert.Equal(expected.Examples.Select(mask => (mask.Before, mask.Word, mask.Rank)), found.Examples.Select(mask => (mask.Before, mask.Word, mask.Rank)));
        Assert.Equal(expected.Examples.SelectMany(mask => mask.Best), found.Examples.SelectMany(mask => mask.Best));
    }

    /// <summary>Counts calls, and asks for the masks of each one by one.</summary>
    private sealed class Counting(IMaskedLanguageModel model, bool oneByOne) : IMaskedLanguageModel
    {
        public int Calls { get; private set; }

        public void Fill(PackedBatch batch, ReadOnlySpan<int> positions, LogitsReader take)
        {
            Calls++;
            if (!oneByOne)
            {
                model.Fill(batch, positions, take);
                return;
            }

            for (int index = 0; index < positions.Length; index++)
            {
                var one = new PackedBatch();
                one.Add(batch.Ids[batch.Offsets[index]..batch.Offsets[index + 1]]);
                int mask = index;
                model.Fill(one, [positions[index] - batch.Offsets[index]], (_, logits) => take(mask, logits));
            }
        }

        public EncoderConfig Config => model.Config;

        public IReadOnlyList<IParameterArena> Arenas => model.Arenas;

        public IReadOnlyList<IParameterArena> HeadArenas => model.HeadArenas;

        public void Train(
            PackedBatch batch, ReadOnlySpan<int> positions, ReadOnlySpan<int> targets, float scale, EncoderPass pass, Span<double> losses, CandidateTokens? candidates = null) =>
            throw new NotSupportedException();

        public void Score(PackedBatch batch, ReadOnlySpan<int> positions, ReadOnlySpan<int> targets, Span<double> losses) => throw new NotSupportedException();

        public void Dispose()
        {
            // The model is the test's.
        }
    }
}
