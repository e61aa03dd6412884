using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>What masking needs to know of a vocabulary's ids.</summary>
internal sealed class PieceIds
{
    private readonly bool[] _isOrdinary;

    public PieceIds(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        (Bos, Eos, Mask) = (tokenizer.SpecialTokens.Begin, tokenizer.SpecialTokens.End, tokenizer.SpecialTokens.Mask);
        IEnumerable<int> ids = Enumerable.Range(0, tokenizer.Count);
        _isOrdinary = [.. ids.Select(id => !tokenizer.IsSpecial(id))];
        Ordinary = [.. ids.Where(IsOrdinary)];
        StartsWord = [.. ids.Select(id => IsOrdinary(id) && tokenizer.StartsWord(id))];
    }

    public int Bos { get; }

    public int Eos { get; }

    /// <summary><c>&lt;mask&gt;</c>.</summary>
    public int Mask { get; }

    /// <summary>The ordinary pieces, in ascending order.</summary>
    public int[] Ordinary { get; }

    /// <summary>For every id whether a word starts with it. A space that is a piece of its own starts the word behind it.</summary>
    public bool[] StartsWord { get; }

    /// <summary>Whether a piece may be masked and must then be found: an ordinary one.</summary>
    public bool IsOrdinary(int id) => _isOrdinary[id];
}
