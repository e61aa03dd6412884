namespace Maner.Tensors.Kernels;

/// <summary>A function of one element, sixteen at a time.</summary>
internal interface IActivation
{
    /// <summary>f(x).</summary>
    static abstract TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>f′(x), and f(x), which shares most of the work.</summary>
    static abstract TLanes Slope<TLanes>(TLanes x, out TLanes value)
        where TLanes : struct, ILanes<TLanes>;
}
