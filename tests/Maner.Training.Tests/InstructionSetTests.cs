using Maner.Testing;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>This program's tests that could depend on vectors, again with AVX2 alone and without vector instructions.</summary>
public sealed class InstructionSetTests(InstructionSetTests.Runs runs, ITestOutputHelper output)
    : InstructionSetChecks(runs, output, least: 55), IClassFixture<InstructionSetTests.Runs>
{
    /// <summary>Names the hash of <see cref="TinyTraining"/> that a child process must reproduce.</summary>
    public const string ExpectedHash = "MANER_EXPECT_HASH";

    /// <summary>The same of <see cref="TinyTraining.ModernConfig"/>.</summary>
    public const string ExpectedModernHash = "MANER_EXPECT_MODERN_HASH";

    /// <summary>The processes, which are told the hashes of this one.</summary>
    public sealed class Runs() : InstructionSetRuns([new(ExpectedHash, TinyTraining.Hash(threads: 2)), new(ExpectedModernHash, TinyTraining.Hash(threads: 2, config: TinyTraining.ModernConfig))]);
}
