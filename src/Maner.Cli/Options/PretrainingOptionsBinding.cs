using System.CommandLine;
using Maner.Cli.Views;
using Maner.Training;
using Maner.Training.Pretraining;

namespace Maner.Cli.Options;

/// <summary>The options of a pre-training run on the command line.</summary>
internal sealed class PretrainingOptionsBinding
{
    private readonly OptionBinding<PretrainingOptions> _options = new(PretrainingOptionTable.Table);
    private readonly OptionBinding<EncoderShape> _shape = new(PretrainingOptionTable.Shape);

    /// <summary>Those that only a new encoder has.</summary>
    public IEnumerable<Option> ShapeOptions => _shape.Options;

    public void AddTo(Command command)
    {
        _options.AddTo(command);
        _shape.AddTo(command);
    }

    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    /// <exception cref="InvalidDataException">There is no budget, or there are two.</exception>
    public PretrainingOptions Of(ParseResult result, CliContext context, bool isNew) =>
        (_options.Of(result, context) with { Shape = isNew ? _shape.Of(result, context) : null }).Validated();
}
