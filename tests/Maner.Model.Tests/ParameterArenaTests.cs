using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>Gradients are zero after clearing, however they are asked for, though the memory is cleared only where nobody writes first.</summary>
public sealed class ParameterArenaTests
{
    private static readonly Parameter[] Three =
        [Parameter.Matrix("a", 2, 4), Parameter.Matrix("b", 3, 4), Parameter.Matrix("c", 1, 4)];

    [Fact]
    public void Cleared_gradients_read_as_zeros()
    {
        using var workers = new Workers(1);
        using var arena = new ParameterArena(workers, Three);
        Dirty(arena);
        arena.ClearGradients();
        Assert.All(Three, parameter => Assert.All(AssertClose.Flat(arena.Gradient(parameter)), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Who_writes_all_is_told_to_once()
    {
        using var workers = new Workers(1);
        using var arena = new ParameterArena(workers, Three);
        Dirty(arena);
        arena.ClearGradients();
        arena.GradientToWrite(Three[0], out bool isZero)[0].Fill(2);
        Assert.True(isZero);
        arena.GradientToWrite(Three[0], out isZero);
        Assert.False(isZero);
        Assert.Equal([2, 2, 2, 2], arena.Gradient(Three[0])[0].ToArray());
    }

    [Fact]
    public void Joined_parameters_are_zero_only_together()
    {
        using var workers = new Workers(1);
        using var arena = new ParameterArena(workers, Three);
        Parameter joined = ParameterArena.Join("ab", Three[0], Three[1]);
        Dirty(arena);
        arena.ClearGradients();
        arena.Gradient(Three[1])[2].Fill(5);

        Matrix both = arena.GradientToWrite(joined, out bool isZero);
        Assert.False(isZero);
        Assert.Equal([.. new float[16], 5, 5, 5, 5], AssertClose.Flat(both)); // the part that was not asked for yet has been cleared
    }

    [Fact]
    public void The_norm_counts_parameters_that_nobody_wrote_as_zero()
    {
        using var workers = new Workers(1);
        using var arena = new ParameterArena(workers, Three);
        Dirty(arena);
        arena.ClearGradients();
        arena.Gradient(Three[2])[0].Fill(1);
        Assert.Equal(4, arena.SumOfSquaredGradients());
    }

    private static void Dirty(ParameterArena arena)
    {
        arena.ClearGradients();
        foreach (Parameter parameter in Three)
        {
            Matrix gradient = arena.Gradient(parameter);
            for (int row = 0; row < gradient.Rows; row++)
            {
                gradient[row].Fill(9);
            }
        }
    }
}
