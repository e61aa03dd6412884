using Maner.Testing;
using Maner.Text.Tokenization;
using Xunit;

namespace Maner.Text.Tests.Tokenization;

public sealed class XlmrVocabularyTests
{
    [Fact]
    public void Ids_are_fairseq_s()
    {
        XlmrVocabulary vocabulary = Tokenizers.Mini.Vocabulary;

        Assert.Equal([0, 1, 2, 3, 32001, 32002],
            [vocabulary.BosId, vocabulary.PadId, vocabulary.EosId, vocabulary.UnkId, vocabulary.MaskId, vocabulary.Count]);
    }

    [Fact]
    public void The_mask_of_the_large_vocabulary_is_250001() => Assert.Equal(250_001, Tokenizers.Xlmr.Vocabulary.MaskId);

    [Fact]
    public void Every_id_has_a_name_and_no_other_number_has()
    {
        XlmrVocabulary vocabulary = TestModel.With(("▁", -1), ("a", -2)).Load().Vocabulary;

        Assert.Equal(["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "<mask>"], Enumerable.Range(0, vocabulary.Count).Select(vocabulary.PieceOf));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.PieceOf(vocabulary.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.PieceOf(-1));
    }
}
