using System.Globalization;
using System.Text;

namespace Maner.Cli.Views;

/// <summary>
/// Where messages go: standard error. A message that nobody can take (a full disk, a closed pipe) is lost and nothing else is, whatever it may tell of a file
/// cannot act on a terminal, and none fills the screen.
/// </summary>
/// <param name="inner">Where to write.</param>
internal sealed class MessageWriter(TextWriter inner) : TextWriter
{
    private const int Longest = 1 << 14; // characters of one message

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => Put(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => Put(value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine() => Try(inner.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() =>
    {
        Put(value ?? "");
        inner.WriteLine();
    });

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private static bool IsHidden(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');

    private void Put(char letter)
    {
        if (IsHidden(letter))
        {
            inner.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"));
        }
        else
        {
            inner.Write(letter);
        }
    }

    private void Put(string text)
    {
        if (text.Length > Longest)
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, Longest)}… ({text.Length - Longest} more characters)");
        }

        if (!text.Any(IsHidden))
        {
            inner.Write(text);
            return;
        }

        foreach (char letter in text)
        {
            Put(letter);
        }
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when ((error is IOException or UnauthorizedAccessException or ObjectDisposedException) && !LoadFailure.Is(error))
        {
            // A part of the program that cannot be loaded is said where nothing more is needed to say it. Else there is nowhere to say it; the exit code is right all the same.
        }
    }
}
