using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Text.Tests.Data;

public sealed class MarkedTypesTests
{
    private static readonly TagSet s_tags = TagSet.OfTypes(["DATE", "LOC", "PER"]); // O B-DATE I-DATE B-LOC I-LOC B-PER I-PER

    private static readonly DataSet s_set = DataSet.Of(
    [
        new Sentence(["Asha", "anaishi", "Tanga"], [new EntitySpan(0, 1, "PER"), new EntitySpan(2, 3, "LOC")]),
        new Sentence(["leo"], []),
    ]);

    [Fact]
    public void A_set_of_its_own_types_leaves_the_others_open_in_every_sentence()
    {
        DataSet own = s_set.OfOwnTypes();

        Assert.All(own.Sentences, sentence => Assert.Equal(["LOC", "PER"], sentence.MarkedTypes));
        Assert.All(own.Sentences, sentence => Assert.Equal<int>([0, 1, 2], s_tags.UnmarkedOutside(sentence)!));
        Assert.All(s_set.Sentences, sentence => Assert.Null(s_tags.UnmarkedOutside(sentence)));
        Assert.All(own.Sentences, sentence => Assert.Null(TagSet.OfTypes(["LOC", "PER"]).UnmarkedOutside(sentence)));
    }

    [Fact]
    public void Copies_keep_what_was_looked_for_and_the_hash_sees_it()
    {
        DataSet own = s_set.OfOwnTypes();

        Assert.Equal(["LOC", "PER"], own.Sentences[0].WithEntities([]).MarkedTypes);
        Assert.NotEqual(s_set.Sha256, own.Sha256);
        Assert.Equal(s_set.Sentences[0].Entities, own.Sentences[0].Entities);
    }
}
