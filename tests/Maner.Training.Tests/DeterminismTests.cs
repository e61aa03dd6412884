using Xunit;

namespace Maner.Training.Tests;

/// <summary>The same training has the same bits, whatever the team and (see <see cref="InstructionSetTests"/>) the instruction set.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void Parameters_have_the_same_hash_for_any_number_of_threads()
    {
        // A child process with another instruction set is told the hash of its parent.
        string expected = Environment.GetEnvironmentVariable(InstructionSetTests.ExpectedHash) ?? TinyTraining.Hash(threads: 1);

        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            Assert.Equal(expected, TinyTraining.Hash(threads));
        }
    }

    [Fact]
    public void So_have_those_of_ModernBERTs_build()
    {
        string expected = Environment.GetEnvironmentVariable(InstructionSetTests.ExpectedModernHash) ?? TinyTraining.Hash(threads: 1, config: TinyTraining.ModernConfig);

        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            Assert.Equal(expected, TinyTraining.Hash(threads, config: TinyTraining.ModernConfig));
        }
    }

    [Fact]
    public async Task Trainings_side_by_side_have_the_hash_of_one_alone()
    {
        string alone = TinyTraining.Hash(threads: 2);
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        string[] hashes = await Task.WhenAll(Enumerable.Range(1, 3).Select(threads => Task.Run(() => TinyTraining.Hash(threads), cancellation)));

        Assert.All(hashes, hash => Assert.Equal(alone, hash));
    }

    [Fact]
    public void Another_course_has_another_hash() =>
        Assert.NotEqual(TinyTraining.Hash(threads: 2, steps: 6), TinyTraining.Hash(threads: 2, steps: 5));
}
