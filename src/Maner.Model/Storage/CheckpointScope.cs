namespace Maner.Model.Storage;

/// <summary>A part of a checkpoint, so that a layer names its weights where it is built.</summary>
internal readonly struct CheckpointScope
{
    private readonly Checkpoint _checkpoint;
    private readonly string _prefix;

    internal CheckpointScope(Checkpoint checkpoint, string prefix)
    {
        _checkpoint = checkpoint;
        _prefix = prefix + ".";
    }

    /// <summary>A part of this part.</summary>
    public CheckpointScope Scope(string name) => new(_checkpoint, _prefix + name);

    /// <summary>As <see cref="Checkpoint.Has"/>.</summary>
    public bool Has(string name) => _checkpoint.Has(_prefix + name);

    /// <summary>As <see cref="Checkpoint.ShapeOf"/>.</summary>
    /// <exception cref="InvalidDataException">The checkpoint has no such tensor.</exception>
    public IReadOnlyList<long> ShapeOf(string name) => _checkpoint.ShapeOf(_prefix + name);

    /// <summary>As <see cref="Checkpoint.Read"/>.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, it has another shape, or its numbers are not floating.</exception>
    public void Read(string name, ReadOnlySpan<int> expectedShape, Span<float> destination) =>
        _checkpoint.Read(_prefix + name, expectedShape, destination);
}
