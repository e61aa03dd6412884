using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Tensors;

namespace Maner.Experiments.Running;

/// <summary>What a worker does: takes one cell, trains it, writes its result.</summary>
internal static class CellWork
{
    /// <summary>Does a cell.</summary>
    /// <param name="store">The folder of the experiment.</param>
    /// <param name="id">The cell's ID.</param>
    /// <param name="retryFailed">Train it again where it failed.</param>
    /// <param name="models">Where encoders are looked up by name or folder.</param>
    /// <param name="workers">The threads that share all arithmetic.</param>
    /// <param name="cancellation">Ends the training; nothing is kept of it.</param>
    /// <returns>False when another worker holds the cell.</returns>
    /// <exception cref="InvalidDataException">The plan has no such cell, or files have changed since it was made.</exception>
    public static bool Run(
        ResultStore store, string id, bool retryFailed, ModelCatalog models, Workers workers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        Plan plan = Plan.Load(store.PlanPath);
        PlannedCell cell = plan.Cells.FirstOrDefault(cell => cell.Id == id)
            ?? throw new InvalidDataException($"{store.PlanPath}: expected cell {id}, found none of that ID. Was the experiment planned again meanwhile?");
        using CellLock? taken = CellLock.TryTake(store.LockPath(id));
        if (taken is null)
        {
            return false;
        }

        // Looked up under the lock: whoever held it before may have finished the cell.
        CellResult? earlier = store.Read(id);
        if (retryFailed && earlier?.Last.Status == CellStatus.Failed)
        {
            earlier = null;
        }

        if (earlier?.IsFinished(plan.MostAttempts) != true)
        {
            store.Write(new CellRunner(models, workers).Run(cell, earlier, plan.MostAttempts, cancellation));
        }

        return true;
    }
}
