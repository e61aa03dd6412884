namespace Maner.Training.Pretraining;

/// <summary>Cuts sentences that are longer than a row: before the last word that would not fit whole, and inside a word only where the word is longer than a row.</summary>
/// <param name="mostPieces">Pieces in a row, without the marks at both ends.</param>
/// <param name="startsWord">For every id whether a word starts with it.</param>
internal sealed class SentenceCutter(int mostPieces, bool[] startsWord)
{
    private readonly int[] _ids = new int[mostPieces + 1];
    private readonly ushort[] _narrow = new ushort[mostPieces + 1];

    /// <summary>Adds the rows of a sentence.</summary>
    public void Cut(TokenFile file, long start, long end, List<TrainingSequence> rows)
    {
        while (end - start > mostPieces)
        {
            file.Read(start, _ids, _narrow);
            int length = mostPieces;
            while (length > 0 && !startsWord[_ids[length]])
            {
                length--;
            }

            length = length == 0 ? mostPieces : length;
            rows.Add(new TrainingSequence(start, length));
            start += length;
        }

        rows.Add(new TrainingSequence(start, (int)(end - start)));
    }
}
