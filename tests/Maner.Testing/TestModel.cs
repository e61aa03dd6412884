using System.Buffers.Binary;
using Maner.Text.Tokenization;

namespace Maner.Testing;

/// <summary>Writes small SentencePiece models, field by field, good and bad.</summary>
internal sealed class TestModel
{
    private readonly List<byte> _bytes = [];

    /// <summary>A model with XLM-R's three special pieces and the given normal ones, in order from id 3.</summary>
    public static TestModel With(params (string Piece, float Score)[] pieces)
    {
        TestModel model = new TestModel().Piece("<unk>", 0, 2).Piece("<s>", 0, 3).Piece("</s>", 0, 3);
        return pieces.Aggregate(model, (m, p) => m.Piece(p.Piece, p.Score));
    }

    public TestModel Piece(string piece, float score, int type = 1) => Piece(System.Text.Encoding.UTF8.GetBytes(piece), score, type);

    public TestModel Piece(byte[] piece, float score, int type = 1) =>
        Message(1, message => message.Delimited(1, piece).Single(2, score).Number(3, (ulong)type));

    public TestModel TrainerSpec(int field, ulong value) => Message(2, message => message.Number(field, value));

    public TestModel NormalizerSpec(int field, ulong value) => Message(3, message => message.Number(field, value));

    public TestModel CharacterMap(byte[] map) => Message(3, message => message.Delimited(2, map));

    public TestModel Number(int field, ulong value) => Varint((ulong)field << 3).Varint(value);

    public TestModel Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    public UnigramTokenizer Load() => UnigramTokenizer.Parse(ToArray(), "test.model");

    private TestModel Message(int field, Action<TestModel> write)
    {
        var message = new TestModel();
        write(message);
        return Delimited(field, message.ToArray());
    }

    private TestModel Delimited(int field, byte[] value) => Varint(((ulong)field << 3) | 2).Varint((ulong)value.Length).Raw(value);

    private TestModel Single(int field, float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Varint(((ulong)field << 3) | 5).Raw(bytes);
    }

    private TestModel Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
        return this;
    }
}
