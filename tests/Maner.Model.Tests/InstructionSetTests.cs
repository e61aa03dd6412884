using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>This program's tests that could depend on vectors, again with AVX2 alone and without vector instructions.</summary>
public sealed class InstructionSetTests(InstructionSetRuns runs, ITestOutputHelper output)
    : InstructionSetChecks(runs, output, least: 320), IClassFixture<InstructionSetRuns>;
