using Maner.Ner.Evaluation;
using Maner.Text.Data;

namespace Maner.Cli.Views;

/// <summary>One file's scores.</summary>
/// <param name="Set">The file.</param>
/// <param name="Run">Its tags and scores.</param>
internal sealed record EvaluatedFile(DataSet Set, EvaluationRun Run)
{
    /// <summary>The scores.</summary>
    public Report Report => Run.Report;

    /// <summary>Every entity that is not right, in reading order.</summary>
    public IReadOnlyList<EntityError> Errors => Run.Errors;
}
