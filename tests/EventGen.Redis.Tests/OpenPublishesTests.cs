namespace EventGen.Redis.Tests;

/// <summary>The publishes of every transport: how many are under way, and how long their callers wait.</summary>
public sealed class OpenPublishesTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);

    private readonly AsyncGate _gate = new(2);

    [Fact]
    public async Task NoMoreThanTheCapacityAreUnderWay()
    {
        var publishes = new OpenPublishes(2, s_long, endInTime: false);
        Task[] running = [RunAsync(publishes, CancellationToken.None), RunAsync(publishes, CancellationToken.None)];
        await _gate.Reached;

        var third = RunAsync(publishes, CancellationToken.None);
        Assert.Equal(2, _gate.Arrivals);
        Assert.False(third.IsCompleted);
        _gate.Open();

        await Deadline.WithinAsync(Task.WhenAll([.. running, third]), "all to end");
        Assert.Equal(3, _gate.Arrivals);
    }

    [Fact]
    public async Task WithoutAPlaceInTime_NothingIsBegun()
    {
        var publishes = new OpenPublishes(2, s_short, endInTime: true);
        Task[] running = [RunAsync(publishes, CancellationToken.None), RunAsync(publishes, CancellationToken.None)];

        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(publishes, CancellationToken.None));
        Assert.Equal(2, _gate.Arrivals);
        _gate.Open();
        await Deadline.WithinAsync(Task.WhenAll(running), "both to end");
    }

    [Fact]
    public async Task OneThatDoesNotEndInTime_IsATimeout_AndKeepsItsPlace()
    {
        var publishes = new OpenPublishes(2, s_short, endInTime: false);
        Task[] running = [RunAsync(publishes, CancellationToken.None), RunAsync(publishes, CancellationToken.None)];

        foreach (var publish in running) await Assert.ThrowsAsync<TimeoutException>(() => publish);
        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(publishes, CancellationToken.None));
        Assert.Equal(2, _gate.Arrivals);
        _gate.Open();

        // The time of those that come later is kept as well.
        var stuck = new TaskCompletionSource();
        await Eventually.TrueAsync(() => publishes.RunAsync(static _ => Task.CompletedTask, 0, CancellationToken.None).IsCompletedSuccessfully);
        await Assert.ThrowsAsync<TimeoutException>(() => publishes.RunAsync(static stuck => stuck.Task, stuck, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task OneThatNobodyWaitsFor_KeepsItsPlaceUntilItHasEnded()
    {
        var publishes = new OpenPublishes(2, s_long, endInTime: false);
        using var cancellation = new CancellationTokenSource();
        Task[] running = [RunAsync(publishes, cancellation.Token), RunAsync(publishes, cancellation.Token)];
        await _gate.Reached;

        await cancellation.CancelAsync();
        foreach (var publish in running)
            Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publish)).CancellationToken);
        var third = RunAsync(publishes, CancellationToken.None);
        Assert.False(third.IsCompleted);
        _gate.Open();

        await Deadline.WithinAsync(third, "the third to end");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OneThatFails_TellsWhy_AndGivesItsPlaceBack(bool atOnce)
    {
        var publishes = new OpenPublishes(1, s_long, endInTime: false);
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<IOException>(async () => await publishes.RunAsync(
                static atOnce => atOnce ? throw new IOException() : FailLaterAsync(), atOnce, CancellationToken.None));
        }
    }

    [Fact]
    public async Task OneThatEndsWhenItsCallerHasGone_LeavesNoFailureThatNobodyHasSeen()
    {
        var unseen = new System.Collections.Concurrent.ConcurrentBag<string>();
        EventHandler<UnobservedTaskExceptionEventArgs> listener = (_, failure) => unseen.Add(failure.Exception.ToString());
        TaskScheduler.UnobservedTaskException += listener;
        try
        {
            await GiveUpAsync();
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= listener;
        }

        Assert.DoesNotContain(unseen, static failure => failure.Contains(nameof(OpenPublish), StringComparison.Ordinal));

        // One waits for a place first, and so has less time left than the publish that it begins then, which ends after it, by the time of all.
        static async Task GiveUpAsync()
        {
            var limit = TimeSpan.FromSeconds(1);
            var publishes = new OpenPublishes(2, limit, endInTime: false);
            TaskCompletionSource first = new(), second = new(), never = new();
            var (one, another, waiting) = (StartAsync(first), StartAsync(second), StartAsync(never));
            await Task.WhenAny(waiting, Task.Delay(limit / 4));
            first.SetResult();
            await Record.ExceptionAsync(() => one);   // where everything has stood still meanwhile, it has ended too late as well
            foreach (var publish in (Task[])[another, waiting]) await Assert.ThrowsAsync<TimeoutException>(() => publish);

            // When the time of one is over that has begun later, that of the first is as well.
            second.SetResult();
            await Assert.ThrowsAsync<TimeoutException>(() => StartAsync(new TaskCompletionSource()));

            Task StartAsync(TaskCompletionSource ends) => publishes.RunAsync(static ends => ends.Task, ends, CancellationToken.None).AsTask();
        }
    }

    private static async Task FailLaterAsync()
    {
        await Task.Yield();
        throw new IOException();
    }

    private async Task RunAsync(OpenPublishes publishes, CancellationToken cancellationToken) =>
        await publishes.RunAsync(static gate => gate.PassAsync(CancellationToken.None), _gate, cancellationToken);
}
