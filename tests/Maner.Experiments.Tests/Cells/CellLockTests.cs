using System.Text.Json;
using Maner.Experiments.Cells;
using Maner.Testing;
using Xunit;

namespace Maner.Experiments.Tests.Cells;

public sealed class CellLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File("cell.lock");

    [Fact]
    public void A_held_lock_is_not_given_twice_and_is_free_when_given_back()
    {
        using (CellLock first = CellLock.TryTake(LockPath)!)
        {
            Assert.Null(CellLock.TryTake(LockPath));
            Assert.True(CellLock.IsHeld(LockPath));
        }

        Assert.False(CellLock.IsHeld(LockPath));
        using CellLock again = CellLock.TryTake(LockPath)!;
        Assert.NotNull(again);
    }

    [Fact]
    public void The_lock_of_a_dead_process_of_this_machine_is_free()
    {
        Hold(Environment.MachineName, int.MaxValue, age: TimeSpan.Zero);
        Assert.False(CellLock.IsHeld(LockPath));
        using CellLock? taken = CellLock.TryTake(LockPath);
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_process_number_that_is_used_again_is_another_process()
    {
        Hold(Environment.MachineName, Environment.ProcessId, age: TimeSpan.Zero);
        Assert.False(CellLock.IsHeld(LockPath));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(10, false)]
    public void Of_another_machine_the_lease_decides(int minutes, bool isHeld)
    {
        Hold("elsewhere", 1, TimeSpan.FromMinutes(minutes));
        Assert.Equal(isHeld, CellLock.IsHeld(LockPath));
        using CellLock? taken = CellLock.TryTake(LockPath);
        Assert.Equal(isHeld, taken is null);
    }

    [Fact]
    public void A_lock_is_given_back_for_the_process_that_holds_it_and_for_no_other()
    {
        Hold(Environment.MachineName, 1234, TimeSpan.Zero);
        CellLock.Release(LockPath, 4321);
        Assert.True(File.Exists(LockPath));
        CellLock.Release(LockPath, 1234);
        Assert.False(File.Exists(LockPath));
        CellLock.Release(LockPath, 1234); // none there

        Hold("elsewhere", 1234, TimeSpan.Zero);
        CellLock.Release(LockPath, 1234);
        Assert.True(File.Exists(LockPath));
    }

    [Theory]
    [InlineData("", 0, true)]
    [InlineData("", 2, false)]
    [InlineData("{\"host\":\"elsewhe", 2, false)] // its writer was killed
    public void A_lock_that_cannot_be_read_is_being_written_for_a_minute(string text, int minutes, bool isHeld)
    {
        File.WriteAllText(LockPath, text);
        File.SetLastWriteTimeUtc(LockPath, DateTime.UtcNow - TimeSpan.FromMinutes(minutes));
        Assert.Equal(isHeld, CellLock.IsHeld(LockPath));
        using CellLock? taken = CellLock.TryTake(LockPath);
        Assert.Equal(isHeld, taken is null);
        Assert.Equal([LockPath], Directory.GetFiles(Path.GetDirectoryName(LockPath)!));
    }

    public void Dispose() => _folder.Dispose();

    private void Hold(string host, int process, TimeSpan age)
    {
        File.WriteAllText(LockPath, JsonSerializer.Serialize(new { host, process, started = 1L }));
        File.SetLastWriteTimeUtc(LockPath, DateTime.UtcNow - age);
    }
}
