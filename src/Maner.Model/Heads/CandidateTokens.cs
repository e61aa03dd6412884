using System.Runtime.InteropServices;

namespace Maner.Model.Heads;

/// <summary>
/// The tokens that a batch's masked tokens are predicted among when not the whole vocabulary is (sampled softmax; Jean et al. 2015): all targets, and
/// tokens drawn by chance. A token that is there by chance with probability π stands for 1/π such tokens, so its logit is raised by −log π.
/// Filled again for each batch.
/// </summary>
internal sealed class CandidateTokens
{
    private readonly List<int> _tokens = [];
    private readonly List<float> _logInclusion = [];
    private readonly List<int> _targets = [];

    /// <summary>Ids, ascending, none twice.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>log π of each token.</summary>
    public ReadOnlySpan<float> LogInclusion => CollectionsMarshal.AsSpan(_logInclusion);

    /// <summary>Each target's place among the tokens.</summary>
    public ReadOnlySpan<int> Targets => CollectionsMarshal.AsSpan(_targets);

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        _tokens.Clear();
        _logInclusion.Clear();
        _targets.Clear();
    }

    /// <summary>Adds a token with a greater id than all before.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="logInclusion">log π, at most 0.</param>
    public void Add(int token, float logInclusion)
    {
        if (_tokens.Count > 0 && token <= _tokens[^1])
        {
            throw new ArgumentException($"Expected a token behind {_tokens[^1]}, found {token}.", nameof(token));
        }

        _tokens.Add(token);
        _logInclusion.Add(logInclusion);
    }

    /// <summary>Finds the targets' places, after all tokens were added.</summary>
    /// <exception cref="ArgumentException">A target is not among the tokens.</exception>
    public void SetTargets(ReadOnlySpan<int> targets)
    {
        _targets.Clear();
        foreach (int target in targets)
        {
            int place = _tokens.BinarySearch(target);
            _targets.Add(place >= 0 ? place : throw new ArgumentException($"Expected every target among the tokens, {target} is not.", nameof(targets)));
        }
    }
}
