using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Cli.Views;

/// <summary>Says once, on standard error, when text is cut into words otherwise than the training data, and how a script without spaces is cut.</summary>
/// <param name="cut">The model's cut.</param>
/// <param name="context">Where to say it.</param>
internal sealed class CutNotices(WordCut cut, CliContext context)
{
    private const int FewestLetters = 4;
    private const string HowToGive = "Where that is wrong, give the text cut: words with spaces between them and --input words, or U+200B (zero width space) between words.";
    private readonly CutCheck _check = new(cut);
    private readonly HashSet<int> _told = [];
    private bool _isJudged;

    /// <summary>The sentences as they come.</summary>
    public IEnumerable<Sentence> Watch(IEnumerable<Sentence> sentences)
    {
        foreach (Sentence sentence in sentences)
        {
            TellScripts(sentence);
            _check.Add(sentence.Words, sentence.Offsets);
            if (_check.Words >= CutCheck.Enough)
            {
                Judge();
            }

            yield return sentence;
        }

        Judge();
    }

    private void Judge()
    {
        if (!_isJudged && _check.Notice() is { } notice)
        {
            context.Error.WriteLine($"Note: {notice}");
            _isJudged = true;
        }
    }

    private void TellScripts(Sentence sentence)
    {
        if (sentence.Text is not { } text || UnspacedRuns.Main(text, FewestLetters) is var group && (group == UnspacedScripts.None || _told.Contains(group))
            || !cut.Split(text).SequenceEqual(sentence.Offsets!)) // words of the user's own
        {
            return;
        }

        _told.Add(group);
        string how = cut.Lexicon.Knows(group) ? $"it is cut by the {Counted.Of(cut.Lexicon.Counts.Count, "word")} seen in training"
            : group == UnspacedScripts.Han ? "each character is taken as a word"
            : "the model has seen no words of it, so all between two spaces or signs is taken as one word";
        context.Error.WriteLine($"Note: {UnspacedScripts.Names[group]} is written without spaces: {how}. {HowToGive}");
    }
}
