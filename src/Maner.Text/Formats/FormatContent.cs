using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>What a format reads from a file.</summary>
/// <param name="Sentences">The sentences in order.</param>
/// <param name="Scheme">How its tags wrote entities; null where it has places instead of tags.</param>
internal readonly record struct FormatContent(IReadOnlyList<Sentence> Sentences, TagScheme? Scheme = null);
