using System.Buffers.Binary;
using System.Text;

namespace Maner.Model.Storage.Torch;

/// <summary>
/// Runs the program that a Python pickle is, as far as <c>torch.save</c> needs it: it pushes and collects plain data. Instructions that are not
/// listed in <see cref="Execute"/> are refused, so that nothing can be called, imported or copied; time and memory are linear in the pickle's length.
/// </summary>
/// <remarks>Instructions: Python's <c>pickletools</c>. Protocol 2 is what torch.save writes; 4 on request.</remarks>
internal ref struct PickleMachine
{
    /// <summary>The longest pickle.</summary>
    public const int MaxBytes = 64 << 20;

    // A tensor of a state_dict needs some 30 instructions and 16 objects.
    internal const int MaxInstructions = 1 << 21;
    internal const int MaxObjects = 1 << 18;
    internal const int MaxDepth = 1 << 18;
    internal const int MaxStringBytes = 1 << 16;
    internal const int MaxNameBytes = 256;

    private readonly ReadOnlySpan<byte> _code;
    private readonly IPickleWorld _world;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private int _at;
    private int _objects;

    /// <param name="code">Starts with the pickle; may go on after it.</param>
    /// <param name="world">What the program may reach.</param>
    private PickleMachine(ReadOnlySpan<byte> code, IPickleWorld world)
    {
        _code = code;
        _world = world;
    }

    /// <summary>Runs one pickle.</summary>
    /// <param name="code">Starts with the pickle; may go on after it.</param>
    /// <param name="world">What the program may reach.</param>
    /// <param name="length">Bytes of the pickle.</param>
    /// <returns>The object that it leaves.</returns>
    /// <exception cref="TorchFormatException">The pickle breaks a rule or a limit.</exception>
    public static object? Run(ReadOnlySpan<byte> code, IPickleWorld world, out int length)
    {
        var machine = new PickleMachine(code[..Math.Min(code.Length, MaxBytes)], world);
        object? result = machine.Run();
        length = machine._at;
        return result;
    }

    private object? Run()
    {
        if (Byte() != 0x80 || Byte() is not (>= 2 and <= 4))
        {
            throw new TorchFormatException("a pickle of protocol 2, 3 or 4, as torch.save writes it", "another beginning");
        }

        for (int count = 0; count < MaxInstructions; count++)
        {
            byte instruction = Byte();
            if (instruction == '.')
            {
                object? result = Pop();
                return _stack.Count == 0 && _marks.Count == 0 ? result : throw new TorchFormatException("one object at the pickle's end", "more");
            }

            Execute(instruction);
            if (_stack.Count > MaxDepth || _marks.Count > MaxDepth)
            {
                throw TooMuch("depth");
            }
        }

        throw TooMuch("length");
    }

    private void Execute(byte instruction)
    {
        switch (instruction)
        {
            case (byte)'N': _stack.Add(null); break;
            case 0x88: _stack.Add(true); break;
            case 0x89: _stack.Add(false); break;
            case (byte)'K': Push((long)Byte()); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: Push(Integer(Take(Byte()))); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x8C: Push(Text(Byte())); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)']': Push(new PickleList()); break;
            case (byte)')': Push(new PickleTuple([])); break;
            case (byte)'(': _marks.Add(_stack.Count); break;
            case (byte)'t': Push(new PickleTuple(ToMark())); break;
            case 0x85: PushTuple(1); break;
            case 0x86: PushTuple(2); break;
            case 0x87: PushTuple(3); break;
            case (byte)'a': Top<PickleList>(below: 1).Items.Add(Pop()); break;
            case (byte)'e': Append(ToMark()); break;
            case (byte)'s': Set(); break;
            case (byte)'u': SetAll(ToMark()); break;
            case (byte)'q': Put(Byte()); break;
            case (byte)'r': Put(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case 0x94: Put((uint)_memo.Count); break;
            case (byte)'h': Get(Byte()); break;
            case (byte)'j': Get(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case (byte)'c': PushGlobal(Line(), Line()); break;
            case 0x93: PushGlobal(); break;
            case (byte)'Q': Push(_world.Resolve(Pop())); break;
            case (byte)'R': Call(); break;
            case (byte)'b': IgnoreState(); break;
            case 0x95: RequireFrame(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))); break;
            default: throw new TorchFormatException("the instructions that a table of tensors needs", $"the pickle instruction 0x{instruction:X2}", TorchFormatException.Untrusted);
        }
    }

    private static TorchFormatException TooMuch(string what) => new($"a pickle with the names and shapes of weights", $"one that exceeds every checkpoint's {what}");

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _code.Length - _at)
        {
            throw new TorchFormatException($"a whole pickle of at most {MaxBytes} bytes", "one that ends in the middle of an instruction");
        }

        ReadOnlySpan<byte> taken = _code.Slice(_at, count);
        _at += count;
        return taken;
    }

    /// <summary>The bytes up to a line feed, which is passed over.</summary>
    private ReadOnlySpan<byte> Line()
    {
        ReadOnlySpan<byte> rest = _code[_at..];
        int length = rest[..Math.Min(rest.Length, MaxNameBytes)].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new TorchFormatException($"a name of at most {MaxNameBytes} bytes", "one without an end");
        }

        _at += length + 1;
        return rest[..length];
    }

    private static long Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
        {
            throw new TorchFormatException("numbers of at most 64 bits", $"one of {bytes.Length} bytes");
        }

        long value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int index = bytes.Length - 1; index >= 0; index--)
        {
            value = (value << 8) | bytes[index];
        }

        return value;
    }

    private string Text(uint length)
    {
        if (length > MaxStringBytes)
        {
            throw new TorchFormatException($"texts of at most {MaxStringBytes} bytes", $"one of {length}");
        }

        ReadOnlySpan<byte> bytes = Take((int)length);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw new TorchFormatException("texts in UTF-8", "one that is not");
    }

    private void Push(object value)
    {
        if (++_objects > MaxObjects)
        {
            throw TooMuch("number of objects");
        }

        _stack.Add(value);
    }

    /// <summary>Where the objects above the last mark begin: instructions do not reach below it.</summary>
    private readonly int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private object? Pop()
    {
        object? value = Peek(0);
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly object? Peek(int below) => _stack.Count - below > Floor
        ? _stack[^(below + 1)]
        : throw new TorchFormatException("an object for every instruction of the pickle", "an instruction without one");

    private readonly T Top<T>(int below)
        where T : class => Peek(below) as T
        ?? throw new TorchFormatException("items for lists and dictionaries", "items for something else", TorchFormatException.Untrusted);

    private object?[] ToMark()
    {
        if (_marks.Count == 0)
        {
            throw new TorchFormatException("a mark for every collection of the pickle", "a collection without one");
        }

        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] items = [.. _stack[mark..]];
        _stack.RemoveRange(mark, items.Length);
        return items;
    }

    private void PushTuple(int length)
    {
        _ = Peek(length - 1);
        object?[] items = [.. _stack[^length..]];
        _stack.RemoveRange(_stack.Count - length, length);
        Push(new PickleTuple(items));
    }

    private readonly void Append(object?[] items) => Top<PickleList>(below: 0).Items.AddRange(items);

    private void Set()
    {
        object? value = Pop(), key = Pop();
        Top<PickleDictionary>(below: 0).Add(key, value);
    }

    private readonly void SetAll(object?[] items)
    {
        PickleDictionary dictionary = Top<PickleDictionary>(below: 0);
        if (items.Length % 2 != 0)
        {
            throw new TorchFormatException("a value for every key", "a key without one");
        }

        for (int index = 0; index < items.Length; index += 2)
        {
            dictionary.Add(items[index], items[index + 1]);
        }
    }

    private readonly void Put(uint place)
    {
        object? value = Peek(0);

        // Python numbers the places as it needs them: more places than bytes are a bomb.
        if (place >= Math.Min(_code.Length, MaxObjects))
        {
            throw new TorchFormatException("places of the memo in order", $"place {place}");
        }

        while (_memo.Count <= place)
        {
            _memo.Add(s_nothing);
        }

        _memo[(int)place] = value;
    }

    // The same object, never a copy.
    private readonly void Get(uint place) => _stack.Add(place < _memo.Count && !ReferenceEquals(_memo[(int)place], s_nothing)
        ? _memo[(int)place]
        : throw new TorchFormatException("a place of the memo that was filled before", $"place {place}, which was not"));

    private static readonly object s_nothing = new();

    private void PushGlobal()
    {
        if (Pop() is not string name || Pop() is not string module)
        {
            throw new TorchFormatException("the name of a listed function", "something else", TorchFormatException.Untrusted);
        }

        PushGlobal(Encoding.UTF8.GetBytes(module), Encoding.UTF8.GetBytes(name));
    }

    private void PushGlobal(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name) => Push(_world.Find(module, name));

    private void Call()
    {
        object? arguments = Pop(), function = Pop();
        Push(_world.Call(function, arguments));
    }

    private void IgnoreState()
    {
        if (Pop() is not PickleDictionary || Peek(0) is not PickleDictionary { IsOrdered: true })
        {
            throw new TorchFormatException("a state for an OrderedDict alone", "the state of something else", TorchFormatException.Untrusted);
        }
    }

    private readonly void RequireFrame(ulong length)
    {
        if (length > (ulong)(_code.Length - _at))
        {
            throw new TorchFormatException("a whole pickle", "a frame that reaches beyond it");
        }
    }
}
