using System.CommandLine;
using Maner.Cli.Views;
using Maner.Training;

namespace Maner.Cli.Options;

/// <summary>The options of training on the command line.</summary>
/// <param name="ofOneRun">Whether the command makes one run: with a method, a seed, and checkpoints to resume from.</param>
internal sealed class TrainingOptionsBinding(bool ofOneRun = true)
{
    // Experiments and comparisons train to the end, as the paper does.
    private readonly OptionBinding<TrainingOptions> _options = new(
        TrainingOptionTable.Table, option => ofOneRun || !option.IsOfOneRun, ofOneRun ? new TrainingOptions { Patience = TrainingOptions.PatienceOfOneRun } : null);

    public void AddTo(Command command) => _options.AddTo(command);

    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    public TrainingOptions Of(ParseResult result, CliContext context) => _options.Of(result, context).Validated();
}
