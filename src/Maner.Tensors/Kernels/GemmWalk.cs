namespace Maner.Tensors.Kernels;

/// <summary>A step of an item's way: some slivers of A by a block of a panel of B.</summary>
/// <param name="FirstSliver">The first sliver of A.</param>
/// <param name="EndSliver">Behind the last.</param>
/// <param name="Step">The first step of k.</param>
/// <param name="Depth">Their number.</param>
/// <param name="Panel">The panel of B.</param>
internal readonly record struct GemmBlock(int FirstSliver, int EndSliver, int Step, int Depth, int Panel);

/// <summary>
/// The order of an item's work: for each group of slivers, for each block of k, panel after panel. So a part of A stays in the cache until all
/// panels have been multiplied with it.
/// </summary>
internal readonly struct GemmWalk
{
    private readonly int _endPanel;
    private readonly int _endSliver;
    private readonly int _depth;
    private readonly int _blockDepth;

    /// <param name="item">The item's part of the result.</param>
    /// <param name="depth">K.</param>
    /// <param name="blockDepth">Steps of k in a block.</param>
    /// <param name="mostSlivers">Slivers in a group.</param>
    public GemmWalk((int FirstPanel, int EndPanel, int FirstSliver, int EndSliver) item, int depth, int blockDepth, int mostSlivers)
    {
        (FirstPanel, _endPanel, int firstSliver, _endSliver) = item;
        (_depth, _blockDepth, MostSlivers) = (depth, blockDepth, mostSlivers);
        First = new GemmBlock(firstSliver, Math.Min(_endSliver, firstSliver + mostSlivers), 0, Math.Min(blockDepth, depth), FirstPanel);
    }

    /// <summary>The panel that every group of slivers and every block of k begins with.</summary>
    public int FirstPanel { get; }

    /// <summary>Slivers in a group, at most.</summary>
    public int MostSlivers { get; }

    /// <summary>Where the way begins.</summary>
    public GemmBlock First { get; }

    /// <summary>What comes behind <paramref name="block"/>; false at the end.</summary>
    public bool Next(GemmBlock block, out GemmBlock next)
    {
        next = block with { Panel = block.Panel + 1 };
        if (next.Panel < _endPanel)
        {
            return true;
        }

        int step = block.Step + block.Depth;
        next = block with { Panel = FirstPanel, Step = step, Depth = Math.Min(_blockDepth, _depth - step) };
        if (step < _depth)
        {
            return true;
        }

        int sliver = block.EndSliver;
        next = new GemmBlock(sliver, Math.Min(_endSliver, sliver + MostSlivers), 0, Math.Min(_blockDepth, _depth), FirstPanel);
        return sliver < _endSliver;
    }
}
