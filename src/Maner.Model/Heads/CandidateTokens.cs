using System.Runtime.InteropServices;

namespace Maner.Model.Heads;

/// <summary>
/// The words that a batch's masked tokens are predicted among when not all are asked (sampled softmax; Jean et al. 2015): all targets, and
/// words drawn by chance. A word that is there by chance with probability π stands for 1/π such words, so its logit is raised by −log π.
/// Filled again for each batch.
/// </summary>
internal sealed class CandidateTokens
{
    private readonly List<int> _words = [];
    private readonly List<float> _logInclusion = [];
    private readonly List<int> _targets = [];

    /// <summary>Ids, ascending, none twice.</summary>
    public ReadOnlySpan<int> Words => CollectionsMarshal.AsSpan(_words);

    /// <summary>log π of each word.</summary>
    public ReadOnlySpan<float> LogInclusion => CollectionsMarshal.AsSpan(_logInclusion);

    /// <summary>Each target's place among the words.</summary>
    public ReadOnlySpan<int> Targets => CollectionsMarshal.AsSpan(_targets);

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        _words.Clear();
        _logInclusion.Clear();
        _targets.Clear();
    }

    /// <summary>Adds a word with a greater id than all before.</summary>
    /// <param name="word">Its id.</param>
    /// <param name="logInclusion">log π, at most 0.</param>
    public void Add(int word, float logInclusion)
    {
        if (_words.Count > 0 && word <= _words[^1])
        {
            throw new ArgumentException($"Expected a word behind {_words[^1]}, found {word}.", nameof(word));
        }

        _words.Add(word);
        _logInclusion.Add(logInclusion);
    }

    /// <summary>Finds the targets' places, after all words were added.</summary>
    /// <exception cref="ArgumentException">A target is not among the words.</exception>
    public void SetTargets(ReadOnlySpan<int> targets)
    {
        _targets.Clear();
        foreach (int target in targets)
        {
            int place = _words.BinarySearch(target);
            _targets.Add(place >= 0 ? place : throw new ArgumentException($"Expected every target among the words, {target} is not.", nameof(targets)));
        }
    }
}
