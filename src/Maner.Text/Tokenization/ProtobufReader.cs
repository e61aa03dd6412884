using System.Buffers.Binary;

namespace Maner.Text.Tokenization;

/// <summary>
/// Reads the fields of one protocol-buffer message in place, without copying
/// (https://protobuf.dev/programming-guides/encoding). Strict: whatever leaves the message is refused.
/// </summary>
internal ref struct ProtobufReader
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly int _end;
    private int _position;
    private int _wireType;

    /// <summary>Reads the message that fills <paramref name="extent"/> of <paramref name="file"/>.</summary>
    public ProtobufReader(ReadOnlySpan<byte> file, Extent extent)
    {
        _file = file;
        _position = extent.Start;
        _end = extent.Start + extent.Length;
    }

    /// <summary>The number of the field that <see cref="NextField"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>The byte of the file that is read next.</summary>
    public readonly int Position => _position;

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool NextField()
    {
        if (_position == _end)
        {
            return false;
        }

        ulong tag = Varint();
        Field = tag >> 3 is > 0 and <= 0x1FFF_FFFF ? (int)(tag >> 3) : throw Damaged("a field number out of range");
        _wireType = (int)(tag & 7);
        return true;
    }

    public int ReadInt32() => _wireType == 0 ? unchecked((int)Varint()) : throw WrongType("a number");

    public bool ReadBool() => _wireType == 0 ? Varint() != 0 : throw WrongType("a truth value");

    public float ReadSingle() =>
        _wireType == 5 ? BinaryPrimitives.ReadSingleLittleEndian(_file.Slice(Take(4), 4)) : throw WrongType("a float");

    /// <summary>The place in the file of a string, a byte string or a nested message.</summary>
    public Extent ReadExtent() => _wireType == 2 ? Delimited() : throw WrongType("bytes");

    /// <summary>Passes over a field that the caller does not use.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Delimited();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw Damaged($"wire type {_wireType}");
        }
    }

    private Extent Delimited()
    {
        ulong length = Varint();
        // Compared before the cast: a hostile length is up to 2^64 - 1.
        if (length > (ulong)(_end - _position))
        {
            throw Damaged($"a field of {length} bytes where {_end - _position} are left");
        }

        return new Extent(Take((int)length), (int)length);
    }

    private int Take(int count)
    {
        int start = _position;
        if (count > _end - start)
        {
            throw Damaged("the end of the data inside a field");
        }

        _position += count;
        return start;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = _file[Take(1)];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number of more than 10 bytes");
    }

    private readonly InvalidDataException WrongType(string expected) =>
        Damaged($"wire type {_wireType} in field {Field}, which holds {expected}");

    private readonly InvalidDataException Damaged(string found) => new($"found {found} at byte {_position}");
}

/// <summary>A stretch of a file, in bytes.</summary>
internal readonly record struct Extent(int Start, int Length);
