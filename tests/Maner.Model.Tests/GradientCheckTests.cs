using Maner.Tensors;
using Maner.Testing;
using Xunit;
using Xunit.Sdk;

namespace Maner.Model.Tests;

/// <summary>The gradient check notices wrong gradients.</summary>
public sealed class GradientCheckTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("right", 0, 1.0)]
    [InlineData("all elements 1 % too great", -1, 1.01)]
    [InlineData("one element of wrong sign", 3, -1.0)]
    [InlineData("one element missing", 5, 0.0)]
    [InlineData("one element 20 % off", 5, 1.2)]
    public void Finds(string what, int element, double factor)
    {
        // loss = Σ x³/3, gradient x².
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(3, 4), gradient = matrices.Zeros(3, 4);
        for (int index = 0; index < 12; index++)
        {
            float slope = x.AllElements()[index] * x.AllElements()[index];
            gradient.AllElements()[index] = (float)(slope * (element < 0 || element == index ? factor : 1));
        }

        GradientCheck check = new GradientCheck(what, output).Add("fine", matrices.Row(1, 2), matrices.Row(1, 1)).Add("cubes", x, gradient);
        Matrix fine = matrices.Row(0);
        void Run() => check.Run(() => x.AllElements().ToArray().Sum(value => Math.Pow(value, 3) / 3) + fine[0][0]);

        // "fine" claims a slope that the loss does not have, so it must be the one that is named.
        XunitException failure = Assert.ThrowsAny<XunitException>(Run);
        Assert.Contains("'fine'", failure.Message, StringComparison.Ordinal);

        check = new GradientCheck(what, output).Add("cubes", x, gradient);
        if (what == "right")
        {
            Run();
        }
        else
        {
            Assert.Contains("'cubes'", Assert.ThrowsAny<XunitException>(Run).Message, StringComparison.Ordinal);
        }
    }
}
