using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>What masking needs to know of a vocabulary's ids.</summary>
internal sealed class PieceIds
{
    /// <summary>The first id of an ordinary piece: before it are <c>&lt;s&gt; &lt;pad&gt; &lt;/s&gt; &lt;unk&gt;</c>.</summary>
    public const int FirstOrdinary = 4;

    private const char WordStart = '▁'; // SentencePiece's mark for the space before a word

    public PieceIds(XlmrVocabulary vocabulary)
    {
        (Bos, Eos, Mask) = (vocabulary.BosId, vocabulary.EosId, vocabulary.MaskId);
        StartsWord = new bool[vocabulary.Count];
        for (int id = FirstOrdinary; id < Mask; id++)
        {
            StartsWord[id] = vocabulary.PieceOf(id).StartsWith(WordStart);
        }
    }

    public int Bos { get; }

    public int Eos { get; }

    /// <summary><c>&lt;mask&gt;</c>: the end of the ordinary pieces, too.</summary>
    public int Mask { get; }

    /// <summary>For every id whether a word starts with it. A space that is a piece of its own starts the word behind it.</summary>
    public bool[] StartsWord { get; }

    /// <summary>Whether a piece may be masked and must then be found: an ordinary one.</summary>
    public bool IsOrdinary(int id) => id >= FirstOrdinary && id < Mask;
}
