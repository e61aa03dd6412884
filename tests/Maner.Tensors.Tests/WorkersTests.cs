using System.Diagnostics;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed unsafe class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_item_runs_exactly_once(int threads)
    {
        using var workers = new Workers(threads);
        foreach (int count in new[] { 0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 1000, 100_000 })
        {
            var runs = new int[count];
            fixed (int* pointer = runs)
            {
                workers.Run(count, new CountRuns(pointer));
            }

            Assert.All(runs, times => Assert.Equal(1, times));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_failing_item_reaches_the_caller_and_the_team_stays_usable(int threads)
    {
        using var workers = new Workers(threads);
        for (int round = 0; round < 200; round++)
        {
            // On the caller's thread the exception arrives as it is, from another inside an AggregateException.
            Exception error = Assert.ThrowsAny<Exception>(() => workers.Run(50, new FailAt(round % 50)));
            Assert.Contains($"item {round % 50}", error.ToString(), StringComparison.Ordinal);

            int runs = 0;
            workers.Run(20, new CountAll(&runs));
            Assert.Equal(20, runs);
        }
    }

    [Fact]
    public void A_failing_item_on_another_thread_stops_nobody_else()
    {
        using var workers = new Workers(2);
        int runs = 0;
        try
        {
            workers.Run(1000, new FailOffThread(Environment.CurrentManagedThreadId, &runs));
        }
        catch (AggregateException error)
        {
            Assert.IsType<InvalidOperationException>(Assert.Single(error.InnerExceptions));
            runs++;
        }

        Assert.Equal(1000, runs);
    }

    [Fact]
    public void Teams_of_different_threads_work_side_by_side()
    {
        var totals = new long[4];
        Thread[] callers = [.. Enumerable.Range(0, totals.Length).Select(index => new Thread(() => totals[index] = SumWithTeamsInTeams(index + 1)))];
        foreach (Thread caller in callers)
        {
            caller.Start();
        }

        foreach (Thread caller in callers)
        {
            caller.Join();
        }

        Assert.All(totals, total => Assert.Equal(200L * (64 * 63 / 2), total));
    }

    [Fact]
    public void A_hundred_thousand_tiny_forks_are_quick()
    {
        using var workers = new Workers(2);
        int runs = 0;
        long start = Stopwatch.GetTimestamp();
        for (int fork = 0; fork < 100_000; fork++)
        {
            workers.Run(2, new CountAll(&runs));
        }

        Assert.Equal(200_000, runs);

        // A microsecond or two each on a free machine; the bound leaves room for a crowded one, but not for a sleep in every fork.
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        Assert.True(time < TimeSpan.FromSeconds(10), $"100,000 forks took {time.TotalSeconds:F1} s");
    }

    [Fact]
    public void A_team_wakes_up_again_after_a_pause()
    {
        using var workers = new Workers(3);
        for (int round = 0; round < 20; round++)
        {
            Thread.Sleep(5); // longer than workers spin
            int runs = 0;
            workers.Run(100, new CountAll(&runs));
            Assert.Equal(100, runs);
        }
    }

    [Fact]
    public void Disposing_twice_is_allowed_even_right_after_the_start()
    {
        for (int round = 0; round < 50; round++)
        {
            var workers = new Workers(4);
            workers.Dispose();
            workers.Dispose();
        }
    }

    [Fact]
    public void A_team_has_at_least_one_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(0));

    private static long SumWithTeamsInTeams(int threads)
    {
        using var workers = new Workers(threads);
        long total = 0;
        for (int round = 0; round < 200; round++)
        {
            // An item may own a team of its own: it never meets the one that it runs in.
            long sum = 0;
            workers.Run(8, new Nested(&sum, makeTeam: round == 0));
            total += sum;
        }

        return total;
    }

    private readonly struct CountRuns(int* runs) : IParallelOperation
    {
        public void Invoke(int item) => Interlocked.Increment(ref runs[item]);
    }

    private readonly struct CountAll(int* runs) : IParallelOperation
    {
        public void Invoke(int item) => Interlocked.Increment(ref *runs);
    }

    private readonly struct FailAt(int bad) : IParallelOperation
    {
        public void Invoke(int item)
        {
            if (item == bad)
            {
                throw new InvalidOperationException($"item {item}");
            }
        }
    }

    private readonly struct FailOffThread(int caller, int* runs) : IParallelOperation
    {
        public void Invoke(int item)
        {
            if (Environment.CurrentManagedThreadId != caller)
            {
                throw new InvalidOperationException("off the caller's thread");
            }

            Thread.SpinWait(100);
            Interlocked.Increment(ref *runs);
        }
    }

    private readonly struct Nested(long* sum, bool makeTeam) : IParallelOperation
    {
        public void Invoke(int item)
        {
            long own = 0;
            if (makeTeam)
            {
                using var inner = new Workers(2);
                inner.Run(8, new AddItems(&own, item * 8));
            }
            else
            {
                for (int index = 0; index < 8; index++)
                {
                    own += (item * 8) + index;
                }
            }

            Interlocked.Add(ref *sum, own);
        }
    }

    private readonly struct AddItems(long* sum, int start) : IParallelOperation
    {
        public void Invoke(int item) => Interlocked.Add(ref *sum, start + item);
    }
}
