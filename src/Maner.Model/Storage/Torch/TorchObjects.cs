using System.Text;

namespace Maner.Model.Storage.Torch;

/// <summary>
/// The names that a checkpoint of tensors may use, in full: an allow-list. A list of forbidden names is not enough, as the advisories about scanners
/// of pickles and about <c>weights_only</c> itself show (CVE-2025-32434, CVE-2026-24747).
/// </summary>
/// <param name="isLegacy">Whether persistent ids have the legacy format's sixth item.</param>
internal sealed class TorchObjects(bool isLegacy) : IPickleWorld
{
    internal const int MaxRank = 8;
    internal const long MaxElements = int.MaxValue;
    private const int MaxKeyDigits = 20; // a 64-bit address in the legacy format

    private static readonly Function s_orderedDictionary = new(), s_rebuildTensor = new(), s_rebuildParameter = new();

    private static readonly Dictionary<string, object> s_listed = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = s_orderedDictionary,
        ["torch._utils._rebuild_tensor_v2"] = s_rebuildTensor,
        ["torch._utils._rebuild_parameter"] = s_rebuildParameter,
        ["torch.FloatStorage"] = new TorchType("F32", 4),
        ["torch.HalfStorage"] = new TorchType("F16", 2),
        ["torch.BFloat16Storage"] = new TorchType("BF16", 2),
        ["torch.DoubleStorage"] = new TorchType("F64", 8),
        ["torch.LongStorage"] = new TorchType("I64", 8),
        ["torch.IntStorage"] = new TorchType("I32", 4),
        ["torch.ShortStorage"] = new TorchType("I16", 2),
        ["torch.CharStorage"] = new TorchType("I8", 1),
        ["torch.ByteStorage"] = new TorchType("U8", 1),
        ["torch.BoolStorage"] = new TorchType("BOOL", 1),
    };

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>All storages that were named, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <inheritdoc/>
    public object Find(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name)
    {
        // Only the first part is compared up to a dot: "a.b" and "c" must not be read as "a" and "b.c".
        string full = $"{Encoding.Latin1.GetString(module)}.{Encoding.Latin1.GetString(name)}";
        return !name.Contains((byte)'.') && s_listed.TryGetValue(full, out object? found)
            ? found
            : throw new TorchFormatException("the functions that rebuild tensors", $"a call for '{PickleText.Shown(full)}'", TorchFormatException.Untrusted);
    }

    /// <inheritdoc/>
    public object Resolve(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", TorchType type, string key, string, long count, ..] items } || items.Length != (isLegacy ? 6 : 5))
        {
            throw new TorchFormatException("the name of a storage of numbers", "another persistent id", TorchFormatException.Untrusted);
        }

        if (isLegacy && items[5] is not null)
        {
            throw new TorchFormatException("a whole storage", "a view of one, as torch before 0.4 wrote it", "Save it again with a newer torch.");
        }

        if (key.Length is 0 or > MaxKeyDigits || key.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new TorchFormatException("digits as a storage's key", $"'{PickleText.Shown(key)}'", TorchFormatException.Untrusted);
        }

        if (count < 0 || count > long.MaxValue / type.Bytes)
        {
            throw new TorchFormatException("a number of elements that a file can have", $"{count}");
        }

        var storage = new TorchStorage(key, type, count);
        if (!_storages.TryGetValue(key, out TorchStorage? known))
        {
            _storages.Add(key, storage);
            return storage;
        }

        return known == storage
            ? known
            : throw new TorchFormatException($"one type and length for storage {key}", $"{known.Count} × {known.Type.Name} and {count} × {type.Name}");
    }

    /// <inheritdoc/>
    public object Call(object? function, object? arguments) => (function, arguments) switch
    {
        (Function called, PickleTuple { Items: [] }) when called == s_orderedDictionary => new PickleDictionary { IsOrdered = true },
        (Function called, PickleTuple { Items: [TorchTensor tensor, bool, PickleDictionary { IsEmpty: true }] }) when called == s_rebuildParameter => tensor,
        (Function called, PickleTuple { Items: [TorchStorage storage, long offset, PickleTuple size, PickleTuple stride, bool, PickleDictionary { IsEmpty: true }] })
            when called == s_rebuildTensor => View(storage, offset, Numbers(size), Numbers(stride)),
        _ => throw new TorchFormatException("calls that rebuild a tensor, with what they need", "another call", TorchFormatException.Untrusted),
    };

    private static long[] Numbers(PickleTuple tuple)
    {
        if (tuple.Items.Length > MaxRank)
        {
            throw new TorchFormatException($"tensors of at most {MaxRank} dimensions", $"one of {tuple.Items.Length}");
        }

        return Array.ConvertAll(tuple.Items, item => item is long and >= 0 and <= MaxElements
            ? (long)item
            : throw new TorchFormatException($"sizes and strides from 0 to {MaxElements}", $"'{PickleText.Shown(item)}'"));
    }

    private static TorchTensor View(TorchStorage storage, long offset, long[] size, long[] stride)
    {
        if (size.Length != stride.Length || offset < 0)
        {
            throw new TorchFormatException("a stride for every size, from an element of the storage on", $"{size.Length} sizes, {stride.Length} strides, offset {offset}");
        }

        // Sizes are below 2^31, so that neither the product of two steps nor eight terms of the sum overflow.
        long count = 1;
        Int128 last = offset;
        for (int axis = 0; axis < size.Length; axis++)
        {
            count *= Math.Max(size[axis], 1);
            last += (Int128)(size[axis] - 1) * stride[axis];
            if (count > MaxElements)
            {
                throw new TorchFormatException($"tensors of at most {MaxElements} elements", $"the shape [{string.Join(",", size)}]");
            }
        }

        return size.Contains(0) || last < storage.Count
            ? new TorchTensor(storage, offset, size, stride)
            : throw new TorchFormatException($"a tensor inside its storage of {storage.Count} elements", $"one that reaches element {last}");
    }

    /// <summary>A function of the list: a mark, not code.</summary>
    private sealed class Function;
}
