using Maner.Model.Configuration;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>The kernels of each activation.</summary>
internal static class ActivationKernels
{
    /// <summary>y = f(x); y may be x.</summary>
    public static void Forward(this Activation activation, Workers workers, Matrix x, Matrix y)
    {
        if (activation == Activation.Gelu)
        {
            Gelu.Forward(workers, x, y);
        }
        else
        {
            GeluTanh.Forward(workers, x, y);
        }
    }

    /// <summary>dx = dy·f′(x); dx may be dy.</summary>
    public static void Backward(this Activation activation, Workers workers, Matrix x, Matrix dy, Matrix dx)
    {
        if (activation == Activation.Gelu)
        {
            Gelu.Backward(workers, x, dy, dx);
        }
        else
        {
            GeluTanh.Backward(workers, x, dy, dx);
        }
    }
}
