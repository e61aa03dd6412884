using Maner.Text.Formats;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>What a first row names decides, however few rows are under it; and so does a key of CoNLL-U's last column.</summary>
public sealed class HeaderTests
{
    private const string Empty = "\t_\t_\t_\t_\t_\t_\t_\t";

    [Theory]
    [InlineData("sentence,word,tag\n1,Kigali,B-LOC\n", "Kigali", "LOC 0-1")]
    [InlineData("sentence,word,tag\n1,Kigali,B-LOC\n2,ni,O\n3,mji,O\n", "Kigali|ni|mji", "LOC 0-1|-|-")]
    [InlineData("sent_id\ttoken\tner\n7\tKigali\tB-LOC\n8\tni\tO\n", "Kigali|ni", "LOC 0-1|-")]
    [InlineData("word,pos,chunk,ner\nKigali,NNP,B-NP,O\nni,VB,B-VP,O\nmji,NN,B-NP,O\n", "Kigali ni mji", "-")]
    [InlineData("word,pos,chunk,ner\nKigali,NNP,B-NP,LOC\nni,VB,B-VP,O\nmji,NN,B-NP,O\n", "Kigali ni mji", "LOC 0-1")]
    [InlineData("sentence,word,tag\n1,3,O\n1,4,O\n2,B-LOC,B-LOC\n", "3 4|B-LOC", "-|LOC 0-1")]
    public void A_row_of_names_decides(string text, string words, string entities)
    {
        Assert.Equal((words, entities), (WordsOf(Read(text, path: "file.csv")), EntitiesOf(Read(text, path: "file.csv"))));
    }

    [Theory]
    [InlineData("name=LOC", "_", "name=PER")]
    [InlineData("SpaceAfter=No|NER=LOC", "_", "NER=PER")]
    [InlineData("Tag=B-LOC", "Tag=O", "Tag=B-PER")]
    public void A_key_that_is_named_for_entities_may_say_types_alone(string first, string second, string third) =>
        Assert.Equal("LOC 0-1, PER 2-3", EntitiesOf(Read($"1\tKigali{Empty}{first}\n2\tna{Empty}{second}\n3\tAmina{Empty}{third}\n\n", path: "file.conllu")));

    [Fact]
    public void Coreference_is_no_type() =>
        Assert.Contains("no column looks like tags", MessageOf($"1\tKigali{Empty}Entity=(e1-place\n2\tni{Empty}Entity=e1)\n\n", path: "file.conllu"), StringComparison.Ordinal);

    [Fact]
    public void Types_without_an_outside_are_refused_with_what_helps() =>
        Assert.Contains(nameof(LabelledDataOptions.Outside), MessageOf("sentence,word,tag\n1,Kigali,LOC\n1,Tanga,LOC\n", path: "file.csv"), StringComparison.Ordinal);

    [Fact]
    public void A_text_and_its_class_are_implausible() =>
        Assert.Contains("implausible:2", RepairsOf(Read("id,text,label\n1,Kigali ni mji,other\n2,Tanga ni mji,spam\n3,Kano ni mji,other\n", path: "file.csv")), StringComparison.Ordinal);
}
