using System.CommandLine;
using Maner.Tensors;

namespace Maner.Cli.Options;

/// <summary>What prediction keeps of the encoder's weights.</summary>
internal sealed class PrecisionOption
{
    private const string Half = "bf16";

    private readonly Option<string> _option = new Option<string>("--precision")
    {
        Description = "f32: weights as they are; bf16: their upper halves, in half the memory.",
        DefaultValueFactory = _ => "f32",
    }.AcceptOnlyFromAmong("f32", Half);

    public void AddTo(Command command) => command.Add(_option);

    public WeightPrecision Of(ParseResult result) =>
        result.GetValue(_option) == Half ? WeightPrecision.BFloat16 : WeightPrecision.Float32;
}
