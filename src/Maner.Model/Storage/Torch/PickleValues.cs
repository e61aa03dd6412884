namespace Maner.Model.Storage.Torch;

// What a pickle's program builds. Besides these: null for None, bool, long, double, string, and what IPickleWorld gives.

/// <summary>A tuple: fixed once it is made.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A list.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dictionary whose keys are texts or whole numbers.</summary>
internal sealed class PickleDictionary
{
    /// <summary>True for an OrderedDict, the only object that may have a state (which is ignored).</summary>
    public bool IsOrdered { get; init; }

    /// <summary>The items in the order in which they were set.</summary>
    public Dictionary<object, object?> Items => field ??= new Dictionary<object, object?>(new Keys());

    /// <summary>Number of items, without making a table for none.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Sets an item that is not there yet.</summary>
    /// <exception cref="TorchFormatException">The key is of another kind, or is there already.</exception>
    public void Add(object? key, object? value)
    {
        if (key is not (string or long))
        {
            throw new TorchFormatException("texts and numbers as keys", "a key of another kind", TorchFormatException.Untrusted);
        }

        IsEmpty = false;
        if (!Items.TryAdd(key, value))
        {
            throw new TorchFormatException("every key once", $"'{PickleText.Shown(key)}' twice");
        }
    }

    /// <summary>Numbers hash with this process's secret: a file must not be able to choose numbers that collide.</summary>
    private sealed class Keys : IEqualityComparer<object>
    {
        public new bool Equals(object? x, object? y) => object.Equals(x, y);

        public int GetHashCode(object key) => key is long number ? HashCode.Combine((int)number, (int)(number >> 32)) : key.GetHashCode();
    }
}

/// <summary>Texts of a file that a message repeats.</summary>
internal static class PickleText
{
    private const int Most = 80;

    /// <summary>A value's text, cut off and without control characters.</summary>
    public static string Shown(object? value)
    {
        string text = value as string ?? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        string start = text.Length <= Most ? text : text[..Most] + "…";
        return string.Concat(start.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter));
    }
}
