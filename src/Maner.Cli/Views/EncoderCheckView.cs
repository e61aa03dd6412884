using System.Text.Json;
using Maner.Ner.Encoders;

namespace Maner.Cli.Views;

/// <summary>Writes what <c>maner models check</c> found.</summary>
internal static class EncoderCheckView
{
    private const int MostContext = 60;

    public static void Write(CliContext context, EncoderCheck check)
    {
        (TextFit fit, FilledMasks? masks) = check;
        context.Out.WriteLine(Text($"{fit.Words} words in {fit.Lines} lines; {fit.PiecesPerWord:0.00} pieces per word"));
        context.Out.WriteLine(Text($"unknown pieces:                     {fit.UnknownPieces} of {fit.Pieces} ({fit.UnknownShare:P2}), in {fit.UnknownWords} words"));
        context.Out.WriteLine(Text($"words cut into single characters:   {fit.SpelledWords} ({fit.SpelledShare:P2})"));
        if (fit.UnknownLetters.Count > 0)
        {
            context.Out.WriteLine("unknown letters:                    " + string.Join(", ", fit.UnknownLetters.Select(letter => Text($"{letter.Letter} ({letter.Count})"))));
        }

        if (fit.Uncovered is { } uncovered)
        {
            string some = uncovered.Examples.Count == 0 ? "" : ": " + string.Join(", ", uncovered.Examples) + (uncovered.Words > uncovered.Examples.Count ? ", …" : "");
            context.Out.WriteLine(Text($"cut otherwise than before trimming: {uncovered.Words} words ({(double)uncovered.Words / fit.Words:P2}){some}"));
        }

        if (masks is not null)
        {
            WriteMasks(context, masks);
        }

        context.Out.WriteLine();
        context.Out.WriteLine(ScriptVerdict(fit));
        context.Out.WriteLine(LanguageVerdict(masks));
    }

    public static void WriteJson(CliContext context, EncoderCheck check) => JsonOutput.Write(context.Out, writer =>
    {
        TextFit fit = check.Fit;
        writer.WriteStartObject();
        writer.WriteString("script", fit.Script switch { ScriptKnowledge.Known => "known", ScriptKnowledge.Partly => "partly", _ => "unknown" });
        foreach ((string key, long value) in new[] { ("lines", fit.Lines), ("words", fit.Words), ("pieces", fit.Pieces), ("unknown_pieces", fit.UnknownPieces), ("unknown_words", fit.UnknownWords), ("spelled_words", fit.SpelledWords) })
        {
            writer.WriteNumber(key, value);
        }

        writer.WriteNumber("pieces_per_word", fit.PiecesPerWord);
        writer.WriteNumber("unknown_share", fit.UnknownShare);
        writer.WriteNumber("spelled_share", fit.SpelledShare);
        writer.WriteStartObject("unknown_letters");
        foreach ((string letter, long count) in fit.UnknownLetters)
        {
            writer.WriteNumber(letter, count);
        }

        writer.WriteEndObject();
        if (fit.Uncovered is { } uncovered)
        {
            writer.WriteNumber("uncovered_words", uncovered.Words);
            writer.WriteStartArray("uncovered_examples");
            foreach (string word in uncovered.Examples)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        }

        if (check.Masks is { } masks)
        {
            WriteJson(writer, masks);
        }

        writer.WriteEndObject();
    });

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void WriteMasks(CliContext context, FilledMasks masks)
    {
        foreach (FilledMask mask in masks.Examples)
        {
            string before = mask.Before.Length > MostContext ? "…" + mask.Before[^MostContext..] : mask.Before;
            string after = mask.After.Length > MostContext ? mask.After[..MostContext] + "…" : mask.After;
            context.Out.WriteLine();
            context.Out.WriteLine($"{before} [{mask.Word}] {after}".Trim());
            context.Out.WriteLine("  " + string.Join("   ", mask.Best.Select(best => Text($"{best.Piece} {100 * best.Probability:0.0}%"))));
            context.Out.WriteLine(Text($"  the word{(mask.Masks > 1 ? "'s first piece" : "")} is number {mask.Rank}"));
        }

        if (masks.Masks > 0)
        {
            context.Out.WriteLine();
            context.Out.WriteLine(Text($"Of {masks.Masks} masked words, none of them one of the text's five most frequent, {masks.Best} were guessed and {masks.InFive} were among the five best."));
        }
    }

    private static string ScriptVerdict(TextFit fit) => fit.Script switch
    {
        ScriptKnowledge.Known => "Script: known. The pieces fit this text.",
        ScriptKnowledge.Partly => "Script: known in part. Some letters have no piece, or some words are spelled letter by letter: names with them are harder to find.",
        _ => "Script: NOT known. Most of this text is unknown or spelled letter by letter for this encoder: choose another ('maner models list').",
    };

    private static string LanguageVerdict(FilledMasks? masks) => masks switch
    {
        null => "Language: not tried. This checkpoint has no head that fills masks.",
        { Masks: 0 } => "Language: not tried. No sentence of four words or more has a word that can be masked: give more text.",
        { IsUnderstood: true } => "Language: familiar. The encoder uses the words around a mask.",
        { IsUnderstood: false } => "Language: hardly known. The encoder guesses next to nothing but the most frequent words: expect little before 'maner pretrain --encoder' on such text.",
        { Masks: < FilledMasks.Fewest } => "Language: too few masked words to tell: give more text.",
        _ => "Language: a little familiar. 'maner pretrain --encoder' on such text may help.",
    };

    private static void WriteJson(Utf8JsonWriter writer, FilledMasks masks)
    {
        writer.WriteStartObject("masks");
        writer.WriteNumber("count", masks.Masks);
        writer.WriteNumber("best", masks.Best);
        writer.WriteNumber("in_five", masks.InFive);
        writer.WriteStartArray("examples");
        foreach (FilledMask mask in masks.Examples)
        {
            writer.WriteStartObject();
            writer.WriteString("before", mask.Before);
            writer.WriteString("word", mask.Word);
            writer.WriteString("after", mask.After);
            writer.WriteNumber("masks", mask.Masks);
            writer.WriteNumber("rank", mask.Rank);
            writer.WriteStartArray("best");
            foreach ((string piece, double probability) in mask.Best)
            {
                writer.WriteStartObject();
                writer.WriteString("piece", piece);
                writer.WriteNumber("probability", probability);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
