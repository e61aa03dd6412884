namespace Maner.Tensors;

/// <summary>What is between the two products of a feed-forward block.</summary>
internal enum Activation
{
    /// <summary>x·Φ(x), exactly (<c>gelu</c>).</summary>
    Gelu,

    /// <summary>The same with Φ approximated by a hyperbolic tangent (<c>gelu_new</c>).</summary>
    GeluTanh,
}
