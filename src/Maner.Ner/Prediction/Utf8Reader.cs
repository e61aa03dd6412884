using System.Text;

namespace Maner.Ner.Prediction;

/// <summary>A reader of UTF-8 that puts <see cref="InputLines.NoCharacter"/> in the place of bytes that are none, and knows whether it met some.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="fallback">What the decoder asks for such bytes.</param>
internal sealed class Utf8Reader(Stream stream, SeenFallback fallback)
    : StreamReader(stream, Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, fallback), detectEncodingFromByteOrderMarks: false)
{
    /// <summary>Whether some bytes so far were not UTF-8.</summary>
    public bool HasMetOther => fallback.IsUsed;
}

/// <summary>Puts U+FFFF in the place of bytes that are no text, and remembers it.</summary>
internal sealed class SeenFallback : DecoderFallback
{
    private readonly DecoderReplacementFallback _replacement = new(InputLines.NoCharacter.ToString());

    /// <summary>Whether there were such bytes.</summary>
    public bool IsUsed { get; private set; }

    /// <inheritdoc/>
    public override int MaxCharCount => 1;

    /// <inheritdoc/>
    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this, _replacement.CreateFallbackBuffer());

    private sealed class Buffer(SeenFallback owner, DecoderFallbackBuffer inner) : DecoderFallbackBuffer
    {
        public override int Remaining => inner.Remaining;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner.IsUsed = true;
            return inner.Fallback(bytesUnknown, index);
        }

        public override char GetNextChar() => inner.GetNextChar();

        public override bool MovePrevious() => inner.MovePrevious();

        public override void Reset() => inner.Reset();
    }
}
