using Maner.Ner.Lexical;
using Xunit;

namespace Maner.Ner.Tests.Lexical;

public sealed class LexicalWordsTests
{
    [Fact]
    public void Words_that_look_alike_have_the_same_scores()
    {
        var field = new LexicalCrf(classes: 2);
        for (int index = 0; index < field.Weights.Length; index++)
        {
            field.Weights[index] = index % 101;
        }

        // Yoruba's o with a dot below and an accent: as one letter and a mark, with marks in either order; a soft hyphen and a zero-width space.
        string[][] alike = [["T\u1ecd\u0301l\u00e1", "lo"], ["To\u0323\u0301la\u0301", "lo"], ["To\u0301\u0323la\u0301", "lo"], ["\u200bT\u1ecd\u0301\u00adl\u00e1", "lo\ufeff"]];
        double[][] scores = [.. alike.Select(Scores)];

        Assert.All(scores, found => Assert.Equal(scores[0], found));
        Assert.NotEqual(scores[0], Scores(["T\u1ecdl\u00e1", "lo"])); // another word

        double[] Scores(string[] words)
        {
            double[] scores = new double[words.Length * 2];
            field.Forward(field.Read(words), scores);
            return scores;
        }
    }
}
