namespace Maner.Text.Tokenization.Trimming;

/// <summary>Writes a SentencePiece model with fewer pieces; all else stays byte for byte, but for the number of pieces and the file's own tests.</summary>
internal static class SentencePieceTrimmer
{
    private const int PiecesField = 1, TrainerField = 2, SelfTestField = 4, SizeField = 4;

    /// <summary>The bytes of the file.</summary>
    /// <param name="file">The whole model.</param>
    /// <param name="keeps">Whether a piece stays, by its SentencePiece id; the first three always do.</param>
    public static byte[] Write(SentencePieceFile file, Func<int, bool> keeps)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(keeps);
        using var output = new MemoryStream(file.Content.Length);
        int kept = Enumerable.Range(0, file.Pieces.Length).Count(Stays), piece = 0;
        var reader = new ProtobufReader(file.Content, new Extent(0, file.Content.Length));
        for (int start = 0; reader.NextField(); start = reader.Position)
        {
            switch (reader.Field)
            {
                case PiecesField:
                    reader.Skip();
                    if (Stays(piece++))
                    {
                        Copy(start, reader.Position);
                    }

                    break;
                case TrainerField:
                    byte[] trainer = Trainer(file, reader.ReadExtent(), kept);
                    Varint(output, (TrainerField << 3) | 2);
                    Varint(output, (uint)trainer.Length);
                    output.Write(trainer);
                    break;
                case SelfTestField:
                    reader.Skip(); // texts and their pieces: other programs refuse a file whose tests fail
                    break;
                default:
                    reader.Skip();
                    Copy(start, reader.Position);
                    break;
            }
        }

        return output.ToArray();

        bool Stays(int id) => id <= 2 || keeps(id);

        void Copy(int start, int end) => output.Write(file.Content.AsSpan(start, end - start));
    }

    private static byte[] Trainer(SentencePieceFile file, Extent extent, int size)
    {
        using var output = new MemoryStream(extent.Length);
        var reader = new ProtobufReader(file.Content, extent);
        for (int start = extent.Start; reader.NextField(); start = reader.Position)
        {
            reader.Skip();
            if (reader.Field == SizeField)
            {
                Varint(output, SizeField << 3);
                Varint(output, (uint)size);
            }
            else
            {
                output.Write(file.Content.AsSpan(start, reader.Position - start));
            }
        }

        return output.ToArray();
    }

    private static void Varint(Stream output, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.WriteByte((byte)(value | 0x80));
        }

        output.WriteByte((byte)value);
    }
}
