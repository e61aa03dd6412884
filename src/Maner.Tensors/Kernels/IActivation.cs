using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>A function of one element, sixteen at a time.</summary>
internal interface IActivation
{
    /// <summary>f(x).</summary>
    static abstract Vector512<float> Value(Vector512<float> x);

    /// <summary>f′(x), and f(x), which shares most of the work.</summary>
    static abstract Vector512<float> Slope(Vector512<float> x, out Vector512<float> value);
}
