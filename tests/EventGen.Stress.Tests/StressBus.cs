namespace EventGen.Stress.Tests;

/// <summary>Makes buses of this assembly's module.</summary>
internal static class StressBus
{
    /// <summary>Makes a bus and starts it.</summary>
    public static async Task<EventBus> StartAsync(int workers, int capacity, QueueFullMode mode = QueueFullMode.Wait)
    {
        var bus = EventBus.Create(bus => bus
            .AddModule(EventGenStressTestsEventModule.Instance)
            .Configure(options => (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (workers, capacity, mode)));
        await bus.StartAsync();
        return bus;
    }

    /// <summary>Stops the bus and fails unless everything that it accepted has been handled.</summary>
    public static async Task DrainAsync(this EventBus bus)
    {
        var report = await Deadline.WithinAsync(bus.StopAsync(), "the bus to drain");
        Assert.True(report.IsComplete, report.ToString());
    }
}
