namespace Maner.Tensors.Kernels;

/// <summary>A product's result cut into items: groups of neighbouring panels (columns) and parts of the rows.</summary>
internal readonly struct GemmGrid
{
    private readonly int _panels;
    private readonly int _slivers;
    private readonly int _groups;
    private readonly int _parts;

    private GemmGrid(int panels, int slivers, int groups, int parts) => (_panels, _slivers, _groups, _parts) = (panels, slivers, groups, parts);

    public int Items => _groups * _parts;

    /// <summary>
    /// An item each for a single thread; for more, about two each, so that a thread that was held up can be helped. Few rows are over before help
    /// comes, and half as many items find twice as much of B fetched ahead.
    /// </summary>
    /// <param name="threads">Threads.</param>
    /// <param name="panels">Panels of B.</param>
    /// <param name="slivers">Slivers of A.</param>
    /// <param name="byRows">Whether to cut rows first instead of columns.</param>
    public static GemmGrid Divide(int threads, int panels, int slivers, bool byRows)
    {
        const int Few = 8;
        int wanted = threads == 1 || slivers <= Few ? threads : 2 * threads, mostParts = Math.Max(1, slivers / 8);
        int groups = byRows ? Math.Clamp(wanted / Math.Min(wanted, mostParts), 1, panels) : Math.Min(panels, wanted);
        return new GemmGrid(panels, slivers, groups, Math.Clamp(wanted / groups, 1, mostParts));
    }

    public (int FirstPanel, int EndPanel, int FirstSliver, int EndSliver) Item(int item)
    {
        int group = item % _groups, part = item / _groups;
        return (
            (int)((long)_panels * group / _groups), (int)((long)_panels * (group + 1) / _groups),
            (int)((long)_slivers * part / _parts), (int)((long)_slivers * (part + 1) / _parts));
    }
}
