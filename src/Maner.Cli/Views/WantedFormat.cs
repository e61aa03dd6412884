using Maner.Text.Formats;
using Maner.Text.Tags;

namespace Maner.Cli.Views;

/// <summary>A format to write.</summary>
/// <param name="Format">The format.</param>
/// <param name="Scheme">How entities become tags, where it has tags.</param>
internal sealed record WantedFormat(ISentenceFormat Format, TagScheme Scheme)
{
    /// <summary>The format with its scheme, for messages.</summary>
    public string Name => Format.Writer!.UsesScheme ? $"{Format.Name}, {TagSchemes.NameOf(Scheme)}" : Format.Name;
}
