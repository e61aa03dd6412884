namespace Maner.Experiments.Running;

/// <summary>How far a run is.</summary>
/// <param name="Cells">Cells in all.</param>
/// <param name="Earlier">Cells that earlier runs had finished.</param>
/// <param name="Done">Cells that this run has seen finished, without those.</param>
/// <param name="Running">Cells being trained here.</param>
/// <param name="Elsewhere">Cells that workers of other runs hold.</param>
/// <param name="Collapsed">Finished cells that learned nothing.</param>
/// <param name="Failed">Finished cells without a tagger.</param>
/// <param name="TimeLeft">An estimate; null before the first cell is done.</param>
/// <param name="Event">What just happened, a line for people; null when nothing did.</param>
internal sealed record RunState(
    int Cells, int Earlier, int Done, int Running, int Elsewhere, int Collapsed, int Failed, TimeSpan? TimeLeft, string? Event)
{
    /// <summary>Whether every cell has a result.</summary>
    public bool IsComplete => Earlier + Done == Cells;
}
