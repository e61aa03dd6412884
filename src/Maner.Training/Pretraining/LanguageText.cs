namespace Maner.Training.Pretraining;

/// <summary>A language's text, cut into sequences and split into what is trained on and what is held out.</summary>
/// <param name="name">The language.</param>
/// <param name="file">Its pieces; owned from here on.</param>
/// <param name="training">Rows to train on.</param>
/// <param name="heldOut">Rows to measure with.</param>
internal sealed class LanguageText(string name, TokenFile file, TrainingSequence[] training, TrainingSequence[] heldOut) : IDisposable
{
    private ushort[] _narrow = [];
    private int[] _ids = [];

    public string Name => name;

    public TrainingSequence[] Training => training;

    public TrainingSequence[] HeldOut => heldOut;

    /// <summary>Positions of all training rows: what a language's size is in sampling.</summary>
    public long TrainingTokens { get; } = training.Sum(row => (long)row.Tokens);

    /// <summary>A row's pieces; valid until the next call.</summary>
    public ReadOnlySpan<int> Read(TrainingSequence row)
    {
        if (_ids.Length < row.Length)
        {
            (_ids, _narrow) = (new int[row.Length], new ushort[row.Length]);
        }

        Span<int> ids = _ids.AsSpan(0, row.Length);
        file.Read(row.Start, ids, _narrow);
        return ids;
    }

    public void Dispose() => file.Dispose();
}
