using System.Buffers.Binary;

namespace Maner.Text.Formats;

/// <summary>A hash table of the distinct lines of a file by their bytes, which stay in the file: it knows where each first stood.</summary>
internal sealed class LineTable
{
    private const int Smallest = 1024;

    private readonly List<(int Begin, int Length)> _lines = [];
    private ulong[] _slots = new ulong[Smallest]; // hash, then number of a line and 1; 0 for none

    /// <summary>The number of a line, by the order in which distinct ones came; a new one is taken up.</summary>
    /// <param name="line">Its bytes.</param>
    /// <param name="begin">Where they are in the file.</param>
    /// <param name="file">All the file's bytes.</param>
    public int IdOf(ReadOnlySpan<byte> line, int begin, ReadOnlySpan<byte> file)
    {
        uint hash = HashOf(line);
        int slot = (int)(hash & (uint)(_slots.Length - 1));
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if ((uint)(_slots[slot] >> 32) == hash)
            {
                int number = (int)(uint)_slots[slot] - 1;
                (int known, int length) = _lines[number];
                if (length == line.Length && file.Slice(known, length).SequenceEqual(line))
                {
                    return number;
                }
            }
        }

        _lines.Add((begin, line.Length));
        _slots[slot] = ((ulong)hash << 32) | (uint)_lines.Count;
        if (_lines.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return _lines.Count - 1;
    }

    private void Grow()
    {
        ulong[] before = _slots;
        _slots = new ulong[before.Length * 2];
        foreach (ulong line in before)
        {
            if (line != 0)
            {
                int slot = (int)((uint)(line >> 32) & (uint)(_slots.Length - 1));
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & (_slots.Length - 1);
                }

                _slots[slot] = line;
            }
        }
    }

    // Eight bytes at a time; it need only spread, since the bytes themselves are compared.
    private static uint HashOf(ReadOnlySpan<byte> bytes)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        ulong rest = 0;
        foreach (byte value in bytes)
        {
            rest = (rest << 8) | value;
        }

        hash = Mixed(hash ^ rest);
        return (uint)(hash ^ (hash >> 32));

        static ulong Mixed(ulong value)
        {
            value *= Factor;
            return value ^ (value >> 29);
        }
    }
}
