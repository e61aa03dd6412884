using System.Runtime.InteropServices;

namespace Maner.Ner.Methods;

/// <summary>
/// What a window's words become, as a method plans it token by token: id, position number, whether other tokens may see it; and of each word the tokens that its
/// label is read from. Cleared and filled again.
/// </summary>
internal sealed class InputPlan
{
    private readonly List<int> _ids = [];
    private readonly List<int> _positions = [];
    private readonly List<bool> _hidden = [];
    private readonly List<int> _read = [];
    private int _next;

    /// <summary>Tokens so far.</summary>
    public int Count => _ids.Count;

    /// <summary>The token ids.</summary>
    public ReadOnlySpan<int> Ids => CollectionsMarshal.AsSpan(_ids);

    /// <summary>The tokens' position numbers.</summary>
    public ReadOnlySpan<int> Positions => CollectionsMarshal.AsSpan(_positions);

    /// <summary>Which tokens no token may attend to.</summary>
    public ReadOnlySpan<bool> Hidden => CollectionsMarshal.AsSpan(_hidden);

    /// <summary>The tokens that the last word's label is read from, ascending.</summary>
    public ReadOnlySpan<int> Read => CollectionsMarshal.AsSpan(_read);

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        _ids.Clear();
        _positions.Clear();
        _hidden.Clear();
        _read.Clear();
        _next = 0;
    }

    /// <summary>Begins a word: nothing is read of it yet.</summary>
    public void BeginWord() => _read.Clear();

    /// <summary>Adds a token, seen by all.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isRead">Whether the word's label is read from it.</param>
    public void Add(int id, bool isRead = false)
    {
        Add(id, _next++, isHidden: false, isRead);
    }

    /// <summary>Adds tokens, seen by all and not read.</summary>
    public void Add(ReadOnlySpan<int> ids)
    {
        foreach (int id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Adds a token that stands for a word and is none of its pieces, and from which the word's label is read.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="marker">Where it counts as standing, and who may see it.</param>
    public void AddMarker(int id, Marker marker)
    {
        Add(id, marker.HasOwnPosition ? _next++ : _next, marker.IsHidden, isRead: true);
    }

    private void Add(int id, int position, bool isHidden, bool isRead)
    {
        if (isRead)
        {
            _read.Add(_ids.Count);
        }

        _ids.Add(id);
        _positions.Add(position);
        _hidden.Add(isHidden);
    }
}

/// <summary>How a token in front of a word takes part in the sentence.</summary>
/// <param name="HasOwnPosition">A position number of its own; else that of the token behind it, the word's first piece, so that the words stand as they do without it.</param>
/// <param name="IsHidden">Whether no token may attend to it, not even it itself.</param>
internal readonly record struct Marker(bool HasOwnPosition, bool IsHidden)
{
    /// <summary>A token as any other: MANER's mask.</summary>
    public static Marker Plain => new(HasOwnPosition: true, IsHidden: false);
}
