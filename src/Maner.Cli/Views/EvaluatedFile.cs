using Maner.Ner.Evaluation;
using Maner.Text.Data;

namespace Maner.Cli.Views;

/// <summary>One file's scores.</summary>
/// <param name="Set">The file.</param>
/// <param name="Report">The scores.</param>
/// <param name="Errors">Every entity that is not right, in reading order.</param>
internal sealed record EvaluatedFile(DataSet Set, Report Report, IReadOnlyList<EntityError> Errors);
