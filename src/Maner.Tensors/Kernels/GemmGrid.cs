namespace Maner.Tensors.Kernels;

/// <summary>A product's result cut into items: groups of neighbouring panels (columns), and where those are few, parts of the rows too.</summary>
internal readonly struct GemmGrid
{
    private readonly int _panels;
    private readonly int _slivers;
    private readonly int _groups;
    private readonly int _parts;

    private GemmGrid(int panels, int slivers, int groups, int parts) => (_panels, _slivers, _groups, _parts) = (panels, slivers, groups, parts);

    public int Items => _groups * _parts;

    /// <summary>An item each for a single thread; for more, about two each, so that a thread that was held up can be helped.</summary>
    public static GemmGrid Divide(int threads, int panels, int slivers)
    {
        int wanted = threads == 1 ? 1 : 2 * threads;
        int groups = Math.Min(panels, wanted);
        return new GemmGrid(panels, slivers, groups, Math.Clamp(wanted / groups, 1, Math.Max(1, slivers / 8)));
    }

    public (int FirstPanel, int EndPanel, int FirstSliver, int EndSliver) Item(int item)
    {
        int group = item % _groups, part = item / _groups;
        return (
            (int)((long)_panels * group / _groups), (int)((long)_panels * (group + 1) / _groups),
            (int)((long)_slivers * part / _parts), (int)((long)_slivers * (part + 1) / _parts));
    }
}
