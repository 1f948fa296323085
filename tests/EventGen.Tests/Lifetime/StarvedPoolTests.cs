using System.Diagnostics;

namespace EventGen.Tests.Lifetime;

/// <summary>A stop returns in its time, and stops the bus, although code of the application blocks every thread of the pool.</summary>
public sealed class StarvedPoolTests
{
    private const string Variable = "EVENTGEN_TEST_STARVED_POOL";

    // Longer than any stop. Only one that waits for the pool reaches it.
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("waits")]
    [InlineData("awaits")]
    [InlineData("cancels")]
    public async Task StopAsync_ReturnsAndStopsTheBus(string how)
    {
        if (Environment.GetEnvironmentVariable(Variable) == how)
        {
            // On a thread of its own, for the test runner's are blocked as well.
            new Thread(() => Environment.Exit(RunStarved(how))).Start();
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        }

        if (Environment.GetEnvironmentVariable(Variable) is not null) return;
        string[] arguments = [typeof(StarvedPoolTests).Assembly.Location, "-noColor", "-method", $"{typeof(StarvedPoolTests).FullName}.{nameof(StopAsync_ReturnsAndStopsTheBus)}"];

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, arguments, environment: new Dictionary<string, string?> { [Variable] = how }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 42, $"{run.ExitCode}\n{run.Output}\n{run.Errors}");
    }

    private static int RunStarved(string how)
    {
        var publisher = new HangingPublisher("first");
        var bus = TestBus.Create(options => options.DrainTimeout = how == "cancels" ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(1), publishers: [publisher]);
        bus.Topic<Ping>().Subscribe(static _ => Task.CompletedTask);
        bus.StartAsync().GetAwaiter().GetResult();

        // More than the pool gets new threads for while the test lasts.
        for (int i = 0; i < 2000; i++) ThreadPool.UnsafeQueueUserWorkItem(static _ => Thread.Sleep(Timeout.Infinite), null);
        Thread.Sleep(500);   // until those that were free are blocked
        for (int i = 0; i < 3; i++) bus.Topic<Ping>().TryEnqueue(new Ping(i));

        using var cancellation = new CancellationTokenSource();
        using var returned = new ManualResetEventSlim();
        DrainReport? report = null;
        long began = Stopwatch.GetTimestamp();
        if (how == "waits") report = bus.StopAsync(cancellation.Token) is var stop && stop.Wait(s_watchdog) ? stop.Result : null;
        else
        {
            _ = AwaitAsync();
            if (how == "cancels") cancellation.Cancel();
            returned.Wait(s_watchdog);
        }

        Console.WriteLine($"after {Stopwatch.GetElapsedTime(began)}: {report}");
        if (report is null) return 1;
        if (report.IsComplete || report.Undelivered.GetValueOrDefault("ping") + report.Running != 3) return 2;
        try
        {
            bus.Topic<Ping>().Emit(new Ping());
            return 3;
        }
        catch (EventBusStoppedException)
        {
            return 42;
        }

        async Task AwaitAsync()
        {
            report = await bus.StopAsync(cancellation.Token);
            returned.Set();
        }
    }
}
