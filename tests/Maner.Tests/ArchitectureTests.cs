using System.Reflection;
using Maner.Tests.Support;
using Xunit;

namespace Maner.Tests;

public sealed class ArchitectureTests(ITestOutputHelper output)
{
    [Fact]
    public void Dump()
    {
        foreach (string name in new[] { "Maner.Tensors", "Maner.Text", "Maner.Model", "Maner.Ner", "Maner.Training", "maner" })
        {
            foreach (var edge in TypeDependencies.Of(Assembly.Load(name)))
            {
                output.WriteLine(edge.ToString());
            }
        }
    }
}
