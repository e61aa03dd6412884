namespace Maner.Hub.Protocol;

/// <summary>An access token. It shows itself to no one but the request that carries it.</summary>
internal sealed class HubToken
{
    private readonly string _value;

    /// <param name="value">The token.</param>
    /// <param name="source">Where it comes from, for messages: a variable or a file.</param>
    /// <exception cref="InvalidDataException">It has characters that no token has.</exception>
    public HubToken(string value, string source)
    {
        if (value.Length == 0 || value.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new InvalidDataException($"{source}: expected an access token in one line of ASCII without spaces, found something else. Copy it again from the hub's settings.");
        }

        (_value, Source) = (value, source);
    }

    /// <summary>Where it comes from.</summary>
    public string Source { get; }

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    public string Header => "Bearer " + _value;

    /// <summary>A text of the server without the token, should the server have repeated it.</summary>
    public string Redact(string text) => text.Replace(_value, "***", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"the token of {Source}";
}
