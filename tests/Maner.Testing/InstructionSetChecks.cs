using System.Xml.Linq;
using Xunit;

namespace Maner.Testing;

/// <summary>The tests of a program's runs with fewer vector instructions: that they passed, that they ran, and with the vectors that were asked for.</summary>
/// <param name="runs">The processes.</param>
/// <param name="output">Takes their last lines.</param>
/// <param name="least">How many tests must have passed in each: so that a changed trait or filter does not leave them out unnoticed.</param>
[Trait(Vectors.Trait, Vectors.Yes)]
public abstract class InstructionSetChecks(InstructionSetRuns runs, ITestOutputHelper output, int least)
{
    [Fact]
    public void What_depends_on_vectors_with_256_bit_vectors() => Check(runs.With256Bits);

    [Fact]
    public void What_depends_on_vectors_without_vector_instructions() => Check(runs.WithoutVectors);

    [Fact]
    public void The_width_is_the_one_that_was_asked_for()
    {
        Assert.SkipUnless(Vectors.IsRestricted, $"{Vectors.Expected} is not set: this is not a child process with restricted instructions.");
        Vectors.Check();
    }

    private void Check(InstructionSetRun? run)
    {
        if (run is null)
        {
            Assert.Skip(Vectors.IsRestricted ? "This process is itself one with restricted instructions." : "This processor has no such vectors, so there is nothing to switch off.");
            return;
        }

        string report = run.Wait();

        output.WriteLine(report.TrimEnd().Split('\n')[^1].Trim());
        Assert.True(run.ExitCode == 0, report);
        string?[] passed = [.. XDocument.Load(run.Results).Descendants("test").Where(test => (string?)test.Attribute("result") == "Pass").Select(test => (string?)test.Attribute("method"))];
        Assert.True(passed.Length >= least, $"expected {least} or more tests that passed, found {passed.Length}\n{report}");
        Assert.Contains(nameof(The_width_is_the_one_that_was_asked_for), passed);
    }
}
