using System.Xml.Linq;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Tests.Training.Pretraining;

public sealed class LossCurveTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_curve_is_drawn_to_scale_and_told_in_words()
    {
        var log = new LossLog([new(500_000, 9), new(1_000_000, 7.5)], [new(0, 10), new(1_000_000, 6)]);

        XElement root = XDocument.Parse(LossCurve.Draw(log)).Root!;

        Assert.Equal("Masked-language-model loss over 1 M tokens", root.Element(s_svg + "title")!.Value);
        Assert.Contains("10.000 after 0 M tokens, 6.000 after 1 M", root.Element(s_svg + "desc")!.Value, StringComparison.Ordinal);
        XElement[] dots = [.. root.Elements(s_svg + "circle").Where(circle => (string?)circle.Attribute("fill") == "black")];
        Assert.Equal(2, dots.Length);
        Assert.True((double)dots[0].Attribute("cx")! < (double)dots[1].Attribute("cx")!);
        Assert.True((double)dots[0].Attribute("cy")! < (double)dots[1].Attribute("cy")!, "a lower loss stands lower");
    }

    [Fact]
    public void An_empty_log_is_an_empty_picture() =>
        Assert.Contains("No evaluation", XDocument.Parse(LossCurve.Draw(new LossLog([], []))).Root!.Element(s_svg + "desc")!.Value, StringComparison.Ordinal);
}
